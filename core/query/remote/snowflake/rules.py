"""Snowflake's form of an interpreted query, by its documentation. Pure.

Never run against the service. The session's zone is UTC, and its weeks begin on Mondays.
"""

from __future__ import annotations

from sqlglot import exp

from core.query.remote import cloud
from core.query.remote.kinds import INTEGERS, TEXTS, TIMES, Unproven, kind_of
from core.query.remote.rewriting import Rewrites, as_expression, call, converted_call, operation
from core.query.remote.snowflake import times
from core.query.remote.snowflake.times import typed

_EXACT = "DECIMAL(38, 12)"  # holds a quotient without what it has lost
_PRODUCT = "DECIMAL(38, 18)"


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
    if target in INTEGERS and source in ("decimal", "quotient", "float"):
        return typed(_rounded_as(node.this, kind_of(node.this)), "BIGINT")
    if target in (*INTEGERS, "whole") and source in (*INTEGERS, "whole"):
        return typed(node.this, "DECIMAL(38, 0)")
    raise Unproven(f"a cast of {source} to {target}")


def _as_text(node: exp.Expr) -> exp.Expr:
    kind = kind_of(node)
    if kind in TEXTS:
        return node.copy()
    return call("TO_CHAR", node, "YYYY-MM-DD") if kind == "date" else typed(node, "VARCHAR")


def _rounded_as(node: exp.Expr, kind: str, *digits: exp.Expr) -> exp.Expr:
    """Round a number as PostgreSQL does one of its kind."""
    if kind == "float" and not digits:
        return call("ROUND", typed(node, _EXACT), 0, "HALF_TO_EVEN")
    if kind not in ("float", "quotient"):
        return call("ROUND", node, *digits)
    nudge = typed(exp.Literal.number(cloud.NUDGE), "DOUBLE")
    return call("ROUND", typed(operation(exp.Mul, node, nudge), _EXACT), *digits)


def _rounded(node: exp.Expr, _: str) -> exp.Expr:
    kind, digits = kind_of(node.this), node.args.get("decimals")
    found = _rounded_as(node.this, kind, *([digits] if digits is not None else []))
    return _double(found) if kind_of(node) == "float" else found


def _multiplied(node: exp.Expr, timezone: str) -> exp.Expr:
    """Return a product; one of two decimals would have twelve digits of fraction."""
    if kind_of(node) == "interval":
        return node
    if kind_of(node) == "decimal":
        return operation(exp.Mul, typed(node.this, _PRODUCT), node.expression)
    return _arithmetic(node, timezone)


def _moved(node: exp.Expr, timezone: str) -> exp.Expr:
    is_number = not {kind_of(node.this), kind_of(node)} & {*TIMES, "elapsed"}
    return _arithmetic(node, timezone) if is_number else times.moved(node)


def _divided(node: exp.Expr, _: str) -> exp.Expr:
    if kind_of(node) in INTEGERS:
        raise Unproven("a division of whole numbers; cast one to double precision")
    one, other = (_double(part) for part in (node.this, node.expression))
    return exp.paren(exp.Div(this=one, expression=other, typed=False, safe=False))


def _percentile(node: exp.Expr, _: str) -> exp.Expr:
    share, value = cloud.percentile_key(node)
    key = exp.Ordered(this=_double(value), nulls_first=False)
    function = exp.PercentileCont(this=share.copy())
    found = exp.WithinGroup(this=function, expression=exp.Order(expressions=[key]))
    found.meta["is_filtered"] = True
    return found


def _trimmed(node: exp.Expr, _: str) -> exp.Expr:
    names = {"LEADING": "LTRIM", "TRAILING": "RTRIM"}
    signs = node.args.get("expression") or as_expression(" ")
    return call(names.get(node.text("position").upper(), "TRIM"), node.this, signs)


RULES: Rewrites = {
    **cloud.RULES,
    **times.RULES,
    exp.Cast: _cast,
    exp.Round: _rounded,
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
}
