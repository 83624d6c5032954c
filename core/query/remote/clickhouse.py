"""ClickHouse's form of an interpreted query, in a session with our settings. Pure."""

from __future__ import annotations

from sqlglot import exp

from core.query.remote import (
    clickhouse_lists,
    clickhouse_numbers,
    clickhouse_sets,
    clickhouse_texts,
    clickhouse_times,
)
from core.query.remote.kinds import TIMES, give_kind, kind_of
from core.query.remote.nesting import is_true_enough, outer_columns
from core.query.remote.rewriting import Rewrites, call, refused, renamed, uncollated


def _cast(node: exp.Expr, timezone: str) -> exp.Expr:
    if kind_of(node) in TIMES:
        return clickhouse_times.cast_time(node, timezone)
    if kind_of(node) == "text":
        return clickhouse_texts.as_text(node.this)
    return clickhouse_numbers.cast_number(node)


def _mul(node: exp.Expr, timezone: str) -> exp.Expr:
    is_interval = kind_of(node) == "interval"
    return node if is_interval else clickhouse_numbers.arithmetic(node, timezone)


def _in(node: exp.Expr, timezone: str) -> exp.Expr:
    if node.args.get("query") is not None:
        return node if is_true_enough(node) else _in_query(node)
    if not any(part.find(exp.Column, exp.Null) for part in node.expressions):
        return clickhouse_numbers.mixed(node, timezone)
    # In a list, ClickHouse leaves NULL out of account.
    equal = [exp.EQ(this=node.this.copy(), expression=part.copy()) for part in node.expressions]
    for part, value in zip(equal, node.expressions, strict=True):
        give_kind(part.this, kind_of(node.this))
        give_kind(part.expression, kind_of(value))
    return exp.paren(exp.or_(*(clickhouse_numbers.mixed(part, timezone) for part in equal)))


def _in_query(node: exp.Expr) -> exp.Expr:
    """Return whether a value is among those of a query; beside a NULL, that is not known."""
    found = call("tuple", call("count"), call("countIf", call("isNull", exp.column("among_"))))
    alias = exp.TableAlias(this=exp.to_identifier("rows_"), columns=[exp.to_identifier("among_")])
    rows = exp.Subquery(this=node.args["query"].unnest().copy(), alias=alias)
    counts = exp.select(found).from_(rows).subquery()
    is_empty = exp.EQ(this=call("tupleElement", counts, 1), expression=exp.Literal.number(0))
    has_null = exp.GT(this=call("tupleElement", counts, 2), expression=exp.Literal.number(0))
    is_unknown = exp.or_(call("isNull", node.this), has_null)
    false, true = exp.Boolean(this=False), exp.Boolean(this=True)
    return call("multiIf", is_empty, false, node, true, is_unknown, exp.null(), false)


def _subquery(node: exp.Expr, _: str) -> exp.Expr:
    """Count no rows as 0; of a correlated query that finds none, ClickHouse makes NULL."""
    is_value = kind_of(node) != "rows" and outer_columns(node)
    is_count = is_value and node.unnest().selects[0].find(exp.Count)  # type: ignore[attr-defined]
    return call("ifNull", node, 0) if is_count else node


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
    **clickhouse_numbers.RULES,
    **clickhouse_times.RULES,
    **clickhouse_lists.RULES,
    **clickhouse_sets.RULES,
    **clickhouse_texts.RULES,
    exp.Cast: _cast,
    exp.Collate: uncollated,
    exp.Mul: _mul,
    exp.In: _in,
    exp.Subquery: _subquery,
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
        (
            *(exp.Stddev, exp.StddevSamp, exp.StddevPop, exp.Variance, exp.VariancePop),
            *(exp.Corr, exp.CovarPop, exp.CovarSamp),
        ),
        refused("a standard deviation, variance or correlation"),
    ),
}
