"""Conditions that limit a column by a parameter or a fixed day, with the days it may differ by."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from math import ceil, floor

from sqlglot import exp

from core.query.binding import MARK, PARAMETERS
from core.query.table_reads import DayLimit, RowLimit

# Days by which a conversion between zones, a cast to a day or a step of the clock moves a time.
_SLACK = 2
_MONTH, _YEAR = 365.2425 / 12, 365.2425
# Days of a unit, and by how many a span of it may be longer or shorter.
_UNITS = {
    "MICROSECOND": (1 / 86_400_000_000, 0),
    "MILLISECOND": (1 / 86_400_000, 0),
    "SECOND": (1 / 86_400, 0),
    "MINUTE": (1 / 1440, 0),
    "HOUR": (1 / 24, 0),
    "DAY": (1.0, 0),
    "WEEK": (7.0, 0),
    "MONTH": (_MONTH, 5),
    "QUARTER": (3 * _MONTH, 5),
    "YEAR": (_YEAR, 5),
}
_TRUNCATED = {"HOUR": 1, "DAY": 1, "WEEK": 7, "MONTH": 31, "QUARTER": 92, "YEAR": 366}
_TIMES = (exp.DType.DATE, exp.DType.TIMESTAMP, exp.DType.TIMESTAMPTZ)
_FIXED = re.compile(r"\d{4}-\d\d-\d\d([ T]\d\d:\d\d(:\d\d)?)?")
_AMOUNT = re.compile(r"-?\d{1,6}")

_SINCE, _UNTIL = frozenset([exp.GT, exp.GTE, exp.EQ]), frozenset([exp.LT, exp.LTE, exp.EQ])
_MIRRORED: dict[type[exp.Expr], type[exp.Expr]] = {
    exp.GT: exp.LT,
    exp.GTE: exp.LTE,
    exp.LT: exp.GT,
    exp.LTE: exp.GTE,
    exp.EQ: exp.EQ,
}


def find_limits(condition: exp.Expr) -> Iterator[tuple[str, RowLimit]]:
    """Yield the limits that a condition sets, each with the qualifier of its column."""
    for kind, one, other in _comparisons(condition):
        column, limit = column_of(one), _limit_of(other)
        if column is None or limit is None:
            continue
        qualifier, name, slack = column
        since, until = limit if kind in _SINCE else None, limit if kind in _UNTIL else None
        yield qualifier, RowLimit(name, since, until).moved(name, slack)


def _comparisons(condition: exp.Expr) -> Iterator[tuple[type[exp.Expr], exp.Expr, exp.Expr]]:
    """Yield a condition as comparisons of something with a limit."""
    kind = type(condition)
    if kind is exp.Between and not condition.args.get("symmetric"):
        yield exp.GTE, condition.this, condition.args["low"]
        yield exp.LTE, condition.this, condition.args["high"]
    elif kind in _MIRRORED:
        yield kind, condition.this, condition.expression
        yield _MIRRORED[kind], condition.expression, condition.this


def column_of(node: exp.Expr) -> tuple[str, str, int] | None:
    """Return qualifier and name of a column, and the days by which a cast moves its times."""
    inner, slack = node.unnest(), 0
    if _is_cast_to_time(inner):
        inner, slack = inner.this.unnest(), _SLACK
    if type(inner) is not exp.Column or inner.args.get("db"):
        return None
    if type(inner.this) is not exp.Identifier:
        return None
    return inner.table.lower(), inner.name.lower(), slack


def _is_cast_to_time(node: exp.Expr) -> bool:
    return type(node) is exp.Cast and node.to.this in _TIMES


def _limit_of(node: exp.Expr) -> DayLimit | None:
    """Return the days that a bound may lie on; None if it is not known to lie on certain ones."""
    bound = node.unnest()
    kind = type(bound)
    if kind is exp.Literal and bound.is_string:
        return _fixed(bound.name)
    if _is_cast_to_time(bound):
        limit = _limit_of(bound.this)
        return limit and limit.widened(-_SLACK, _SLACK)
    if kind in (exp.DateTrunc, exp.TimestampTrunc):
        return _truncated(bound)
    if kind in (exp.Add, exp.Sub):
        return _shifted(bound)
    return None


def _fixed(text: str) -> DayLimit | None:
    mark, _, name = text.rpartition(" ")
    if mark == MARK and name in PARAMETERS:
        return DayLimit(name)
    return DayLimit(text[:10], 0, 1) if _is_day(text) else None


def _is_day(text: str) -> bool:
    try:
        return bool(_FIXED.fullmatch(text)) and bool(date.fromisoformat(text[:10]))
    except ValueError:
        return False


def _truncated(node: exp.Expr) -> DayLimit | None:
    limit = _limit_of(node.this)
    days = _TRUNCATED.get(node.text("unit").upper())
    if limit is None or days is None or node.args.get("zone"):
        return None
    return limit.widened(-days - _SLACK, _SLACK)


def _shifted(node: exp.Expr) -> DayLimit | None:
    limit, shift = _limit_of(node.this), _days_of(node.expression)
    if limit is None or shift is None:
        return None
    days, slack = shift
    moved = days if type(node) is exp.Add else -days
    return limit.widened(floor(moved) - slack - _SLACK, ceil(moved) + slack + _SLACK)


def _days_of(node: exp.Expr) -> tuple[float, int] | None:
    """Return the days of an interval or a number of days, and how much longer it may be."""
    inner = node.unnest()
    amount, unit = inner, "DAY"
    if type(inner) is exp.Interval and inner.this is not None:
        amount, unit = inner.this.unnest(), inner.text("unit").upper().removesuffix("S")
    if type(amount) is not exp.Literal or not _AMOUNT.fullmatch(amount.name):
        return None
    if unit not in _UNITS or (amount.is_string and amount is inner):
        return None
    days, slack = _UNITS[unit]
    return int(amount.name) * days, slack
