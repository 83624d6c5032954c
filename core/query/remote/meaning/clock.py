"""The meaning of parts of times and intervals that are written by means of others. Pure."""

from __future__ import annotations

from sqlglot import exp

from core.query.remote.kinds import OPEN, Unproven, ValueKind
from core.query.remote.meaning.functions import RULES as FUNCTIONS
from core.query.remote.meaning.interpreter import Interpreter, MeaningRule
from core.query.remote.meaning.intervals import length_of, pieces_of
from core.query.remote.meaning.mathematics import kind_alone, written

_OF_SECONDS = {"MILLISECONDS": 1_000, "MICROSECONDS": 1_000_000}
# The years before the first, and how many one has; PostgreSQL counts a century from its year 1.
_OF_YEARS = {"DECADE": (0, 10), "CENTURY": (99, 100), "MILLENNIUM": (999, 1000)}
_OF_ELAPSED = {"HOUR": (3600, 24), "MINUTE": (60, 60)}
_SHORT = ("SECOND", "MINUTE", "HOUR")


def _extract(node: exp.Expr, interpreter: Interpreter) -> ValueKind:
    part, value = node.name.upper(), node.expression
    made: exp.Expr | None = None
    if isinstance(value.unnest(), exp.Interval):
        made = exp.Literal.number(_part_of_interval(value.unnest(), part))
        made = exp.Cast(this=made, to=exp.DataType.build("decimal", "postgres"))
    elif part in _OF_SECONDS:
        made = exp.Mul(this=_part("SECOND", value), expression=_number(_OF_SECONDS[part]))
    elif part in _OF_YEARS:
        before, count = _OF_YEARS[part]
        year = exp.Cast(this=_part("YEAR", value), to=exp.DataType.build("int", "postgres"))
        since = exp.paren(exp.Add(this=year, expression=_number(before)))
        whole = exp.paren(exp.IntDiv(this=since, expression=_number(count)))
        made = exp.Cast(this=whole, to=exp.DataType.build("decimal", "postgres"))
    elif part in _OF_ELAPSED and kind_alone(value, interpreter) == "elapsed":
        made = _part_of_elapsed(value, *_OF_ELAPSED[part])
    return written(node, exp.paren(made), interpreter) if made else _FUNCTION(node, interpreter)


_FUNCTION = FUNCTIONS[exp.Extract]


def _part_of_interval(interval: exp.Expr, part: str) -> str:
    """Return a field of an interval as PostgreSQL keeps it: months, days and a time.

    Raises:
        Unproven: It is not a plain one, or the field is none of these.
    """
    pieces = pieces_of(interval)
    if pieces is None:
        raise Unproven(f"the interval {interval.sql(dialect='postgres')}; write whole numbers")
    found = length_of(pieces, part)
    if found is None:
        raise Unproven(f"extract({part.lower()} FROM an interval); use epoch")
    return found


def _part_of_elapsed(value: exp.Expr, seconds: int, most: int) -> exp.Expr:
    units = exp.Trunc(
        this=exp.Div(this=exp.paren(_part("EPOCH", value)), expression=_number(seconds))
    )
    whole = exp.Cast(this=units, to=exp.DataType.build("bigint", "postgres"))
    rest = exp.paren(exp.Mod(this=whole, expression=_number(most)))
    return exp.Cast(this=rest, to=exp.DataType.build("decimal", "postgres"))


def _part(name: str, value: exp.Expr) -> exp.Expr:
    return exp.Extract(this=exp.var(name), expression=value.copy())


def _number(value: int) -> exp.Expr:
    number: exp.Expr = exp.Literal.number(value)
    return number


def _truncated(node: exp.Expr, interpreter: Interpreter) -> ValueKind:
    """Write date_trunc in another zone, and of an instant to its hour, as local time of a zone."""
    unit, zone = node.text("unit").upper(), node.args.get("zone")
    kind = kind_alone(node.this, interpreter)
    if zone is None and not (unit in _SHORT and kind == "timestamptz"):
        return FUNCTIONS[exp.TimestampTrunc](node, interpreter)
    if kind != "timestamptz" and kind not in OPEN:
        raise Unproven(f"date_trunc of {kind} with a time zone; leave the zone out")
    # An hour begins everywhere at once, unless a zone is some minutes off.
    at = zone.copy() if zone is not None else exp.Literal.string("UTC")
    local = exp.AtTimeZone(this=exp.paren(node.this.copy()), zone=at)
    begin = exp.TimestampTrunc(this=local, unit=exp.var(unit))
    begin.meta["whole_hours"] = zone is None and unit == "HOUR"
    return written(node, exp.AtTimeZone(this=begin, zone=at.copy()), interpreter)


def _from_parts(node: exp.Expr, interpreter: Interpreter) -> ValueKind:
    """Write make_timestamp of numbers as a literal."""
    names = ("year", "month", "day", "hour", "min", "sec")
    parts = [node.args.get(name) for name in names]
    if not all(isinstance(part, exp.Literal) for part in parts):
        raise Unproven("make_timestamp of columns; use make_date and intervals")
    year, month, day, hour, minute = (int(part.name) for part in parts[:5] if part)
    seconds = float(parts[5].name) if parts[5] else 0.0
    text = f"{year:04}-{month:02}-{day:02} {hour:02}:{minute:02}:{seconds:09.6f}"
    literal = exp.Literal.string(text)
    made = exp.Cast(this=literal, to=exp.DataType.build("timestamp", "postgres"))
    return written(node, made, interpreter)


RULES: dict[type[exp.Expr], MeaningRule] = {
    exp.Extract: _extract,
    exp.TimestampTrunc: _truncated,
    exp.TimestampFromParts: _from_parts,
}
