"""ClickHouse's form of numbers. Pure.

A whole number that may overflow becomes Int128, and a quotient Float64. A number with a point in
the SQL is a Decimal, as on PostgreSQL; ClickHouse would take it for a Float64.
"""

from __future__ import annotations

from sqlglot import exp

from core.query.remote.kinds import INTEGERS, NUMBERS, ValueKind, kind_of
from core.query.remote.rewriting import (
    Rewrite,
    Rewrites,
    call,
    chosen_values,
    converted_call,
    is_other_than_zero,
    operation,
)

_WIDE: dict[ValueKind, str] = {"int": "toInt64", "bigint": "toInt128", "whole": "toInt128"}
_CHECKED: dict[ValueKind, str] = {"int": "Nullable(Int32)", "bigint": "Nullable(Int64)"}
_APPROXIMATE = frozenset[ValueKind](["quotient", "float"])
_SCALE = 20  # digits behind the point
_AGGREGATES_AROUND = (exp.Filter, exp.Window)


def cast_number(node: exp.Expr) -> exp.Expr:
    """Return a cast to a number or a boolean."""
    source, target = kind_of(node.this), kind_of(node)
    if target in INTEGERS:
        is_numeric = source in ("decimal", "quotient")
        number = _rounded_half_up(node.this, 0) if is_numeric else node.this
        whole = call("round", number) if source == "float" else number
        exact = whole if source in _WIDE else call("toInt64", whole)
        # It fails beyond the type, where toInt32 would begin anew.
        return call("accurateCast", exact, _CHECKED[target])
    if target == "decimal" and node.args["to"].expressions:
        return _decimal(node)
    if target == "decimal" and source in _WIDE:
        return call("toDecimal128", node.this, 0)
    names: dict[ValueKind, str] = {"boolean": "toBool", "whole": "toInt128"}
    if target in _APPROXIMATE:
        return call("toFloat64", node.this)
    return call(names[target], node.this) if target in names else exp.paren(node.this.copy())


def _decimal(node: exp.Expr) -> exp.Expr:
    """Round half up to the digits of numeric(p, s); ClickHouse would cut them off."""
    digits = node.args["to"].expressions
    scale = digits[1].this if len(digits) > 1 else exp.Literal.number(0)
    number = call("round", node.this, scale) if kind_of(node.this) == "decimal" else node.this
    return call("toDecimal128", number, scale)


def literal(node: exp.Expr, _: str) -> exp.Expr:
    """Return a number with a point as a Decimal."""
    if kind_of(node) != "decimal" or isinstance(
        node.parent, exp.PercentileCont | exp.PercentileDisc
    ):
        return node
    fraction = node.name.partition(".")[2]
    return call("toDecimal128", node.name, len(fraction))


def arithmetic(node: exp.Expr, _: str) -> exp.Expr:
    """Return a sum, difference or product in a type that holds it."""
    kind = kind_of(node)
    parts = [_in_type(part, kind) for part in (node.this, node.expression)]
    return exp.paren(type(node)(this=parts[0], expression=parts[1]))


def _in_type(node: exp.Expr, kind: ValueKind) -> exp.Expr:
    if kind in _APPROXIMATE:
        return call("toFloat64", node)
    if kind == "decimal" and kind_of(node) in _WIDE:
        return call("toDecimal128", node, 0)
    return call(_WIDE[kind], node) if kind in _WIDE else node.copy()


def _divided(node: exp.Expr, _: str) -> exp.Expr:
    if kind_of(node) in (*INTEGERS, "whole"):
        return _in_whole_numbers("intDiv", node)
    one, other = (call("toFloat64", part) for part in (node.this, node.expression))
    is_zero = exp.EQ(this=other.copy(), expression=exp.Literal.number(0))
    failure = call("toFloat64", call("throwIf", is_zero, "division by zero"))
    return call("divide", one, _divisor(node, other, is_zero, failure))


def _divisor(node: exp.Expr, other: exp.Expr, *checks: exp.Expr) -> exp.Expr:
    """Return a divisor: NULL by zero is NULL on PostgreSQL; behind it stays a finite number."""
    if is_other_than_zero(node.expression):
        return other
    return call("multiIf", call("isNull", node.this), 1, *checks, other)


def _in_whole_numbers(name: str, node: exp.Expr) -> exp.Expr:
    one, other = (call(_WIDE[kind_of(node)], part) for part in (node.this, node.expression))
    return call(name, one, _divisor(node, other))


def _remainder(node: exp.Expr, _: str) -> exp.Expr:
    return _in_whole_numbers("modulo", node)


def _negated(node: exp.Expr, _: str) -> exp.Expr:
    return call("negate", node.this)


def _rounded(node: exp.Expr, _: str) -> exp.Expr:
    digits = node.args.get("decimals")
    places = int(digits.name) if digits is not None else 0
    kind = kind_of(node.this)
    if kind == "float" or (kind in INTEGERS and not places):
        return call("round", call("toFloat64", node.this))
    if kind == "whole" and not places:
        return exp.paren(node.this.copy())
    if kind in _WIDE and places > 0:
        return call("toDecimal128", node.this, places)
    return _rounded_half_up(node.this, places)


