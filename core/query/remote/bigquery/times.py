"""BigQuery's form of times: DATE, DATETIME for local time, TIMESTAMP for instants. Pure."""

from __future__ import annotations

from sqlglot import exp

from core.query.remote.bigquery.numbers import arithmetic, typed
from core.query.remote.kinds import kind_of
from core.query.remote.rewriting import (
    Rewrites,
    as_expression,
    at_time_zone,
    call,
    interval_step,
    operation,
)
from core.query.remote.zones import clock_change

_FIELDS = {"WEEK": ("ISOWEEK", 0), "DOY": ("DAYOFYEAR", 0), "DOW": ("DAYOFWEEK", -1)}
_UNITS = {"WEEK": "ISOWEEK"}


def to_local(node: exp.Expr, timezone: str) -> exp.Expr:
    """Return an instant as local time of a zone."""
    return call("DATETIME", node, timezone)


def to_instant(node: exp.Expr, timezone: str) -> exp.Expr:
    """Return a local time as an instant; of two, the second, as PostgreSQL does."""
    first = call("TIMESTAMP", node, timezone)
    change = exp.Interval(this=exp.Literal.number(clock_change(timezone)), unit=exp.var("MINUTE"))
    later = call("TIMESTAMP_ADD", first, change)
    is_second = exp.EQ(this=to_local(later, timezone), expression=node.copy())
    return exp.Case(ifs=[exp.If(this=is_second, true=later)], default=first)


def cast_time(node: exp.Expr, timezone: str) -> exp.Expr:
    """Return a cast to a date, to local time or to an instant."""
    source, target = kind_of(node.this), kind_of(node)
    if target == "date":
        return typed(node.this, "DATE")
    if target == "timestamp":
        is_instant = source == "timestamptz"
        return to_local(node.this, timezone) if is_instant else typed(node.this, "DATETIME")
    if source == "timestamptz":
        return exp.paren(node.this.copy())
    return to_instant(typed(node.this, "DATETIME"), timezone)


def _micros(node: exp.Expr) -> exp.Expr:
    """Return the microseconds of a time since 1970, local times in UTC."""
    if kind_of(node) == "timestamptz":
        return call("UNIX_MICROS", node)
    return call("UNIX_MICROS", call("TIMESTAMP", typed(node, "DATETIME"), "UTC"))


def _moved(node: exp.Expr, timezone: str) -> exp.Expr:
    """Add to a time or take from it; the rest is arithmetic of numbers."""
    one, other = kind_of(node.this), kind_of(node.expression)
    if one == "date" and other == "date":
        return call("DATE_DIFF", node.this, node.expression, exp.var("DAY"))
    move = "SUB" if isinstance(node, exp.Sub) else "ADD"
    if one == "date" and kind_of(node) == "date":
        return call(f"DATE_{move}", node.this, _interval(node.expression, "DAY"))
    if other == "interval":
        name = "TIMESTAMP" if one == "timestamptz" else "DATETIME"
        return call(f"{name}_{move}", node.this, _interval(*interval_step(node.expression)))
    if kind_of(node) == "elapsed" and one != "elapsed":
        return operation(exp.Sub, _micros(node.this), _micros(node.expression))
    return arithmetic(node, timezone)


def _interval(amount: exp.Expr, unit: str) -> exp.Expr:
    return exp.Interval(this=exp.paren(amount.copy()), unit=exp.var(unit))


def _seconds(micros: exp.Expr) -> exp.Expr:
    million = exp.Literal.number(1_000_000)
    return exp.paren(exp.Div(this=typed(micros, "NUMERIC"), expression=million))


def _extract(node: exp.Expr, _: str) -> exp.Expr:
    part, kind = node.name.upper(), kind_of(node.expression)
    if part == "EPOCH":
        return _seconds(node.expression if kind == "elapsed" else _micros(node.expression))
    if kind == "elapsed":
        return call("DIV", node.expression, 86_400_000_000)
    if part == "SECOND":
        whole = operation(exp.Mul, _field("SECOND", node.expression), 1_000_000)
        return _seconds(operation(exp.Add, whole, _field("MICROSECOND", node.expression)))
    if part == "ISODOW":
        after_sunday = operation(exp.Add, _field("DAYOFWEEK", node.expression), 5)
        return operation(exp.Add, call("MOD", after_sunday, 7), 1)
    name, shift = _FIELDS.get(part, (part, 0))
    found = _field(name, node.expression)
    return operation(exp.Add, found, shift) if shift else found


def _field(name: str, time: exp.Expr) -> exp.Expr:
    return exp.Extract(this=exp.var(name), expression=time.copy())


def _truncated(node: exp.Expr, _: str) -> exp.Expr:
    unit = node.text("unit").upper()
    return call("DATETIME_TRUNC", node.this, exp.var(_UNITS.get(unit, unit)))


def _formatted(node: exp.Expr, _: str) -> exp.Expr:
    layout = as_expression(node.args["format"].name)
    return call("FORMAT_DATETIME", layout, typed(node.this, "DATETIME"))


RULES: Rewrites = {
    exp.AtTimeZone: at_time_zone(to_local, to_instant),
    exp.Add: _moved,
    exp.Sub: _moved,
    exp.Extract: _extract,
    exp.TimestampTrunc: _truncated,
    exp.DateTrunc: _truncated,
    exp.TimeToStr: _formatted,
}
