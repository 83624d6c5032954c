"""Trino's form of an interpreted query, by its documentation. Never run against the service."""

from __future__ import annotations

from sqlglot import exp

from core.query.remote import cloud
from core.query.remote.kinds import INTEGERS, Unproven, ValueKind, kind_of
from core.query.remote.rewriting import Rewrites, call

_KINDS = frozenset[ValueKind](["float", "quotient"])


def typed(node: exp.Expr, type_name: str) -> exp.Expr:
    """Return a cast to one of Trino's types."""
    return exp.Cast(this=node.copy(), to=exp.DataType.build(type_name, "trino"))


def _same(node: exp.Expr, _: str) -> exp.Expr:
    return node


def _cast(node: exp.Expr, _: str) -> exp.Expr:
    if kind_of(node) not in _KINDS:
        raise Unproven("a cast to something else than double precision")
    return typed(node.this, "DOUBLE")


def _divided(node: exp.Expr, _: str) -> exp.Expr:
    if kind_of(node) in INTEGERS:
        raise Unproven("a division of whole numbers; cast one to double precision")
    one, other = (typed(part, "DOUBLE") for part in (node.this, node.expression))
    return exp.paren(exp.Div(this=one, expression=_checked(other), typed=False, safe=False))


def _checked(divisor: exp.Expr) -> exp.Expr:
    """Fail for a zero, by which Trino divides a DOUBLE into infinity."""
    whole = typed(divisor, "BIGINT")
    failure = exp.Div(this=exp.Literal.number(1), expression=whole, typed=True)
    is_zero = exp.EQ(this=divisor.copy(), expression=exp.Literal.number(0))
    return exp.Case(ifs=[exp.If(this=is_zero, true=failure)], default=divisor)


def _average(node: exp.Expr, _: str) -> exp.Expr:
    """Average as double precision; an average of decimals has few digits there."""
    return cloud.with_argument(node, lambda part: typed(part, "DOUBLE"))


def _difference(node: exp.Expr, _: str) -> exp.Expr:
    kinds = {kind_of(node.this), kind_of(node.expression)}
    if kinds <= INTEGERS:
        return node
    if kinds != {"date"}:
        raise Unproven("a difference of other values than whole numbers or days")
    return call("date_diff", "day", node.expression, node.this)


RULES: Rewrites = {
    **cloud.RULES,
    exp.Filter: _same,
    exp.Cast: _cast,
    exp.Div: _divided,
    exp.Avg: _average,
    exp.Sub: _difference,
}
