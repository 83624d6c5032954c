"""ClickHouse's form of an interpreted query, in a session with our settings. Pure."""

from __future__ import annotations

from sqlglot import exp

from core.query.remote.clickhouse import lists, mathematics, numbers, queries, sets, texts, times
from core.query.remote.kinds import TIMES, kind_of
from core.query.remote.rewriting import Rewrites, call, refused, renamed, uncollated


def _cast(node: exp.Expr, timezone: str) -> exp.Expr:
    if kind_of(node) in TIMES:
        return times.cast_time(node, timezone)
    if kind_of(node) == "text":
        return texts.as_text(node.this)
    return numbers.cast_number(node)


def _mul(node: exp.Expr, timezone: str) -> exp.Expr:
    is_interval = kind_of(node) == "interval"
    return node if is_interval else numbers.arithmetic(node, timezone)


def _is(node: exp.Expr, _: str) -> exp.Expr:
    if not isinstance(node.expression, exp.Boolean):
        return node
    is_true = bool(node.expression.this)
    known = call("coalesce", node.this, exp.Boolean(this=not is_true))
    return known if is_true else exp.Not(this=known)


def _neighbour(node: exp.Expr, _: str) -> exp.Expr:
    """Give a row without a neighbour NULL; of a column that cannot be NULL it would be 0."""
    node.set("this", call("toNullable", node.this))
    return node


def _function(node: exp.Expr, _: str) -> exp.Expr:
    name = node.name.lower()
    if name == "octet_length":
        return call("toInt32", call("length", *node.expressions))
    return call("makeDate32", *node.expressions) if name == "make_date" else node


RULES: Rewrites = {
    **numbers.RULES,
    **mathematics.RULES,
    **queries.RULES,
    **times.RULES,
    **lists.RULES,
    **sets.RULES,
    **texts.RULES,
    exp.Cast: _cast,
    exp.Collate: uncollated,
    exp.Mul: _mul,
    exp.Is: _is,
    exp.LogicalOr: renamed("max"),
    exp.LogicalAnd: renamed("min"),
    exp.Lag: _neighbour,
    exp.Lead: _neighbour,
    exp.Anonymous: _function,
    exp.FirstValue: renamed("first_value_respect_nulls"),
    exp.NthValue: _neighbour,
    exp.CumeDist: renamed("cume_dist"),
    exp.LastValue: renamed("last_value_respect_nulls"),
    **dict.fromkeys(
        (exp.Corr, exp.CovarPop, exp.CovarSamp),
        refused("a correlation or covariance"),
    ),
}
