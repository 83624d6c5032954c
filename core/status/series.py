"""One line of a scorecard as a series of stored rows, by period. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from core.model import Cadence, Key, Period, RecordedBase, Row, State

# Number of the KPI, field, label of the part, range and cadence.
LineKey = tuple[int, str, str, str, Cadence]

_WITHOUT_VALUE = {
    State.FAILED: "failed",
    State.WITHHELD: "is withheld",
    State.LATE: "is late",
    State.NOT_RETURNED: "was not returned",
}
_REMARKS = {State.PROVISIONAL: "is provisional", State.STALE: "is stale"}


@dataclass(frozen=True, slots=True)
class ValueSeries:
    """The stored rows of one line, and the periods in which a new definition begins.

    Both are in order of time. `bases` are those of process limits that runs recorded, oldest first.
    """

    rows: Mapping[Period, Row]
    breaks: tuple[Period, ...] = ()
    bases: tuple[RecordedBase, ...] = ()

    def break_between(self, old: Period, new: Period) -> Period | None:
        """Return the newest period behind `old`, up to `new`, that begins a new definition."""
        between = (each for each in self.breaks if old < each <= new)
        return max(between, default=None)

    def whole_value(self, period: Period) -> Row | None:
        """Return the row of a period that is over and has a value."""
        row = self.rows.get(period)
        return None if row is None or find_obstacle(row) else row


def series_by_line(
    rows: Iterable[Row], breaks: Collection[Key] = (), bases: Iterable[RecordedBase] = ()
) -> dict[LineKey, ValueSeries]:
    """Return the series of one domain's rows; `breaks` are keys of the first rows behind one."""
    by_line: defaultdict[LineKey, dict[Period, Row]] = defaultdict(dict)
    for row in rows:
        by_line[line_key(row)][row.period] = row
    recorded: defaultdict[LineKey, list[RecordedBase]] = defaultdict(list)
    for base in bases:
        recorded[base.line].append(base)
    return {key: _series(line, breaks, recorded.get(key, ())) for key, line in by_line.items()}


def _series(
    rows: Mapping[Period, Row], breaks: Collection[Key], bases: Iterable[RecordedBase]
) -> ValueSeries:
    # Days compare faster than periods do.
    in_order = {row.period: row for row in sorted(rows.values(), key=_first_day)}
    begins = [period for period, row in in_order.items() if row.key in breaks] if breaks else []
    return ValueSeries(in_order, tuple(begins), tuple(bases))


def _first_day(row: Row) -> date:
    return row.period.first_day


def line_key(row: Row) -> LineKey:
    """Return what identifies the line of a row within its domain."""
    return (
        row.kpi_number,
        row.field_name,
        row.field_details,
        row.range_type,
        row.period.cadence,
    )


def find_obstacle(row: Row) -> str:
    """Return why a row has no value to compare, empty if it has one.

    A value of a part of a period is none.
    """
    if row.value is None:
        return f"{row.period} {_WITHOUT_VALUE.get(row.state, 'has no value')}"
    return f"{row.period} is not over" if row.partial else ""


def remark(row: Row) -> str:
    """Return why a row's value may change, empty if it is final."""
    text = _REMARKS.get(row.state, "")
    return f"{row.period} {text}" if text else ""
