"""ClickHouse's form of queries within a query, of lists and of series. Pure."""

from __future__ import annotations

from sqlglot import exp

from core.query.remote.clickhouse.numbers import mixed
from core.query.remote.kinds import give_kind, kind_of
from core.query.remote.meaning.nesting import is_true_enough, outer_columns
from core.query.remote.meaning.series import require_midnights
from core.query.remote.rewriting import Rewrites, call, operation


def _in(node: exp.Expr, timezone: str) -> exp.Expr:
    if node.args.get("query") is not None:
        return node if is_true_enough(node) else _in_query(node)
    if not any(part.find(exp.Column, exp.Null) for part in node.expressions):
        return mixed(node, timezone)
    # In a list, ClickHouse leaves NULL out of account.
    equal = [exp.EQ(this=node.this.copy(), expression=part.copy()) for part in node.expressions]
    for part, value in zip(equal, node.expressions, strict=True):
        give_kind(part.this, kind_of(node.this))
        give_kind(part.expression, kind_of(value))
    return exp.paren(exp.or_(*(mixed(part, timezone) for part in equal)))


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


def _numbers(node: exp.Expr, timezone: str) -> exp.Expr:
    require_midnights(node, timezone)
    numbers = call("range", node.args["start"], operation(exp.Add, node.args["end"], 1))
    return call("toInt64", call("arrayJoin", numbers))


def _grouping(node: exp.Expr, _: str) -> exp.Expr:
    return call("toInt32", node)


RULES: Rewrites = {
    exp.GenerateSeries: _numbers,
    exp.Grouping: _grouping,
    exp.In: _in,
    exp.Subquery: _subquery,
}
