"""BigQuery's form of numbers: INT64, NUMERIC, BIGNUMERIC, and FLOAT64 for a quotient. Pure."""

from __future__ import annotations

from sqlglot import exp

from core.query.remote.cloud import NUDGE, in_doubles, percentile_key, with_argument
from core.query.remote.kinds import INTEGERS, Unproven, ValueKind, kind_of
from core.query.remote.rewriting import (
    Rewrites,
    as_expression,
    call,
    converted_call,
    operation,
)

_TYPES: dict[ValueKind, str] = {
    "int": "INT64",
    "bigint": "INT64",
    "whole": "NUMERIC",
    "float": "FLOAT64",
    "quotient": "FLOAT64",
    "text": "STRING",
    "boolean": "BOOL",
}
_LARGE = "BIGNUMERIC"
_FRACTION_DIGITS = 12  # beyond them a quotient may differ from the exact one
_NUMERIC_DIGITS = 9


def typed(node: exp.Expr, type_name: str) -> exp.Expr:
    """Return a cast to one of BigQuery's types."""
    return exp.Cast(this=node.copy(), to=exp.DataType.build(type_name, "bigquery"))


def cast_number(node: exp.Expr) -> exp.Expr:
    """Return a cast to a number, a text or a boolean."""
    source, target = kind_of(node.this), kind_of(node)
    if target == "decimal":
        return _as_decimal(node)
    value = _to_round(node.this, source) if target in INTEGERS else node.this
    made = typed(value, _TYPES[target])
    return _checked(made) if target == "int" and source not in ("int", "boolean") else made


def _to_round(node: exp.Expr, kind: ValueKind) -> exp.Expr:
    """Return a number that a cast to a whole one rounds as PostgreSQL does."""
    if kind == "float":
        return _half_to_even(node)
    return _exact(node) if kind == "quotient" else node


def _checked(node: exp.Expr) -> exp.Expr:
    """Fail for a number beyond PostgreSQL's integer, as PostgreSQL does."""
    low, high = as_expression(-(2**31)), as_expression(2**31 - 1)
    is_beyond = exp.Not(this=exp.Between(this=node.copy(), low=low, high=high))
    failure = call("ERROR", "integer out of range")
    return exp.Case(ifs=[exp.If(this=is_beyond, true=failure)], default=node)


def _as_decimal(node: exp.Expr) -> exp.Expr:
    """Round to the digits of numeric(p, s); BigQuery's casts take none."""
    digits = [int(part.name) for part in node.args["to"].expressions]
    if not digits:
        return exp.paren(node.this.copy())
    scale = digits[1] if len(digits) > 1 else 0
    return call("ROUND", typed(node.this, _LARGE), scale)


def _exact(node: exp.Expr) -> exp.Expr:
    """Return a fraction as a decimal; a FLOAT64 that is a half up to its last bits is one."""
    nudged = operation(exp.Mul, typed(node, "FLOAT64"), exp.Literal.number(NUDGE))
    return call("ROUND", typed(nudged, _LARGE), _FRACTION_DIGITS)


def _half_to_even(node: exp.Expr) -> exp.Expr:
    return call("ROUND", typed(node, _LARGE), 0, "ROUND_HALF_EVEN")


def _literal(node: exp.Expr, _: str) -> exp.Expr:
    """Return an exact number; BigQuery's literals with a point are FLOAT64."""
    if kind_of(node) != "decimal" or node.args.get("is_string"):
        return node
    digits = len(node.name.partition(".")[2])
    return typed(as_expression(node.name), "NUMERIC" if digits <= _NUMERIC_DIGITS else _LARGE)


def _float(node: exp.Expr) -> exp.Expr:
    return typed(node, "FLOAT64")


arithmetic = in_doubles(_float)


