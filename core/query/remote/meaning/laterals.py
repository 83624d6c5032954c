"""The meaning of LATERAL over simple forms: each column is put where it is named. Pure."""

from __future__ import annotations

from sqlglot import exp

from core.query.remote.kinds import Unproven, give_kind
from core.query.remote.meaning.interpreter import Interpreter
from core.query.remote.meaning.nesting import shape_of

_ROWS = "LATERAL with rows of its own; join a query with GROUP BY or row_number()"
_PLACE = "place_"


def is_lateral(join: exp.Expr) -> bool:
    """Return whether a join is one with a query that reads the relations before it."""
    node = join.this
    is_query = isinstance(node, exp.Lateral) and isinstance(node.this, exp.Subquery)
    return is_query or (isinstance(node, exp.Values) and node.find(exp.Column) is not None)


def interpret_lateral(join: exp.Expr, inner: Interpreter) -> bool:
    """Take in the columns of a lateral query; return whether its join stays, with rows of ours.

    Raises:
        Unproven: It has rows of its own.
    """
    _require_unconditional(join)
    node, alias = join.this, join.this.args.get("alias")
    query = node if isinstance(node, exp.Values) else node.this.unnest()
    names = [name.name.lower() for name in alias.columns] if alias else []
    relation = alias.name if alias else ""
    if isinstance(query, exp.Values):
        columns = _unpivoted(query, relation)
        join.set("this", _places(len(query.expressions), relation))
        inner.sources.relations[relation.lower()] = {_PLACE: "int"}
    else:
        columns = _columns(query)
    old = list(columns)
    values = zip([*names, *old[len(names) :]], columns.values(), strict=True)
    named = {name: exp.paren(value) for name, value in values}
    kinds = {name: inner.kind(value) for name, value in named.items()}
    inner.sources.add(relation, kinds)
    inner.sources.put(relation, named)
    return isinstance(query, exp.Values)


def _require_unconditional(join: exp.Expr) -> None:
    on = join.args.get("on")
    is_true = on is None or (isinstance(on.unnest(), exp.Boolean) and bool(on.unnest().this))
    if not is_true or join.args.get("using") or join.text("side") not in ("", "LEFT"):
        raise Unproven("LATERAL with a condition; put it into WHERE")


def _columns(query: exp.Expr) -> dict[str, exp.Expr]:
    """Return the columns of a query that has one row for each row around it.

    Raises:
        Unproven: It may have none, or several.
    """
    if not isinstance(query, exp.Select) or query.args.get("with_"):
        raise Unproven(_ROWS)
    is_row = not query.args.get("from_") and not query.args.get("where") and not shape_of(query)
    is_total = shape_of(query) == "grouped" and not query.args.get("group")
    if not (is_row or (is_total and not query.args.get("having"))):
        raise Unproven(_ROWS)
    columns = {}
    for place, column in enumerate(query.selects):
        value = column.unalias().copy()
        columns[column.alias_or_name.lower() or f"?{place}"] = (
            value if is_row else _alone(query, place)
        )
    return columns


def _alone(query: exp.Expr, place: int) -> exp.Expr:
    """Return a query with one of its columns only, as a value."""
    one = query.copy()
    one.set("expressions", [one.selects[place].unalias()])  # type: ignore[attr-defined]
    return exp.Subquery(this=one)


def _unpivoted(values: exp.Expr, relation: str) -> dict[str, exp.Expr]:
    """Return the columns of VALUES, chosen by the number of a row."""
    rows = [row.expressions for row in values.expressions]
    columns = dict[str, exp.Expr]()
    for place in range(len(rows[0])):
        branches = [
            exp.If(this=exp.Literal.number(number), true=row[place].copy())
            for number, row in enumerate(rows)
        ]
        number = exp.column(_PLACE, table=relation)
        columns[f"column{place + 1}"] = exp.paren(exp.Case(this=number, ifs=branches))
    return columns


def _places(count: int, relation: str) -> exp.Expr:
    numbers = [give_kind(exp.Literal.number(number), "int") for number in range(count)]
    rows = [exp.Tuple(expressions=[number]) for number in numbers]
    columns = [exp.to_identifier(_PLACE)]
    alias = exp.TableAlias(this=exp.to_identifier(relation), columns=columns)
    return exp.Values(expressions=rows, alias=alias)
