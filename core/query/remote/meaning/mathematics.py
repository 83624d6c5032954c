"""The meaning of functions of numbers that are written as others, or have one name everywhere."""

from __future__ import annotations

from sqlglot import exp

from core.query.remote.kinds import EXACT, INTEGERS, NUMBERS, OPEN, Unproven, ValueKind
from core.query.remote.meaning.explicit import replace
from core.query.remote.meaning.functions import RULES as FUNCTIONS
from core.query.remote.meaning.interpreter import Interpreter, MeaningRule, name_of

_BASES = ("2", "10")


def kind_alone(part: exp.Expr, interpreter: Interpreter) -> ValueKind:
    """Return the kind of a part of a query, which stays as it is."""
    return interpreter.kind(exp.paren(part.copy()).this)


def written(node: exp.Expr, made: exp.Expr, interpreter: Interpreter) -> ValueKind:
    """Put what means the same in the place of a part of a query, and return its kind."""
    return interpreter.kind(replace(node, made))


def _sign(node: exp.Expr, interpreter: Interpreter) -> ValueKind:
    """Write the sign as CASE; PostgreSQL takes a whole number as float8."""
    kind = _number_alone(node, interpreter)
    zero = exp.Literal.number(0)
    tests = {exp.GT: 1, exp.LT: -1, exp.EQ: 0}
    branches = [
        exp.If(this=test(this=node.this.copy(), expression=zero.copy()), true=_whole(sign))
        for test, sign in tests.items()
    ]
    case = exp.Case(ifs=branches)
    return written(node, _cast(case, "double" if _is_float(kind) else "decimal"), interpreter)


def _round(node: exp.Expr, interpreter: Interpreter) -> ValueKind:
    """Write a rounding to tens or hundreds as one of a quotient."""
    digits = node.args.get("decimals")
    if not isinstance(digits, exp.Neg) or not isinstance(digits.this, exp.Literal):
        return FUNCTIONS[exp.Round](node, interpreter)
    scale = exp.Literal.number(10 ** int(digits.this.name))
    quotient = exp.Div(this=_cast(node.this, "decimal"), expression=scale)
    made = exp.Mul(this=exp.Round(this=quotient), expression=scale.copy())
    return written(node, exp.paren(made), interpreter)


def _trunc(node: exp.Expr, interpreter: Interpreter) -> ValueKind:
    """Write a cut behind some digits as one of a product."""
    digits = node.args.get("decimals")
    if digits is None:
        return FUNCTIONS[exp.Trunc](node, interpreter)
    is_exact = _number_alone(node, interpreter) in EXACT | OPEN
    if not isinstance(digits, exp.Literal) or not is_exact:
        raise Unproven("trunc to digits of a fraction that is not exact; use round")
    scale = exp.Literal.number(10 ** int(digits.name))
    product = exp.Mul(this=_cast(node.this, "decimal"), expression=scale)
    made = exp.Div(this=exp.Trunc(this=product), expression=scale.copy())
    return written(node, exp.paren(made), interpreter)


def _log(node: exp.Expr, interpreter: Interpreter) -> ValueKind:
    base, number = node.this, node.expression
    if number is None:
        base, number = exp.Literal.number(10), node.this.copy()
        node.set("this", base)
        node.set("expression", number)
        kind = _as_number(interpreter.kind(number), node)
        interpreter.kind(base)
        return "float" if _is_float(kind) else "quotient"
    if not isinstance(base, exp.Literal) or base.name.removesuffix(".0") not in _BASES:
        raise Unproven("a logarithm to this base; use ln(x) / ln(base)")
    node.set("this", exp.Literal.number(base.name.removesuffix(".0")))
    for part in (node.this, number):
        _as_number(interpreter.kind(part), node)
    return "quotient"


def _root(node: exp.Expr, interpreter: Interpreter) -> ValueKind:
    _as_number(interpreter.kind(node.this), node)
    return "float"


