"""Snowflake's form of times, in a session whose zone is UTC. Pure."""

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
    "WEEK": "weekiso",
    "ISOYEAR": "yearofweekiso",
    "ISODOW": "dayofweekiso",
    "DOY": "dayofyear",
}
_MARKS = {"%Y": "YYYY", "%m": "MM", "%d": "DD", "%H": "HH24", "%M": "MI", "%S": "SS"}


def typed(node: exp.Expr, type_name: str) -> exp.Expr:
    """Return a cast to one of Snowflake's types."""
    return exp.Cast(this=node.copy(), to=exp.DataType.build(type_name, "snowflake"))


def _local(node: exp.Expr) -> exp.Expr:
    return call("TO_TIMESTAMP_NTZ", node)


def to_local(node: exp.Expr, timezone: str) -> exp.Expr:
    """Return an instant as local time of a zone."""
    return _local(call("CONVERT_TIMEZONE", timezone, node))


def to_instant(node: exp.Expr, timezone: str) -> exp.Expr:
    """Return a local time as an instant; of two, the second, as PostgreSQL does."""
    in_utc = call("CONVERT_TIMEZONE", timezone, "UTC", node)
    first = call("TO_TIMESTAMP_TZ", in_utc)
    later = call("DATEADD", "minute", clock_change(timezone), first)
    is_second = exp.EQ(this=to_local(later, timezone), expression=node.copy())
    return exp.Case(ifs=[exp.If(this=is_second, true=later)], default=first)


def cast_time(node: exp.Expr, timezone: str) -> exp.Expr:
    """Return a cast to a date, to local time or to an instant."""
    source, target = kind_of(node.this), kind_of(node)
    if target == "date":
        return call("TO_DATE", node.this)
    if target == "timestamp":
        is_instant = source == "timestamptz"
        return to_local(node.this, timezone) if is_instant else _local(node.this)
    if source == "timestamptz":
        return exp.paren(node.this.copy())
    return to_instant(_local(node.this), timezone)


def _micros(node: exp.Expr) -> exp.Expr:
    """Return the microseconds of a time since 1970, local times in UTC."""
    time = _local(node) if kind_of(node) == "date" else node
    return call("DATE_PART", exp.var("epoch_microsecond"), time)


def moved(node: exp.Expr) -> exp.Expr:
    """Add to a time or take from it."""
    return cloud.moved(node, ("DATEADD", "DATEDIFF"), interval_step, _micros)


def _seconds(micros: exp.Expr) -> exp.Expr:
    return operation(exp.Mul, micros, exp.Literal.number("0.000001"))


def _extract(node: exp.Expr, _: str) -> exp.Expr:
    part, kind = node.name.upper(), kind_of(node.expression)
    if part == "EPOCH":
        return _seconds(node.expression if kind == "elapsed" else _micros(node.expression))
    if part == "DOW":
        # dayofweek depends on WEEK_START.
        return call("MOD", _field("dayofweekiso", node.expression), 7)
    if part not in _FIELDS or kind == "elapsed":
        raise Unproven(f"extract({part.lower()} FROM {kind})")
    return _field(_FIELDS[part], node.expression)


def _field(name: str, time: exp.Expr) -> exp.Expr:
    return call("DATE_PART", exp.var(name), time)


def _truncated(node: exp.Expr, _: str) -> exp.Expr:
    return call("DATE_TRUNC", node.text("unit").lower(), node.this)


def _formatted(node: exp.Expr, _: str) -> exp.Expr:
    layout = node.args["format"].name
    for mark, pattern in _MARKS.items():
        layout = layout.replace(mark, f"\0{pattern}\0")
    plain = "".join(layout.split("\0")[::2])
    if any(sign.isalnum() or sign == "%" for sign in plain):
        raise Unproven("this format of to_char; use YYYY, MM, DD, HH24, MI and SS")
    return call("TO_CHAR", node.this, as_expression(layout.replace("\0", "")))


RULES: Rewrites = {
    exp.AtTimeZone: at_time_zone(to_local, to_instant),
    exp.Extract: _extract,
    exp.TimestampTrunc: _truncated,
    exp.DateTrunc: _truncated,
    exp.TimeToStr: _formatted,
}
