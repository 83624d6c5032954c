"""Spark's form of an interpreted query, in a session whose zone is UTC. Pure."""

from __future__ import annotations

from sqlglot import exp

from core.query.remote import (
    spark_lists,
    spark_mathematics,
    spark_numbers,
    spark_queries,
    spark_texts,
    spark_times,
)
from core.query.remote.kinds import TIMES, kind_of
from core.query.remote.rewriting import Rewrites, call, renamed, uncollated


def _cast(node: exp.Expr, timezone: str) -> exp.Expr:
    is_time = kind_of(node) in TIMES
    return spark_times.cast_time(node, timezone) if is_time else spark_numbers.cast_number(node)


def _mul(node: exp.Expr, timezone: str) -> exp.Expr:
    return node if kind_of(node) == "interval" else spark_numbers.arithmetic(node, timezone)


def _distinct_rows(node: exp.Expr, _: str) -> exp.Expr:
    """Count different rows; Spark leaves those with a NULL out, unless they are a struct."""
    if not isinstance(node.parent, exp.Count) or kind_of(node.expressions[0]) != "rows":
        return node
    row = call("struct", *node.expressions[0].unnest().expressions)
    return exp.Distinct(expressions=[row])


RULES: Rewrites = {
    **spark_numbers.RULES,
    **spark_mathematics.RULES,
    **spark_queries.RULES,
    **spark_times.RULES,
    **spark_lists.RULES,
    **spark_texts.RULES,
    exp.Cast: _cast,
    exp.Collate: uncollated,
    exp.Mul: _mul,
    exp.LogicalOr: renamed("bool_or"),
    exp.LogicalAnd: renamed("bool_and"),
    exp.Distinct: _distinct_rows,
}