def _bits(node: exp.Expr, interpreter: Interpreter) -> ValueKind:
    parts = [part for part in (node.this, node.args.get("expression")) if part is not None]
    kinds = interpreter.kinds(parts)
    if not set(kinds) <= INTEGERS | OPEN:
        raise Unproven(f"{name_of(node)} of something else than whole numbers")
    if "unknown" in kinds:
        return "unknown"
    return "bigint" if "bigint" in kinds else "int"


def _bucket(node: exp.Expr, interpreter: Interpreter) -> ValueKind:
    """Write width_bucket between two numbers as CASE."""
    if node.args.get("num_buckets") is None:
        raise Unproven("width_bucket of an array; use CASE")
    kind = _number_alone(node, interpreter)
    low, high, count = (node.args[name] for name in ("min_value", "max_value", "num_buckets"))
    bounds = [_value_of(part) for part in (low, high, count)]
    first, last, buckets = (bound or 0 for bound in bounds)
    if None in bounds or kind == "quotient" or first >= last or buckets < 1:
        raise Unproven("width_bucket of this number or with these bounds; use CASE")
    number = exp.paren(node.this.copy())
    offset = exp.paren(exp.Sub(this=number, expression=exp.paren(low.copy())))
    width = exp.paren(exp.Sub(this=exp.paren(high.copy()), expression=exp.paren(low.copy())))
    return written(node, _case_of_bucket(node, offset, width, kind), interpreter)


def _case_of_bucket(node: exp.Expr, offset: exp.Expr, width: exp.Expr, kind: ValueKind) -> exp.Expr:
    number, count = node.this, node.args["num_buckets"]
    if kind == "float":
        share = exp.paren(exp.Div(this=offset, expression=width))
        place: exp.Expr = exp.Mul(this=count.copy(), expression=share)
    else:
        product = exp.paren(exp.Mul(this=_cast(offset, "decimal"), expression=count.copy()))
        place = exp.Div(this=product, expression=width)
    inside = exp.Add(this=_cast(exp.Floor(this=place), "int"), expression=exp.Literal.number(1))
    below = exp.LT(this=number.copy(), expression=node.args["min_value"].copy())
    above = exp.GTE(this=number.copy(), expression=node.args["max_value"].copy())
    after = exp.Add(this=count.copy(), expression=exp.Literal.number(1))
    branches = [exp.If(this=below, true=exp.Literal.number(0)), exp.If(this=above, true=after)]
    return exp.paren(exp.Case(ifs=branches, default=inside))


def _value_of(literal: exp.Expr) -> float | None:
    number = literal.unnest()
    sign = -1 if isinstance(number, exp.Neg) else 1
    inner = number.this if isinstance(number, exp.Neg) else number
    is_number = isinstance(inner, exp.Literal) and not inner.is_string
    return sign * float(inner.name) if is_number else None


def _number_alone(node: exp.Expr, interpreter: Interpreter) -> ValueKind:
    return _as_number(kind_alone(node.this, interpreter), node)


def _as_number(kind: ValueKind, node: exp.Expr) -> ValueKind:
    if kind not in NUMBERS | OPEN:
        raise Unproven(f"{name_of(node)} of {kind}")
    return kind


def _is_float(kind: ValueKind) -> bool:
    return kind in INTEGERS or kind == "float"


def _whole(value: int) -> exp.Expr:
    number: exp.Expr = exp.Literal.number(abs(value))
    return exp.Neg(this=number) if value < 0 else number


def _cast(node: exp.Expr, type_name: str) -> exp.Expr:
    return exp.Cast(this=exp.paren(node.copy()), to=exp.DataType.build(type_name, "postgres"))


RULES: dict[type[exp.Expr], MeaningRule] = {
    exp.Sign: _sign,
    exp.Round: _round,
    exp.Trunc: _trunc,
    exp.Log: _log,
    exp.Cbrt: _root,
    **dict.fromkeys((exp.BitwiseAnd, exp.BitwiseOr, exp.BitwiseXor, exp.BitwiseNot), _bits),
    **dict.fromkeys((exp.BitwiseAndAgg, exp.BitwiseOrAgg), _bits),
    exp.WidthBucket: _bucket,
}
