"""The rows that a query needs of the tables it reads, for its parameters. Pure.

Days are those of UTC, and two more on each side. That makes them right whatever becomes of a time
on the way: local time of any zone is less than a day from UTC, and a clock once skipped a day.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, timedelta
from itertools import product
from typing import NamedTuple

from core.query.binding import PARAMETERS, Params
from core.query.row_set import ALL_ROWS, DaySpan, DaySpans, RowSet, unite

_MARGIN = 2
# What every engine can compare; ClickHouse takes an earlier day for the first one of 1900.
_CALENDAR = (date(1901, 1, 1), date(2298, 12, 31))


class DayLimit(NamedTuple):
    """A time from `earliest` to `latest` days after an anchor: a parameter, or a day as text."""

    anchor: str
    earliest: int = 0
    latest: int = 0

    def widened(self, before: int, after: int) -> DayLimit:
        """Return a limit that may lie so many days earlier or later."""
        return DayLimit(self.anchor, self.earliest + before, self.latest + after)


class RowLimit(NamedTuple):
    """A condition on a column; None where it does not limit one side."""

    column: str
    since: DayLimit | None
    until: DayLimit | None

    def moved(self, column: str, slack: int) -> RowLimit:
        """Return the limit of another column, whose times may differ by some days."""
        since = self.since and self.since.widened(-slack, slack)
        return RowLimit(column, since, self.until and self.until.widened(-slack, slack))


class TableRead(NamedTuple):
    """One place where a query reads a relation, and the limits that all rows it needs there keep.

    Names are in lower case. A limit holds if the relation has the column, and times in it.
    """

    relation: str
    limits: tuple[RowLimit, ...] = ()


def find_rows(reads: Iterable[TableRead], relation: str, periods: Sequence[Params]) -> RowSet:
    """Return the rows of a relation that a query needs for the parameters of some periods."""
    own = [read for read in reads if read.relation == relation]
    boxes = [_box(read, params) for read, params in product(own, periods)]
    return unite(boxes) if boxes else ALL_ROWS


def _box(read: TableRead, params: Params) -> DaySpans:
    columns = sorted({limit.column for limit in read.limits})
    spans = [(column, _span(read.limits, column, params)) for column in columns]
    return tuple((column, span) for column, span in spans if any(span))


def _span(limits: Iterable[RowLimit], column: str, params: Params) -> DaySpan:
    own = [limit for limit in limits if limit.column == column]
    firsts = [_first_day(limit.since, params) for limit in own if limit.since]
    lasts = [_last_day(limit.until, params) for limit in own if limit.until]
    return DaySpan(max(filter(None, firsts), default=None), min(filter(None, lasts), default=None))


def _first_day(limit: DayLimit, params: Params) -> date | None:
    return _moved(_value(limit.anchor, params), limit.earliest - _MARGIN)


def _last_day(limit: DayLimit, params: Params) -> date | None:
    value = _value(limit.anchor, params)
    # The day of an instant begins before it.
    return _moved(value, limit.latest + _MARGIN + isinstance(value, datetime))


def _value(anchor: str, params: Params) -> date:
    value: date = params[anchor] if anchor in PARAMETERS else date.fromisoformat(anchor)
    return value


def _moved(value: date, days: int) -> date | None:
    """Return the day of UTC so many days after a time; None if not every engine knows it."""
    day = value.astimezone(UTC).date() if isinstance(value, datetime) else value
    try:
        moved = day + timedelta(days=days)
    except OverflowError:
        return None
    return moved if _CALENDAR[0] <= moved <= _CALENDAR[1] else None
