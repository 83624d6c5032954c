"""Where a query within a query stands, and what of the outer one it reads. Pure.

Engines plan such a query by its place: what works in WHERE may fail, or give other values, in the
columns of the result.
"""

from __future__ import annotations

from collections.abc import Iterator

from sqlglot import exp

_CLAUSES: dict[type[exp.Expr], str] = {
    exp.Where: "where",
    exp.Having: "having",
    exp.Join: "on",
    exp.Group: "group",
    exp.Order: "order",
    exp.Select: "value",
}
_CONDITIONS: dict[type[exp.Expr], str] = {
    exp.Not: "not",
    exp.Or: "or",
    exp.Case: "case",
    exp.Filter: "filter",
}
_NO_MARK = (exp.And, exp.Paren, exp.Alias, exp.If, exp.Where)
_TRUE_ALONE = frozenset(["or", "filter", "where", "having", "on"])


def place_of(node: exp.Expr) -> str:
    """Return the clause in which a part of a query stands, and what stands around it there."""
    return " ".join(dict.fromkeys(_marks_around(node)))


def is_true_enough(node: exp.Expr) -> bool:
    """Return whether NULL and false are the same for the place of a condition."""
    return set(_marks_around(node)) <= _TRUE_ALONE


def is_in_aggregate(node: exp.Expr) -> bool:
    """Return whether a part of a query is aggregated, or decides about what is."""
    return "aggregate" in _marks_around(node) or "filter" in _marks_around(node)


def clause_of(node: exp.Expr) -> str:
    """Return the clause in which a part of a query stands."""
    return list(_marks_around(node))[-1]


def _marks_around(node: exp.Expr) -> Iterator[str]:
    above = node.parent
    while above is not None:
        is_condition = isinstance(above, exp.Where) and isinstance(above.parent, exp.Filter)
        if type(above) in _CLAUSES and not is_condition:
            yield "grouped" if above.args.get("group") else _CLAUSES[type(above)]
            return
        if type(above) in _CONDITIONS:
            yield _CONDITIONS[type(above)]
        elif isinstance(above, exp.AggFunc | exp.Window):
            yield "aggregate"
        elif not isinstance(above, _NO_MARK):
            yield "term"
        above = above.parent
    yield "value"


def mark_outer(column: exp.Expr) -> None:
    """Record that a column is one of a query around the one that names it."""
    column.meta["outer"] = True


def outer_columns(query: exp.Expr) -> list[exp.Expr]:
    """Return the columns of queries around it that a query names."""
    return [column for column in query.find_all(exp.Column) if "outer" in column.meta]


def correlation_of(query: exp.Expr) -> str:
    """Return how a query depends on the one around it: not at all, by equal columns, or freely."""
    outer = outer_columns(query)
    if not outer:
        return ""
    return "by equality" if all(_is_compared(column, query) for column in outer) else "freely"


def _is_compared(column: exp.Expr, query: exp.Expr) -> bool:
    """Return whether a column stands on one side of an equality that WHERE demands."""
    side = column
    while isinstance(side.parent, exp.Paren | exp.Cast):
        side = side.parent
    equality = side.parent
    if not isinstance(equality, exp.EQ):
        return False
    other = equality.expression if side is equality.this else equality.this
    above = equality.parent
    while isinstance(above, exp.And | exp.Paren):
        above = above.parent
    is_own = isinstance(above, exp.Where) and above.parent is query.unnest()
    return is_own and not outer_columns(other)


def shape_of(query: exp.Expr) -> str:
    """Return what a query does beside choosing rows: it unites, groups or limits them."""
    inner = query.unnest()
    if not isinstance(inner, exp.Select):
        return "united"
    grouped = inner.args.get("group") or any(
        column.find(exp.AggFunc) for column in (*inner.selects, inner.args.get("having")) if column
    )
    named = {"grouped": grouped, "joined": inner.args.get("joins")}
    named |= {name: inner.args.get(name) for name in ("distinct", "limit", "offset")}
    return " ".join(name for name, value in named.items() if value)
