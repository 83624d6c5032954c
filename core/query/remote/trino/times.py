"""Trino's form of times: timestamp(6), with time zone for instants. Pure."""

from __future__ import annotations

from sqlglot import exp

from core.query.remote import cloud
from core.query.remote.kinds import Unproven, kind_of
from core.query.remote.rewriting import (
    Rewrites,
    as_expression,
    at_time_zone,
    call,
    interval_step,
    operation,
)
from core.query.remote.zones import clock_change

_FIELDS = {
    **{name: name.lower() for name in ("YEAR", "QUARTER", "MONTH", "DAY", "HOUR", "MINUTE")},
    "WEEK": "week",
    "ISOYEAR": "year_of_week",
    "ISODOW": "day_of_week",
    "DOY": "day_of_year",
}
_MARKS = {"%M": "%i", "%S": "%s", "%G": "%x", "%V": "%v"}
_LOCAL = "TIMESTAMP(6)"
# What becomes of the 31st a month later is not documented.
_UNITS = frozenset(["DAY", "WEEK", "HOUR", "MINUTE", "SECOND"])


def typed(node: exp.Expr, type_name: str) -> exp.Expr:
    """Return a cast to one of Trino's types."""
    return exp.Cast(this=node.copy(), to=exp.DataType.build(type_name, "trino"))


def to_local(node: exp.Expr, timezone: str) -> exp.Expr:
    """Return an instant as local time of a zone."""
    return typed(call("at_timezone", node, timezone), _LOCAL)


def to_instant(node: exp.Expr, timezone: str) -> exp.Expr:
    """Return a local time as an instant; of two, the second, as PostgreSQL does."""
    first = call("with_timezone", typed(node, _LOCAL), timezone)
    later = call("date_add", "minute", clock_change(timezone), first)
    is_second = exp.EQ(this=to_local(later, timezone), expression=typed(node, _LOCAL))
    return exp.Case(ifs=[exp.If(this=is_second, true=later)], default=first)


def cast_time(node: exp.Expr, timezone: str) -> exp.Expr:
    """Return a cast to a date, to local time or to an instant."""
    source, target = kind_of(node.this), kind_of(node)
    if target == "date":
        return typed(node.this, "DATE")
    if target == "timestamp":
        is_instant = source == "timestamptz"
        return to_local(node.this, timezone) if is_instant else typed(node.this, _LOCAL)
    return (
        exp.paren(node.this.copy()) if source == "timestamptz" else to_instant(node.this, timezone)
    )


def _micros(node: exp.Expr) -> exp.Expr:
    """Return the microseconds of a time since 1970, local times in UTC."""
    is_instant = kind_of(node) == "timestamptz"
    instant = node if is_instant else call("with_timezone", typed(node, _LOCAL), "UTC")
    micros = operation(exp.Mul, call("to_unixtime", instant), 1_000_000)
    return typed(call("round", micros), "BIGINT")


def moved(node: exp.Expr) -> exp.Expr:
    """Add to a time or take from it."""
    return cloud.moved(node, ("date_add", "date_diff"), _step, _micros)


def _step(node: exp.Expr) -> tuple[exp.Expr, str]:
    amount, unit = interval_step(node)
    if unit not in _UNITS:
        raise Unproven(f"an interval of {unit.lower()}s")
    return amount, unit


def _seconds(micros: exp.Expr) -> exp.Expr:
    millionth = exp.Literal.number("0.000001")
    return operation(exp.Mul, typed(micros, "DECIMAL(20, 0)"), millionth)


def _extract(node: exp.Expr, _: str) -> exp.Expr:
    part, kind = node.name.upper(), kind_of(node.expression)
    if part == "EPOCH":
        return _seconds(node.expression if kind == "elapsed" else _micros(node.expression))
    if part == "DOW":
        return operation(exp.Mod, call("day_of_week", node.expression), 7)
    if part not in _FIELDS or kind == "elapsed":
        raise Unproven(f"extract({part.lower()} FROM {kind})")
    return call(_FIELDS[part], node.expression)


def _truncated(node: exp.Expr, _: str) -> exp.Expr:
    return call("date_trunc", node.text("unit").lower(), node.this)


def _formatted(node: exp.Expr, _: str) -> exp.Expr:
    layout = node.args["format"].name
    for mark, pattern in _MARKS.items():
        layout = layout.replace(mark, pattern)
    return call("date_format", typed(node.this, _LOCAL), as_expression(layout))


RULES: Rewrites = {
    exp.AtTimeZone: at_time_zone(to_local, to_instant),
    exp.Extract: _extract,
    exp.TimestampTrunc: _truncated,
    exp.DateTrunc: _truncated,
    exp.TimeToStr: _formatted,
}
