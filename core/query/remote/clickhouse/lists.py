"""ClickHouse's form of aggregates that keep the order of their rows. Pure."""

from __future__ import annotations

from sqlglot import exp

from core.query.remote.meaning.lists import OrderedRows, is_null_last, ordered_rows
from core.query.remote.rewriting import Rewrites, as_expression, call, one_direction, operation


def _joined(node: exp.Expr, _: str) -> exp.Expr:
    rows = ordered_rows(node)
    condition = call("isNotNull", rows.value)
    value = call("assumeNotNull", rows.value)
    texts = _values(rows._replace(value=value, condition=condition))
    text = call("arrayStringConcat", texts, node.args["separator"])
    return call("if", call("empty", texts), exp.null(), text)


def _values(rows: OrderedRows) -> exp.Expr:
    """Return an array of values, sorted with their keys; NULL comes after any key, or before."""
    sort = "arrayReverseSort" if one_direction(rows.keys) else "arraySort"
    condition = rows.condition or exp.true()
    if rows.is_distinct:
        return call(sort, call("groupUniqArrayIf", rows.value, condition))
    parts: list[exp.Expr] = []
    for key in rows.keys:
        is_null = call("isNull" if is_null_last(key) else "isNotNull", key.this)
        parts += [is_null, call("assumeNotNull", key.this)]
    collected = call("groupArrayIf", call("tuple", *parts, rows.value), condition)
    value = call("tupleElement", exp.column("row_"), len(parts) + 1)
    inner = exp.Lambda(this=value, expressions=[exp.to_identifier("row_")])
    return call("arrayMap", inner, call(sort, collected))


def _element(node: exp.Expr, _: str) -> exp.Expr:
    rows = ordered_rows(node.this.unnest())
    return _at(
        _values(rows._replace(value=call("toNullable", rows.value))),
        int(node.expressions[0].name) + 1,
    )


def _at(values: exp.Expr, place: exp.Expr | int) -> exp.Expr:
    """Return an element of an array; NULL beyond its end, where ClickHouse gives 0."""
    is_within = exp.GTE(this=call("length", values), expression=as_expression(place))
    return call("if", is_within, call("arrayElement", values, place), exp.null())


def _between(node: exp.Expr) -> exp.Expr:
    """Return a percentile between two numbers."""
    function, [key] = node.this, node.expression.expressions
    share = function.this.name
    if key.args.get("desc"):
        share = f"1 - {share}"
    number = call("toFloat64", key.this)
    name = f"quantileExactInclusive({share})"
    return exp.Anonymous(this=name, expressions=[number])


def _percentile(node: exp.Expr, _: str) -> exp.Expr:
    """Return a percentile; percentile_disc is an element of all values, sorted."""
    if not isinstance(node.this, exp.PercentileDisc):
        return _between(node)
    [key] = node.expression.expressions
    sort = "arrayReverseSort" if key.args.get("desc") else "arraySort"
    values = call(sort, call("groupArray", key.this))
    number = operation(exp.Mul, call("toFloat64", node.this.this), call("length", values))
    place = call("toUInt64", call("greatest", call("ceil", number), 1))
    return _at(values, place)


RULES: Rewrites = {
    exp.GroupConcat: _joined,
    exp.Bracket: _element,
    exp.WithinGroup: _percentile,
}
