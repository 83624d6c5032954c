"""Spark's form of numbers. Pure.

A whole number that may overflow becomes DECIMAL, and a quotient DOUBLE.
"""

from __future__ import annotations

from sqlglot import exp

from core.query.remote.kinds import INTEGERS, NUMBERS, ValueKind, kind_of
from core.query.remote.rewriting import (
    Rewrites,
    as_expression,
    call,
    chosen_values,
    converted_call,
    filtered,
    is_other_than_zero,
    operation,
)

_NUMERIC_TYPES: dict[ValueKind, str] = {
    "int": "int",
    "bigint": "bigint",
    "whole": "decimal(20, 0)",
    "float": "double",
    "quotient": "double",
    "text": "string",
    "boolean": "boolean",
}
_APPROXIMATE = frozenset[ValueKind](["quotient", "float"])
_SHARED = "decimal(38, 18)"  # holds whole numbers and those of numeric(p, s)
_ROUNDED = "decimal(38, 12)"
_NUDGE = "1.000000000000002"


def spark_cast(node: exp.Expr, type_name: str) -> exp.Expr:
    """Return a cast to one of Spark's types."""
    return exp.Cast(this=node.copy(), to=exp.DataType.build(type_name, "spark"))


def as_double(node: exp.Expr) -> exp.Expr:
    """Return a cast to double precision."""
    return spark_cast(node, "double")


def cast_number(node: exp.Expr) -> exp.Expr:
    """Return a cast to a number, a text or a boolean."""
    source, target = kind_of(node.this), kind_of(node)
    if target == "decimal" and source == "decimal" and not node.args["to"].expressions:
        return exp.paren(node.this.copy())
    if target == "decimal" and not node.args["to"].expressions:
        return spark_cast(node.this, _SHARED)
    if target == "decimal":
        return node
    if target in INTEGERS and source in ("decimal", "quotient"):
        return spark_cast(call("round", _to_round(node.this)), _NUMERIC_TYPES[target])
    if target in INTEGERS and source == "float":
        return spark_cast(call("bround", node.this, 0), _NUMERIC_TYPES[target])
    return spark_cast(node.this, _NUMERIC_TYPES[target])


def arithmetic(node: exp.Expr, _: str) -> exp.Expr:
    """Return a sum, difference or product in a type that holds it."""
    kind = kind_of(node)
    wider = {"int": "bigint", "bigint": "decimal(20, 0)", "quotient": "double", "float": "double"}
    return _with_parts(node, wider[kind]) if kind in wider else node


def _with_parts(node: exp.Expr, type_name: str) -> exp.Expr:
    parts = [spark_cast(part, type_name) for part in (node.this, node.expression)]
    return exp.paren(type(node)(this=parts[0], expression=parts[1]))


def _divided(node: exp.Expr, _: str) -> exp.Expr:
    if kind_of(node) in INTEGERS:
        whole = exp.paren(_divisor(node, node.expression))
        return exp.paren(exp.IntDiv(this=exp.paren(node.this.copy()), expression=whole))
    one, other = (as_double(part) for part in (node.this, node.expression))
    # Spark fails for a zero, Sail gives infinity.
    failure = as_double(call("raise_error", "division by zero"))
    is_zero = exp.EQ(this=other.copy(), expression=exp.Literal.number(0))
    divisor = _divisor(node, other, exp.If(this=is_zero, true=failure))
    return exp.paren(exp.Div(this=one, expression=divisor, typed=False, safe=False))


def _divisor(node: exp.Expr, other: exp.Expr, *checks: exp.Expr) -> exp.Expr:
    """Return a divisor: NULL by zero is NULL on PostgreSQL, as in an empty period."""
    if is_other_than_zero(node.expression):
        return other.copy()
    is_null = exp.Is(this=exp.paren(node.this.copy()), expression=exp.null())
    return exp.Case(ifs=[exp.If(this=is_null, true=exp.null()), *checks], default=other.copy())


def _remainder(node: exp.Expr, _: str) -> exp.Expr:
    node.set("expression", _divisor(node, node.expression))
    return node


def _chosen(node: exp.Expr, _: str) -> exp.Expr:
    """Give the numbers among which is chosen one type; Sail refuses some of them together."""
    type_name = {**_NUMERIC_TYPES, "decimal": _SHARED}.get(kind_of(node))
    for value in chosen_values(node):
        if type_name and kind_of(value) in NUMBERS:
            value.replace(spark_cast(value, type_name))
    return node


