"""Spark's form of aggregates that keep the order of their rows. Pure."""

from __future__ import annotations

from sqlglot import exp

from core.query.remote.meaning.lists import is_null_last, ordered_rows
from core.query.remote.rewriting import Rewrites, call, one_direction, operation
from core.query.remote.spark.numbers import as_double, percentile, spark_cast


def _joined(node: exp.Expr, _: str) -> exp.Expr:
    rows = ordered_rows(node)
    if not rows.is_distinct:
        keys = exp.Order(expressions=[key.copy() for key in rows.keys])
        return exp.WithinGroup(
            this=call("listagg", rows.value, node.args["separator"]), expression=keys
        )
    # Sail orders DISTINCT values in its own way.
    ascending = exp.Boolean(this=not one_direction(rows.keys))
    values = call("sort_array", call("collect_set", rows.value), ascending)
    is_any = exp.GT(this=call("count", rows.value), expression=exp.Literal.number(0))
    text = call("array_join", values, node.args["separator"])
    return exp.Case(ifs=[exp.If(this=is_any, true=text)])


def _element(node: exp.Expr, _: str) -> exp.Expr:
    """Take an element of all rows, sorted with their keys."""
    rows = ordered_rows(node.this.unnest())
    parts: list[exp.Expr | str] = []
    for place, key in enumerate(rows.keys):
        is_null = call("isnull" if is_null_last(key) else "isnotnull", key.this)
        parts += [f"null{place}", is_null, f"key{place}", key.this]
    collected = call("collect_list", call("named_struct", *parts, "value", rows.value))
    if rows.condition is not None:
        where = exp.Where(this=rows.condition.copy())
        collected = exp.Filter(this=collected, expression=where)
    ascending = exp.Boolean(this=not one_direction(rows.keys))
    value = exp.Lambda(
        this=exp.column("value", table="row_"), expressions=[exp.to_identifier("row_")]
    )
    values = call("transform", call("sort_array", collected, ascending), value)
    return call("get", values, node.expressions[0])


def _percentile(node: exp.Expr, timezone: str) -> exp.Expr:
    """Return a percentile; percentile_disc is an element of all values, sorted."""
    if not isinstance(node.this, exp.PercentileDisc):
        return percentile(node, timezone)
    [key] = node.expression.expressions
    number = operation(exp.Mul, as_double(node.this.this), call("count", key.this))
    place = call("greatest", spark_cast(call("ceil", number), "int"), 1)
    ascending = exp.Boolean(this=not key.args.get("desc"))
    values = call("sort_array", call("collect_list", key.this), ascending)
    return call("get", values, operation(exp.Sub, place, 1))


RULES: Rewrites = {
    exp.GroupConcat: _joined,
    exp.Bracket: _element,
    exp.WithinGroup: _percentile,
}
