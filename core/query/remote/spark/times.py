"""Spark's form of times, in a session whose zone is UTC. Pure."""

from __future__ import annotations

from collections.abc import Callable

from sqlglot import exp

from core.query.remote.kinds import kind_of
from core.query.remote.rewriting import (
    Rewrites,
    as_expression,
    at_time_zone,
    call,
    interval_step,
    operation,
)
from core.query.remote.spark.numbers import arithmetic, spark_cast
from core.query.remote.zones import clock_change, require_whole_hours

_FIELDS = {
    "DOW": ("dayofweek", -1),
    "WEEK": ("weekofyear", 0),
    "DOY": ("dayofyear", 0),
}
_PATTERNS = {"%Y": "yyyy", "%m": "MM", "%d": "dd", "%H": "HH", "%M": "mm", "%S": "ss"}


def _ntz(node: exp.Expr) -> exp.Expr:
    return spark_cast(node, "timestamp_ntz")


def to_local(node: exp.Expr, timezone: str) -> exp.Expr:
    """Return an instant as local time of a zone."""
    return _ntz(call("from_utc_timestamp", node, timezone))


def to_instant(node: exp.Expr, timezone: str) -> exp.Expr:
    """Return a local time as an instant; of two, the second, as PostgreSQL does."""
    first = call("to_utc_timestamp", spark_cast(node, "timestamp"), timezone)
    later = operation(exp.Add, first, call("make_dt_interval", 0, 0, clock_change(timezone)))
    is_second = exp.EQ(this=to_local(later, timezone), expression=_ntz(node))
    return exp.Case(ifs=[exp.If(this=is_second, true=later)], default=first)


def cast_time(node: exp.Expr, timezone: str) -> exp.Expr:
    """Return a cast to a date, to local time or to an instant."""
    source, target = kind_of(node.this), kind_of(node)
    if target == "date":
        return spark_cast(node.this, "date")
    if target == "timestamp":
        is_instant = source == "timestamptz"
        return to_local(node.this, timezone) if is_instant else _ntz(node.this)
    return (
        exp.paren(node.this.copy())
        if source == "timestamptz"
        else to_instant(_ntz(node.this), timezone)
    )


def _micros(node: exp.Expr) -> exp.Expr:
    """Return the microseconds of a time since 1970, local times in UTC."""
    return call("unix_micros", spark_cast(node, "timestamp"))


def _moved(node: exp.Expr, timezone: str) -> exp.Expr:
    """Add to a time or take from it; the rest is arithmetic of numbers."""
    one, other = kind_of(node.this), kind_of(node.expression)
    if one == "date" and other == "date":
        return call("datediff", node.this, node.expression)
    if one == "date" and kind_of(node) == "date":
        name = "date_sub" if isinstance(node, exp.Sub) else "date_add"
        # Spark takes no other type, and arithmetic has made another of a number of days.
        return call(name, node.this, spark_cast(node.expression, "int"))
    if other == "interval":
        return type(node)(this=node.this.copy(), expression=_interval(node.expression))
    if kind_of(node) == "elapsed" and one != "elapsed":
        return operation(exp.Sub, _micros(node.this), _micros(node.expression))
    return arithmetic(node, timezone)


def _interval(node: exp.Expr) -> exp.Expr:
    """Return an interval, or a number of them, as a value."""
    amount, unit = interval_step(node)
    if unit in ("YEAR", "MONTH"):
        return call("make_ym_interval", *([amount] if unit == "YEAR" else [0, amount]))
    places = {"DAY": 0, "WEEK": 0, "HOUR": 1, "MINUTE": 2, "SECOND": 3}
    if unit == "WEEK":
        amount = operation(exp.Mul, amount, 7)
    return call("make_dt_interval", *[0] * places[unit], amount)


def _seconds(micros: exp.Expr) -> exp.Expr:
    millionth = spark_cast(as_expression("0.000001"), "decimal(6, 6)")
    return operation(exp.Mul, spark_cast(micros, "decimal(20, 0)"), millionth)


def _extract(node: exp.Expr, _: str) -> exp.Expr:
    part, kind = node.name.upper(), kind_of(node.expression)
    if part == "EPOCH":
        return _seconds(node.expression if kind == "elapsed" else _micros(node.expression))
    if kind == "elapsed":
        return exp.IntDiv(
            this=exp.paren(node.expression.copy()), expression=exp.Literal.number(86_400_000_000)
        )
    if part in _FIELDS:
        name, shift = _FIELDS[part]
        return operation(exp.Add, call(name, node.expression), shift)
    computed = _COMPUTED.get(part)
    return computed(node.expression) if computed else call(part.lower(), node.expression)


def _iso_day(time: exp.Expr) -> exp.Expr:
    """Count days from Monday; Sail's weekday is wrong on Sundays."""
    after_sunday = operation(exp.Add, call("dayofweek", time), 5)
    return operation(exp.Add, operation(exp.Mod, after_sunday, 7), 1)


def _thursday(time: exp.Expr) -> exp.Expr:
    """Return the day in whose year a week counts."""
    return call("date_add", call("trunc", spark_cast(time, "date"), "WEEK"), 3)


def _clock_seconds(time: exp.Expr) -> exp.Expr:
    return _seconds(operation(exp.Mod, _micros(time), 60_000_000))


_COMPUTED: dict[str, Callable[[exp.Expr], exp.Expr]] = {
    "ISODOW": _iso_day,
    "ISOYEAR": lambda time: call("year", _thursday(time)),
    "SECOND": _clock_seconds,
}


def _truncated(node: exp.Expr, timezone: str) -> exp.Expr:
    require_whole_hours(node, timezone)
    return _ntz(call("date_trunc", node.text("unit").upper(), node.this))


def _formatted(node: exp.Expr, _: str) -> exp.Expr:
    layout, pieces = node.args["format"].name, list[exp.Expr]()
    while layout:
        mark = layout[:2] if layout[0] == "%" else layout[0]
        layout = layout[len(mark) :]
        pieces.append(_piece(node.this, mark))
    return call("concat", *pieces)


def _piece(time: exp.Expr, mark: str) -> exp.Expr:
    if mark in _PATTERNS:
        return call("date_format", time, _PATTERNS[mark])
    if mark == "%V":
        return call("lpad", spark_cast(call("weekofyear", time), "string"), 2, "0")
    if mark == "%G":
        return call("date_format", _thursday(time), "yyyy")
    return as_expression(mark)


RULES: Rewrites = {
    exp.AtTimeZone: at_time_zone(to_local, to_instant),
    exp.Add: _moved,
    exp.Sub: _moved,
    exp.Extract: _extract,
    exp.TimestampTrunc: _truncated,
    exp.DateTrunc: _truncated,
    exp.TimeToStr: _formatted,
}
