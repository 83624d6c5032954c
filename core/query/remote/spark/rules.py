"""Spark's form of an interpreted query, in a session whose zone is UTC. Pure."""

from __future__ import annotations

from sqlglot import exp

from core.query.remote.kinds import TIMES, kind_of
from core.query.remote.rewriting import Rewrites, call, renamed, uncollated
from core.query.remote.spark import lists, mathematics, numbers, queries, texts, times


def _cast(node: exp.Expr, timezone: str) -> exp.Expr:
    is_time = kind_of(node) in TIMES
    return times.cast_time(node, timezone) if is_time else numbers.cast_number(node)


def _mul(node: exp.Expr, timezone: str) -> exp.Expr:
    return node if kind_of(node) == "interval" else numbers.arithmetic(node, timezone)


def _distinct_rows(node: exp.Expr, _: str) -> exp.Expr:
    """Count different rows; Spark leaves those with a NULL out, unless they are a struct."""
    if not isinstance(node.parent, exp.Count) or kind_of(node.expressions[0]) != "rows":
        return node
    row = call("struct", *node.expressions[0].unnest().expressions)
    return exp.Distinct(expressions=[row])


RULES: Rewrites = {
    **numbers.RULES,
    **mathematics.RULES,
    **queries.RULES,
    **times.RULES,
    **lists.RULES,
    **texts.RULES,
    exp.Cast: _cast,
    exp.Collate: uncollated,
    exp.Mul: _mul,
    exp.LogicalOr: renamed("bool_or"),
    exp.LogicalAnd: renamed("bool_and"),
    exp.Distinct: _distinct_rows,
}
