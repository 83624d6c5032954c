"""Constructs of an interpreted query: what it does, with which kinds of values. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from sqlglot import exp

from core.query.remote.kinds import TEXTS, kind_of
from core.query.remote.meaning.nesting import (
    clause_of,
    correlation_of,
    is_in_aggregate,
    place_of,
    shape_of,
)

# They mean nothing by themselves.
_PLAIN = (
    *(exp.Column, exp.Literal, exp.Boolean, exp.Null, exp.Paren, exp.Placeholder, exp.Parameter),
    *(exp.Tuple, exp.Values, exp.Table, exp.Alias, exp.If, exp.Where, exp.Order, exp.Star),
    exp.Collate,
)
# Their arguments do not change their meaning.
_CLAUSES = (
    *(exp.Select, exp.SetOperation, exp.Order, exp.Window, exp.Join, exp.With, exp.Group),
    *(exp.Having, exp.Limit, exp.Distinct, exp.Exists, exp.Offset, exp.Grouping),
)
# The order of their arguments does not change their meaning.
_VARIADIC = (
    *(exp.And, exp.Or, exp.Coalesce, exp.Greatest, exp.Least, exp.Concat, exp.DPipe, exp.Case),
    *(exp.In, exp.Between, exp.EQ, exp.NEQ, exp.LT, exp.LTE, exp.GT, exp.GTE, exp.Add, exp.Mul),
    *(exp.NullSafeEQ, exp.NullSafeNEQ),
)


def signatures(tree: exp.Expr) -> Iterator[tuple[str, exp.Expr]]:
    """Yield each construct of an interpreted query, and where it is."""
    for node in tree.walk():
        if "kind" in node.meta and not isinstance(node, (*_PLAIN, exp.Identifier)):
            label = _label(node)
            if label:
                yield f"{label}({_kinds(node)})", node


def _kinds(node: exp.Expr) -> str:
    kinds = [_type_of(part) for part in _parts(node)]
    if isinstance(node, _VARIADIC):
        kinds = sorted({kind for kind in kinds if kind != "null"})
    return ", ".join(kind for kind in kinds if kind != "rows")


def _type_of(node: exp.Expr) -> str:
    """Return a kind by its type on an engine, which has one text, ordered by code points."""
    kind = kind_of(node)
    return "text" if kind in TEXTS else kind


def _parts(node: exp.Expr) -> Iterator[exp.Expr]:
    if isinstance(node, exp.Case):
        yield from (branch.args["true"] for branch in node.args["ifs"])
        if node.args.get("default") is not None:
            yield node.args["default"]
    elif isinstance(node, exp.WithinGroup):
        yield node.expression.expressions[0].this
    elif not isinstance(node, _CLAUSES):
        yield from (part for part in node.iter_expressions() if "kind" in part.meta)


def _label(node: exp.Expr) -> str:
    rule = _LABELS.get(type(node))
    if rule is not None:
        return rule(node)
    return node.name.lower() if isinstance(node, exp.Anonymous) else type(node).__name__


def _join(node: exp.Expr) -> str:
    assert isinstance(node, exp.Join)
    kind = "" if node.kind in ("INNER", "OUTER") else node.kind
    is_whole = not (node.args.get("on") or node.args.get("using") or node.method)
    every = "all" if is_whole else ""
    return " ".join(filter(None, ("Join", node.side, kind, every)))


def _set(node: exp.Expr) -> str:
    return f"{type(node).__name__}{'' if node.args.get('distinct') else ' ALL'}"


def _window(node: exp.Expr) -> str:
    spec = node.args.get("spec")
    inner = node.this.this if isinstance(node.this, exp.Filter) else node.this
    sides = [_side(spec, name) for name in ("kind", "start_side", "end_side")] if spec else []
    offsets = [_side(spec, name) for name in ("start", "end")] if spec else []
    order = ["order"] if node.args.get("order") else []
    filtered = ["filter"] if isinstance(node.this, exp.Filter) else []
    return " ".join(["Window", type(inner).__name__, *filtered, *order, *sides, *offsets])


def _side(spec: exp.Expr, name: str) -> str:
    """Return a part of a window's frame; all numbers of rows are one."""
    value = spec.args.get(name)
    return type(value).__name__ if isinstance(value, exp.Expr) else str(value)


def _cast(node: exp.Expr) -> str:
    digits = " digits" if node.args["to"].expressions else ""
    return f"Cast to {kind_of(node)}{digits}"


def _ordered(node: exp.Expr) -> str:
    return "" if kind_of(node) == "rows" else "Ordered"


def _extract(node: exp.Expr) -> str:
    return f"Extract {node.name.upper()}"


def _unit(node: exp.Expr) -> str:
    return f"{type(node).__name__} {node.text('unit').upper().removesuffix('S')}"


def _within(node: exp.Expr) -> str:
    is_back = node.expression.expressions[0].args.get("desc")
    return f"{type(node.this).__name__}{' desc' if is_back else ''}"


_ESCAPE = "\\"


def _like(node: exp.Expr) -> str:
    return f"{type(node).__name__}{' escaped' if _ESCAPE in node.expression.name else ''}"


def _joined(node: exp.Expr) -> str:
    return f"GroupConcat{' distinct' if node.find(exp.Distinct) else ''}"


def _digits(node: exp.Expr) -> str:
    return f"{type(node).__name__}{' digits' if node.args.get('decimals') is not None else ''}"


def _layout(node: exp.Expr) -> str:
    text = node.args["format"].name
    marks = sorted({text[place : place + 2] for place, sign in enumerate(text) if sign == "%"})
    return f"TimeToStr {''.join(marks)}"


def _log(node: exp.Expr) -> str:
    return f"Log {node.this.name}"


def _grouping_sets(node: exp.Expr) -> str:
    has_total = any(not keys.expressions for keys in node.expressions)
    return f"GroupingSets{' with total' if has_total else ''}"


def _in(node: exp.Expr) -> str:
    query = node.args.get("query")
    if query is None:
        return f"{'Not ' if isinstance(node.parent, exp.Not) else ''}In"
    return _words("In query", shape_of(query), correlation_of(query), place_of(node))


def _exists(node: exp.Expr) -> str:
    query = node.this
    return _words("Exists", shape_of(query), correlation_of(query), place_of(node))


def _subquery(node: exp.Expr) -> str:
    if kind_of(node) == "rows":
        return "Subquery"
    correlation = correlation_of(node)
    inside = "aggregate" if is_in_aggregate(node) else ""
    return _words("Subquery", correlation, inside, clause_of(node) if correlation else "")


def _words(*parts: str) -> str:
    return " ".join(filter(None, parts))


_LABELS: dict[type[exp.Expr], Callable[[exp.Expr], str]] = {
    exp.Join: _join,
    exp.Union: _set,
    exp.Except: _set,
    exp.Intersect: _set,
    exp.Window: _window,
    exp.Cast: _cast,
    exp.Ordered: _ordered,
    exp.Extract: _extract,
    exp.Interval: _unit,
    exp.TimestampTrunc: _unit,
    exp.DateTrunc: _unit,
    exp.WithinGroup: _within,
    exp.GroupConcat: _joined,
    exp.Like: _like,
    exp.ILike: _like,
    exp.Round: _digits,
    exp.TimeToStr: _layout,
    exp.Log: _log,
    exp.GroupingSets: _grouping_sets,
    exp.In: _in,
    exp.Exists: _exists,
    exp.Subquery: _subquery,
}