def multiplied(node: exp.Expr, timezone: str) -> exp.Expr:
    """Return a product; one of two NUMERIC would have no more than nine digits of fraction."""
    if kind_of(node) in ("whole", "decimal"):
        return operation(exp.Mul, typed(node.this, _LARGE), node.expression)
    return arithmetic(node, timezone)


def _divided(node: exp.Expr, _: str) -> exp.Expr:
    if kind_of(node) in INTEGERS:
        return call("DIV", node.this, node.expression)
    one, other = (typed(part, "FLOAT64") for part in (node.this, node.expression))
    return exp.paren(exp.Div(this=one, expression=other, typed=False, safe=False))


def _rounded(node: exp.Expr, _: str) -> exp.Expr:
    kind, digits = kind_of(node.this), node.args.get("decimals")
    if kind == "float" and digits is None:
        return typed(_half_to_even(node.this), "FLOAT64")
    number = _exact(node.this) if kind in ("quotient", "float") else node.this
    return call("ROUND", number, *([digits] if digits is not None else []))


def _sum(node: exp.Expr, _: str) -> exp.Expr:
    return with_argument(node, _as_float) if kind_of(node) == "quotient" else node


def _average(node: exp.Expr, _: str) -> exp.Expr:
    """Average as double precision; an average of NUMERIC has nine digits of fraction."""
    return with_argument(node, _as_float)


def _as_float(node: exp.Expr) -> exp.Expr:
    return typed(node, "FLOAT64")


def _percentile(node: exp.Expr, _: str) -> exp.Expr:
    """Interpolate between two values of a sorted array, as the aggregate does that it lacks."""
    share, key = percentile_key(node)
    value = typed(key, "FLOAT64")
    place = operation(exp.Mul, typed(share, "FLOAT64"), operation(exp.Sub, _count(value), 1))
    below, above = (_value_at(value, call(name, place)) for name in ("FLOOR", "CEIL"))
    weight = operation(exp.Sub, place, call("FLOOR", place))
    step = operation(exp.Mul, weight, operation(exp.Sub, above, below))
    found = operation(exp.Add, below, step)
    found.meta["is_filtered"] = True
    return found


def _count(value: exp.Expr) -> exp.Expr:
    return exp.Count(this=value.copy())


def _value_at(value: exp.Expr, place: exp.Expr) -> exp.Expr:
    ordered = exp.Order(
        this=exp.IgnoreNulls(this=value.copy()),
        expressions=[exp.Ordered(this=value.copy(), nulls_first=True)],
    )
    values = exp.ArrayAgg(this=ordered)
    return exp.Bracket(this=values, expressions=[call("SAFE_OFFSET", typed(place, "INT64"))])


def _log(node: exp.Expr, _: str) -> exp.Expr:
    """Return a logarithm; LOG(1000, 10) is a little less than 3."""
    if node.this.name != "10":
        raise Unproven("a logarithm to another base than 10; divide ln(x)")
    return call("LOG10", typed(node.expression, "FLOAT64"))


RULES: Rewrites = {
    exp.Literal: _literal,
    exp.Div: _divided,
    exp.IntDiv: _divided,
    exp.Round: _rounded,
    exp.Sum: _sum,
    exp.Avg: _average,
    exp.Stddev: converted_call("STDDEV_SAMP", _float),
    exp.StddevSamp: converted_call("STDDEV_SAMP", _float),
    exp.StddevPop: converted_call("STDDEV_POP", _float),
    exp.Variance: converted_call("VAR_SAMP", _float),
    exp.VariancePop: converted_call("VAR_POP", _float),
    exp.Corr: converted_call("CORR", _float),
    exp.CovarPop: converted_call("COVAR_POP", _float),
    exp.CovarSamp: converted_call("COVAR_SAMP", _float),
    exp.WithinGroup: _percentile,
    exp.Pow: converted_call("POW", _float),
    exp.Sqrt: converted_call("SQRT", _float),
    exp.Exp: converted_call("EXP", _float),
    exp.Ln: converted_call("LN", _float),
    exp.Log: _log,
}
