"""Writes what has several spellings in one: named windows, ordered unions, rows, ROLLUP. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import chain, compress, product

from sqlglot import exp

from core.query.remote.meaning.intervals import split, written_out

_MOST_SETS = 64
_AROUND = ("order", "limit", "offset")


def canonical(tree: exp.Expr) -> exp.Expr:
    """Return a statement in the spelling that the rules know; what it cannot write stays."""
    for node in reversed(list(tree.find_all(*_SPELLINGS))):
        new = _SPELLINGS[type(node)](node)
        if node is tree:
            tree = new
        elif new is not node:
            node.replace(new)
    return tree


def _without_names(select: exp.Expr) -> exp.Expr:
    """Write the windows of WINDOW out where a function names them."""
    named = {window.this.name: window for window in select.args.get("windows") or []}
    if not named or any(window.args.get("alias") for window in named.values()):
        return select
    for window in select.find_all(exp.Window):
        name = window.text("alias")
        if name in named and window.parent_select is select:
            for part in ("partition_by", "order", "spec"):
                found = named[name].args.get(part) or window.args.get(part)
                window.set(part, _copied(found))
            window.set("alias", None)
    select.set("windows", None)
    return select


def _select(select: exp.Expr) -> exp.Expr:
    columns = select.selects  # type: ignore[attr-defined]
    is_alone = len(columns) == 1 and not select.args.get("from_")
    function = columns[0].unalias() if is_alone else None
    if isinstance(function, exp.ExplodingGenerateSeries | exp.Explode):
        return _rows_in_from(columns[0], function)
    return _without_names(select)


def _rows_in_from(column: exp.Expr, function: exp.Expr) -> exp.Expr:
    """Write a SELECT of a function that returns rows as one from it."""
    is_series = isinstance(function, exp.ExplodingGenerateSeries)
    name = exp.to_identifier(column.alias or ("generate_series" if is_series else "unnest"))
    alias = exp.TableAlias(this=name, columns=[name.copy()])
    relation: exp.Expr = exp.Unnest(expressions=[function.this], alias=alias)
    if is_series:
        relation = exp.Table(this=function.copy(), alias=alias)
    return exp.select(exp.column(name.copy())).from_(relation)


def _copied(part: exp.Expr | list[exp.Expr] | None) -> exp.Expr | list[exp.Expr] | None:
    if isinstance(part, list):
        return [each.copy() for each in part]
    return part.copy() if part is not None else None


def _ordered_union(union: exp.Expr) -> exp.Expr:
    """Order and limit a union as a query in FROM; ORDER BY names its columns only."""
    around = {name: union.args[name] for name in _AROUND if union.args.get(name)}
    first = union
    while isinstance(first, exp.SetOperation):
        first = first.this.unnest()
    is_named = isinstance(first, exp.Select) and all(
        column.is_star or isinstance(column, exp.Alias | exp.Column) for column in first.selects
    )
    if not around or not is_named:
        return union
    bare = union.copy()
    for name in around:
        bare.set(name, None)
    alias = exp.TableAlias(this=exp.to_identifier("united_"))
    made = exp.select("*").from_(exp.Subquery(this=bare, alias=alias))
    for name, value in around.items():
        made.set(name, value.copy())
    return made


def _symmetric(node: exp.Expr) -> exp.Expr:
    if not node.args.get("symmetric"):
        return node
    value, low, high = node.this, node.args["low"], node.args["high"]
    ways = [
        exp.Between(this=value.copy(), low=one.copy(), high=other.copy())
        for one, other in ((low, high), (high, low))
    ]
    return exp.paren(exp.or_(*ways))


def _row(node: exp.Expr) -> list[exp.Expr] | None:
    inner = node.unnest()
    return inner.expressions if isinstance(inner, exp.Tuple) else None


def _all_of_array(node: exp.Expr) -> exp.Expr:
    """Write `<> ALL (ARRAY[…])` as NOT IN."""
    function = node.expression
    is_all = isinstance(function, exp.Anonymous) and function.name.lower() == "all"
    among = function.expressions[0].unnest() if is_all and function.expressions else None
    if not isinstance(node, exp.NEQ) or not isinstance(among, exp.Array):
        return node
    return exp.Not(this=exp.In(this=node.this.copy(), expressions=among.expressions))


def _compared_rows(node: exp.Expr) -> exp.Expr:
    one, other = _row(node.this), _row(node.expression)
    if one is None or other is None:
        return _all_of_array(node)
    if len(one) != len(other):
        return node
    pairs = list(zip(one, other, strict=True))
    if isinstance(node, exp.EQ):
        return exp.paren(exp.and_(*_each(exp.EQ, pairs)))
    if isinstance(node, exp.NEQ):
        return exp.paren(exp.or_(*_each(exp.NEQ, pairs)))
    strict = exp.LT if isinstance(node, exp.LT | exp.LTE) else exp.GT
    return exp.paren(_in_order(pairs, strict, type(node)))


def _each(kind: type[exp.Expr], pairs: Iterable[tuple[exp.Expr, exp.Expr]]) -> list[exp.Expr]:
    return [kind(this=one.copy(), expression=other.copy()) for one, other in pairs]


def _in_order(
    pairs: list[tuple[exp.Expr, exp.Expr]], strict: type[exp.Expr], last: type[exp.Expr]
) -> exp.Expr:
    """Compare rows by their first columns, and by the others where those are equal."""
    if len(pairs) == 1:
        return _each(last, pairs)[0]
    [before], [equal] = _each(strict, pairs[:1]), _each(exp.EQ, pairs[:1])
    rest = exp.and_(equal, exp.paren(_in_order(pairs[1:], strict, last)))
    return exp.or_(before, rest)


def _rows_in_list(node: exp.Expr) -> exp.Expr:
    row, listed = _row(node.this), [_row(part) for part in node.expressions]
    if row is None or not listed:
        return node
    equal = []
    for other in listed:
        if other is None or len(other) != len(row):
            return node
        equal.append(exp.and_(*_each(exp.EQ, zip(row, other, strict=True))))
    return exp.paren(exp.or_(*equal))


def _grouping_sets(group: exp.Expr) -> exp.Expr:
    """Write ROLLUP, CUBE and keys beside them as GROUPING SETS, unless they make very many."""
    parts = group.expressions
    if all(not isinstance(part, exp.Rollup | exp.Cube | exp.GroupingSets) for part in parts):
        return group
    sets = [_joined(chosen) for chosen in product(*(_sets_of(part) for part in parts))]
    if len(sets) > _MOST_SETS:
        return group
    listed = [exp.Tuple(expressions=[key.copy() for key in _unique(keys)]) for keys in sets]
    return exp.Group(expressions=[exp.GroupingSets(expressions=listed)])


def _sets_of(part: exp.Expr) -> list[list[exp.Expr]]:
    keys = [_row(key) or [key.unnest()] for key in part.expressions]
    if isinstance(part, exp.Rollup):
        return [_joined(keys[:count]) for count in range(len(keys), -1, -1)]
    if isinstance(part, exp.Cube):
        choices = product((True, False), repeat=len(keys))
        return [_joined(compress(keys, choice)) for choice in choices]
    if isinstance(part, exp.GroupingSets):
        return [one for inner in part.expressions for one in _sets_of_one(inner)]
    return [[part]]


def _sets_of_one(part: exp.Expr) -> list[list[exp.Expr]]:
    is_nested = isinstance(part, exp.Rollup | exp.Cube | exp.GroupingSets)
    row = _row(part)
    if is_nested:
        return _sets_of(part)
    return [row if row is not None else [part.unnest()]]


def _joined(keys: Iterable[list[exp.Expr]]) -> list[exp.Expr]:
    return list(chain.from_iterable(keys))


def _unique(keys: list[exp.Expr]) -> list[exp.Expr]:
    return list(dict.fromkeys(keys))


_COMPARISONS = (exp.EQ, exp.NEQ, exp.LT, exp.LTE, exp.GT, exp.GTE)
_SPELLINGS: dict[type[exp.Expr], Callable[[exp.Expr], exp.Expr]] = {
    exp.Select: _select,
    exp.Cast: written_out,
    **dict.fromkeys((exp.Add, exp.Sub), split),
    exp.Union: _ordered_union,
    exp.Except: _ordered_union,
    exp.Intersect: _ordered_union,
    exp.Between: _symmetric,
    exp.In: _rows_in_list,
    exp.Group: _grouping_sets,
    **dict.fromkeys(_COMPARISONS, _compared_rows),
}
