"""The newest value of each line and its change, which stand beside the names. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace

from core.model import Cadence, Key, Period, Row
from core.publish.grid import Line, day_text, period_label
from core.status import Status, ValueSeries, before, judge, series_by_line, year_ago, year_before

PartKey = tuple[int, str]  # number of the KPI, label of the part

_NOTHING = ValueSeries({})


def news_headers(newest: Period) -> tuple[str, str, str, str]:
    """Return the second lines of the headers: the newest period, and the one it is compared to."""
    name = _short_name(newest)
    return name, f"vs {_short_name(newest.shift(-1))}", f"vs {year_before(newest)}", name


def _short_name(period: Period) -> str:
    label = period_label(period)
    return f"{label} {day_text(period.last_day)}" if period.cadence == "daily" else label


@dataclass(frozen=True, slots=True)
class News:
    """The series of each line, of all years, and the first stored period of each cadence."""

    series: Mapping[PartKey, ValueSeries]
    first: Mapping[Cadence, Period]

    def add_to(self, line: Line, newest: Period, column: int) -> Line:
        """Return a line with its cell of the newest period, the value's change and its status."""
        series = self.series.get((line.kpi_number, line.field_details), _NOTHING)
        rows = series.rows
        change, year = before(series, newest), year_ago(series, newest)
        unit = rows[newest].unit if newest in rows else line.unit
        judged = judge(rows[newest]) if newest in rows else None
        if judged is not None and judged.status is Status.NO_TARGET:
            judged = None
        return replace(
            line,
            latest=line.cells[column],
            change=change.in_scorecard(unit),
            year_ago=year.in_scorecard(unit),
            judged=judged,
        )

    def begins_by(self, period: Period) -> bool:
        """Return whether anything of the period's cadence is stored for it, or for earlier ones."""
        first = self.first.get(period.cadence)
        return first is not None and first <= period


def make_news(rows: Iterable[Row], breaks: Collection[Key]) -> News:
    """Return the news of the current rows of one domain; `breaks` are keys of rows behind one."""
    first: dict[Cadence, Period] = {}
    series: dict[PartKey, ValueSeries] = {}
    for (number, _, details, _, cadence), found in series_by_line(rows, breaks).items():
        series[number, details] = found
        begin = next(iter(found.rows))
        first[cadence] = min(begin, first.get(cadence, begin))
    return News(series, first)