def _compared(node: exp.Expr, _: str) -> exp.Expr:
    """Compare a decimal with a double as doubles; Sail takes both as decimals, and cuts digits."""
    parts = [node.this, *(node.args.get(name) for name in ("expression", "low", "high"))]
    values = [part for part in (*parts, *node.expressions) if isinstance(part, exp.Expr)]
    numbers = [value for value in values if kind_of(value) in NUMBERS]
    kinds = {kind_of(number) for number in numbers}
    if kinds & _APPROXIMATE and kinds - _APPROXIMATE:
        for number in numbers:
            number.replace(as_double(number))
    return node


def _rounded(node: exp.Expr, _: str) -> exp.Expr:
    kind, digits = kind_of(node.this), node.args.get("decimals")
    if kind == "float" and digits is None:
        return call("bround", node.this, 0)
    number = _to_round(node.this) if kind in ("quotient", "float") else node.this
    return call("round", number, *([digits] if digits is not None else []))


def _to_round(node: exp.Expr) -> exp.Expr:
    """Return a number to round half up; a DOUBLE that is a half up to its last bits is one."""
    if kind_of(node) == "decimal":
        return spark_cast(node, _ROUNDED)
    nudge = as_double(as_expression(_NUDGE))
    return spark_cast(operation(exp.Mul, as_double(node), nudge), _ROUNDED)


def _truncated(node: exp.Expr, _: str) -> exp.Expr:
    size = call("floor", call("abs", node.this))
    return operation(exp.Mul, size, call("sign", node.this))


def _sum(node: exp.Expr, _: str) -> exp.Expr:
    wider: dict[ValueKind, str] = {"bigint": "decimal(20, 0)", "quotient": "double"}
    return _with_argument(node, wider)


def _with_argument(node: exp.Expr, types: dict[ValueKind, str]) -> exp.Expr:
    """Cast the argument of an aggregate, which may be DISTINCT."""
    distinct = node.this if isinstance(node.this, exp.Distinct) else None
    argument = distinct.expressions[0] if distinct else node.this
    if kind_of(argument) in types:
        argument.replace(spark_cast(argument, types[kind_of(argument)]))
    return node


def _average(node: exp.Expr, _: str) -> exp.Expr:
    types: dict[ValueKind, str] = dict.fromkeys(
        ("int", "bigint", "whole", "decimal", "quotient"), "double"
    )
    return _with_argument(node, types)


def percentile(node: exp.Expr, _: str) -> exp.Expr:
    """Return a percentile between two numbers."""
    function, [key] = node.this, node.expression.expressions
    share = function.this
    if key.args.get("desc"):
        share = operation(exp.Sub, exp.Literal.number(1), share)
    return call("percentile", as_double(key.this), share)


def _filtered(node: exp.Expr, timezone: str) -> exp.Expr:
    """Choose the rows of a window within the aggregate; Sail knows no FILTER there."""
    is_window = isinstance(node.parent, exp.Window) and isinstance(node.this, exp.AggFunc)
    return filtered(node, timezone) if is_window else node


RULES: Rewrites = {
    exp.Filter: _filtered,
    **dict.fromkeys((exp.Case, exp.Coalesce, exp.Greatest, exp.Least), _chosen),
    **dict.fromkeys(
        (
            *(exp.EQ, exp.NEQ, exp.LT, exp.LTE, exp.GT, exp.GTE, exp.Between, exp.In),
            *(exp.NullSafeEQ, exp.NullSafeNEQ, exp.Nullif),
        ),
        _compared,
    ),
    exp.Div: _divided,
    exp.IntDiv: _divided,
    exp.Mod: _remainder,
    exp.Round: _rounded,
    exp.Trunc: _truncated,
    exp.Sum: _sum,
    exp.Avg: _average,
    exp.Corr: converted_call("corr", as_double),
    exp.CovarPop: converted_call("covar_pop", as_double),
    exp.CovarSamp: converted_call("covar_samp", as_double),
    exp.Pow: converted_call("power", as_double),
    exp.Sqrt: converted_call("sqrt", as_double),
    exp.Exp: converted_call("exp", as_double),
    exp.Ln: converted_call("ln", as_double),
}
