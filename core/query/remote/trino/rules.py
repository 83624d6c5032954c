"""Trino's form of an interpreted query, by its documentation. Never run against the service."""

from __future__ import annotations

from sqlglot import exp

from core.query.remote import cloud
from core.query.remote.kinds import INTEGERS, TEXTS, TIMES, Unproven, kind_of
from core.query.remote.rewriting import Rewrite, Rewrites, as_expression, call, converted_call
from core.query.remote.trino import times
from core.query.remote.trino.times import typed


def _same(node: exp.Expr, _: str) -> exp.Expr:
    return node


def _double(node: exp.Expr) -> exp.Expr:
    return typed(node, "DOUBLE")


_arithmetic = cloud.in_doubles(_double)


def _cast(node: exp.Expr, timezone: str) -> exp.Expr:
    source, target = kind_of(node.this), kind_of(node)
    if target in TIMES:
        return times.cast_time(node, timezone)
    if target == "text":
        return _as_text(node.this)
    if target in ("float", "quotient"):
        return _double(node.this)
    if target in (*INTEGERS, "whole") and source in (*INTEGERS, "whole"):
        return typed(node.this, "DECIMAL(38, 0)" if target == "whole" else "BIGINT")
    raise Unproven(f"a cast of {source} to {target}")


def _as_text(node: exp.Expr) -> exp.Expr:
    return node.copy() if kind_of(node) in TEXTS else typed(node, "VARCHAR")


def _multiplied(node: exp.Expr, timezone: str) -> exp.Expr:
    return node if kind_of(node) == "interval" else _arithmetic(node, timezone)


def _moved(node: exp.Expr, timezone: str) -> exp.Expr:
    is_number = not {kind_of(node.this), kind_of(node)} & {*TIMES, "elapsed"}
    return _arithmetic(node, timezone) if is_number else times.moved(node)


def _divided(node: exp.Expr, _: str) -> exp.Expr:
    if kind_of(node) in INTEGERS:
        raise Unproven("a division of whole numbers; cast one to double precision")
    one, other = (_double(part) for part in (node.this, node.expression))
    return exp.paren(exp.Div(this=one, expression=_checked(other, one), typed=False, safe=False))


def _checked(divisor: exp.Expr, divided: exp.Expr) -> exp.Expr:
    """Fail for a zero, by which Trino divides a DOUBLE into infinity; NULL by zero is NULL."""
    whole = typed(divisor, "BIGINT")
    failure = exp.Div(this=exp.Literal.number(1), expression=whole, typed=True)
    is_zero = exp.EQ(this=divisor.copy(), expression=exp.Literal.number(0))
    is_known = exp.Not(this=exp.Is(this=divided.copy(), expression=exp.Null()))
    is_wrong = exp.and_(is_zero, is_known)
    return exp.Case(ifs=[exp.If(this=is_wrong, true=failure)], default=divisor)


def _trimmed(node: exp.Expr, _: str) -> exp.Expr:
    """Remove blanks, or the named signs; Trino's own default is every white space."""
    signs = node.args.get("expression") or as_expression(" ")
    position = node.text("position").upper() or "BOTH"
    return exp.Trim(this=node.this.copy(), expression=signs.copy(), position=position)


def _matched(flags: str) -> Rewrite:
    def rule(node: exp.Expr, _: str) -> exp.Expr:
        pattern = node.expression.unnest().name
        if pattern.endswith("$"):
            pattern = pattern[:-1] + r"\z"
        return call("REGEXP_LIKE", node.this, f"(?{flags}){pattern}")

    return rule


def _percentile(_: exp.Expr, __: str) -> exp.Expr:
    raise Unproven("a percentile, which is only approximate there")


RULES: Rewrites = {
    **cloud.RULES,
    **times.RULES,
    exp.Filter: _same,
    exp.Cast: _cast,
    exp.Add: _moved,
    exp.Sub: _moved,
    exp.Mul: _multiplied,
    exp.Div: _divided,
    exp.Avg: cloud.averaged(_double),
    exp.Sum: cloud.summed(_double),
    exp.WithinGroup: _percentile,
    exp.Sqrt: converted_call("SQRT", _double),
    exp.Exp: converted_call("EXP", _double),
    exp.Ln: converted_call("LN", _double),
    exp.Pow: converted_call("POWER", _double),
    exp.Trim: _trimmed,
    exp.Concat: cloud.joined(_as_text),
    exp.DPipe: cloud.appended(_as_text),
    exp.RegexpLike: _matched("s"),
    exp.RegexpILike: _matched("siu"),
}