def _rounded_half_up(node: exp.Expr, places: int) -> exp.Expr:
    """Round a half away from zero; a Float64 that is a half up to its last bits, too."""
    if kind_of(node) == "decimal":
        return call("round", node, places)
    number, scale = call("toFloat64", node), 10**places
    size = operation(exp.Mul, call("abs", number), scale)
    nudge = operation(exp.Mul, size, exp.Literal.number("0.000000000000002"))
    moved = operation(exp.Add, operation(exp.Add, size, nudge), exp.Literal.number("0.5"))
    whole = operation(exp.Mul, call("floor", moved), call("sign", number))
    return call("divide", whole, scale)


def _absolute(node: exp.Expr, _: str) -> exp.Expr:
    """Return a number without its sign, of the type that it has; abs() gives one without signs."""
    size = call("abs", node.this)
    return call(_WIDE[kind_of(node)], size) if kind_of(node) in _WIDE else size


def _whole(name: str) -> Rewrite:
    """Return the rule for a whole part; PostgreSQL takes that of an integer type as float8."""

    def rule(node: exp.Expr, _: str) -> exp.Expr:
        is_float = kind_of(node) == "float"
        return call(name, call("toFloat64", node.this) if is_float else node.this)

    return rule


def _count(node: exp.Expr, _: str) -> exp.Expr:
    """Count with a sign: the difference of two counts may be negative."""
    if isinstance(node.parent, exp.Window) and not isinstance(node.this, exp.Star):
        # ClickHouse does not find the column that says what is NULL.
        return call("countIf", call("isNotNull", node.this))
    return node if isinstance(node.parent, _AGGREGATES_AROUND) else call("toInt64", node)


def _around_count(node: exp.Expr, _: str) -> exp.Expr:
    is_inner = isinstance(node.parent, exp.Window)
    inner = node.this.this if isinstance(node.this, exp.Filter) else node.this
    is_count = isinstance(inner, exp.Count | exp.RowNumber | exp.Rank | exp.DenseRank)
    is_count |= inner.name == "countIf"
    return call("toInt64", node) if is_count and not is_inner else node


def _sum(node: exp.Expr, _: str) -> exp.Expr:
    return _with_argument(node, {**_WIDE, "quotient": "toFloat64"})


def _average(node: exp.Expr, _: str) -> exp.Expr:
    return _with_argument(node, dict.fromkeys(NUMBERS, "toFloat64"))


def _with_argument(node: exp.Expr, functions: dict[ValueKind, str]) -> exp.Expr:
    """Cast the argument of an aggregate, which may be DISTINCT."""
    distinct = node.this if isinstance(node.this, exp.Distinct) else None
    argument = distinct.expressions[0] if distinct else node.this
    if kind_of(argument) in functions:
        argument.replace(call(functions[kind_of(argument)], argument))
    return node


def mixed(node: exp.Expr, _: str) -> exp.Expr:
    """Give the values that a comparison or a choice brings together one type."""
    values = list(_values(node))
    kinds = {kind_of(value) for value in values}
    if kinds & _APPROXIMATE and kinds & {"decimal", "whole"}:
        for value in values:
            if kind_of(value) in NUMBERS:
                value.replace(call("toFloat64", value))
    elif "decimal" in kinds and kinds & {"bigint", "whole", "int"}:
        for value in values:
            if kind_of(value) in _WIDE:
                value.replace(call("toDecimal128", value, 0))
    return node


def chosen(node: exp.Expr, _: str) -> exp.Expr:
    """Give the values among which is chosen one type; ClickHouse refuses some of them together."""
    values = [value for value in chosen_values(node) if kind_of(value) in NUMBERS]
    kind = kind_of(node)
    for value in values:
        value.replace(in_common_type(value, kind))
    return node


def in_common_type(node: exp.Expr, kind: ValueKind) -> exp.Expr:
    """Return a number in a type that holds all numbers of a kind; one of "int" as it is."""
    if kind == "decimal":
        return call("toDecimal256", node, _SCALE)
    return node.copy() if kind == "int" else _in_type(node, kind)


def _values(node: exp.Expr) -> list[exp.Expr]:
    parts = [node.this, node.args.get("expression"), node.args.get("low"), node.args.get("high")]
    return [part for part in (*parts, *node.expressions) if isinstance(part, exp.Expr)]


def _float(node: exp.Expr) -> exp.Expr:
    return call("toFloat64", node)


RULES: Rewrites = {
    exp.Literal: literal,
    exp.Mod: _remainder,
    exp.Neg: _negated,
    exp.Div: _divided,
    exp.IntDiv: _divided,
    exp.Round: _rounded,
    exp.Abs: _absolute,
    exp.Floor: _whole("floor"),
    exp.Ceil: _whole("ceil"),
    exp.Trunc: _whole("trunc"),
    exp.Count: _count,
    exp.Filter: _around_count,
    exp.Window: _around_count,
    exp.Sum: _sum,
    exp.Avg: _average,
    exp.Pow: converted_call("pow", _float),
    exp.Sqrt: converted_call("sqrt", _float),
    exp.Exp: converted_call("exp", _float),
    exp.Ln: converted_call("log", _float),
    **dict.fromkeys(
        (
            *(exp.EQ, exp.NEQ, exp.LT, exp.LTE, exp.GT, exp.GTE, exp.Between, exp.In),
            *(exp.NullSafeEQ, exp.NullSafeNEQ, exp.Nullif),
        ),
        mixed,
    ),
    **dict.fromkeys((exp.Case, exp.Coalesce, exp.Greatest, exp.Least), chosen),
}
