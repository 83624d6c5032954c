"""ClickHouse's form of times. Pure.

Local time is a DateTime64 without a zone, which the session's zone neither moves nor skips as long
as its clock does not change; an instant is a DateTime64 with any zone.
"""

from __future__ import annotations

from sqlglot import exp

from core.query.remote.clickhouse.numbers import arithmetic
from core.query.remote.kinds import kind_of
from core.query.remote.meaning.explicit import is_text_literal
from core.query.remote.rewriting import Rewrites, at_time_zone, call, interval_step, operation
from core.query.remote.zones import clock_change, require_whole_hours

_MIDNIGHT = " 00:00:00"
_DAY_LETTERS = 10
_DAY_MICROSECONDS = 86_400_000_000
_FIELDS = {
    "YEAR": "toYear",
    "QUARTER": "toQuarter",
    "MONTH": "toMonth",
    "WEEK": "toISOWeek",
    "ISOYEAR": "toISOYear",
    "DAY": "toDayOfMonth",
    "ISODOW": "toDayOfWeek",
    "DOY": "toDayOfYear",
    "HOUR": "toHour",
    "MINUTE": "toMinute",
}
_STARTS = {
    "SECOND": "toStartOfSecond",
    "MINUTE": "toStartOfMinute",
    "HOUR": "toStartOfHour",
    "DAY": "toStartOfDay",
    "MONTH": "toStartOfMonth",
    "QUARTER": "toStartOfQuarter",
    "YEAR": "toStartOfYear",
}


def to_local(node: exp.Expr, timezone: str) -> exp.Expr:
    """Return an instant as local time of a zone."""
    return call("toDateTime64", call("toString", call("toTimeZone", node, timezone)), 6)


def to_instant(node: exp.Expr, timezone: str) -> exp.Expr:
    """Return a local time as an instant; of two, the second, as PostgreSQL does."""
    text = call("toString", call("toDateTime64", node, 6))
    first = call("toDateTime64", text, 6, timezone)
    later = call("addMinutes", first, clock_change(timezone))
    is_second = exp.EQ(this=call("toString", later), expression=text)
    is_skipped = exp.NEQ(this=call("toString", first), expression=text.copy())
    return call("if", exp.Or(this=is_second, expression=is_skipped), later, first)


def cast_time(node: exp.Expr, timezone: str) -> exp.Expr:
    """Return a cast to a date, to local time or to an instant."""
    source, target = kind_of(node.this), kind_of(node)
    if is_text_literal(node.this):
        return _literal_time(node.this.unnest().name, node, timezone)
    if target == "date":
        return call("toDate32", node.this)
    if target == "timestamp":
        is_instant = source == "timestamptz"
        return to_local(node.this, timezone) if is_instant else call("toDateTime64", node.this, 6)
    if source == "timestamptz":
        return exp.paren(node.this.copy())
    return to_instant(node.this, timezone)


def _literal_time(text: str, node: exp.Expr, timezone: str) -> exp.Expr:
    if kind_of(node) == "date":
        return call("toDate32", text)
    whole = text + _MIDNIGHT if len(text) == _DAY_LETTERS else text
    if kind_of(node) == "timestamp":
        return call("toDateTime64", whole, 6)
    return to_instant(call("toDateTime64", whole, 6), timezone)


def _micros(node: exp.Expr) -> exp.Expr:
    """Return the microseconds of a time since 1970, local times in UTC."""
    is_instant = kind_of(node) == "timestamptz"
    time = node if is_instant else call("toString", call("toDateTime64", node, 6))
    return call("toUnixTimestamp64Micro", call("toDateTime64", time, 6, "UTC"))


def _moved(node: exp.Expr, timezone: str) -> exp.Expr:
    """Add to a time or take from it; the rest is arithmetic of numbers."""
    one, other, is_back = kind_of(node.this), kind_of(node.expression), isinstance(node, exp.Sub)
    if one == "date" and other == "date":
        return call("dateDiff", "day", node.expression, node.this)
    if one == "date" and kind_of(node) == "date":
        days = call("negate", node.expression) if is_back else node.expression
        return call("addDays", call("toDate32", node.this), days)
    if other == "interval":
        return _shifted(node.this, node.expression, is_back)
    if kind_of(node) == "elapsed" and one != "elapsed":
        return operation(exp.Sub, _micros(node.this), _micros(node.expression))
    return arithmetic(node, timezone)


def _shifted(time: exp.Expr, interval: exp.Expr, is_back: bool) -> exp.Expr:
    amount, unit = interval_step(interval, -1 if is_back else 1)
    return call(f"add{unit.capitalize()}s", time, amount)


def _seconds(micros: exp.Expr) -> exp.Expr:
    million = exp.Literal.number(1_000_000)
    return exp.paren(exp.Div(this=call("toDecimal128", micros, 6), expression=million))


def _extract(node: exp.Expr, _: str) -> exp.Expr:
    part, kind = node.name.upper(), kind_of(node.expression)
    if part == "EPOCH":
        return _seconds(node.expression if kind == "elapsed" else _micros(node.expression))
    if kind == "elapsed":
        return call("intDiv", node.expression, _DAY_MICROSECONDS)
    if part == "SECOND":
        return _seconds(call("modulo", _micros(node.expression), 60_000_000))
    if part == "DOW":
        return call("modulo", call("toDayOfWeek", node.expression), 7)
    return call("toInt64", call(_FIELDS[part], node.expression))


def _truncated(node: exp.Expr, timezone: str) -> exp.Expr:
    require_whole_hours(node, timezone)
    unit = node.text("unit").upper()
    if unit == "WEEK":
        return call("toDateTime64", call("toStartOfWeek", node.this, 1), 6)
    return call("toDateTime64", call(_STARTS[unit], node.this), 6)


def _formatted(node: exp.Expr, _: str) -> exp.Expr:
    # Here %M is the name of the month.
    layout = node.args["format"].name.replace("%M", "%i")
    return call("formatDateTime", node.this, layout)


RULES: Rewrites = {
    exp.AtTimeZone: at_time_zone(to_local, to_instant),
    exp.Add: _moved,
    exp.Sub: _moved,
    exp.Extract: _extract,
    exp.TimestampTrunc: _truncated,
    exp.DateTrunc: _truncated,
    exp.TimeToStr: _formatted,
}
