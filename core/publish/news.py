"""The newest value of each line and its change, which stand beside the names. Pure."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

from core.model import Key, Period, Row
from core.publish.grid import Line, day_text, period_label
from core.status import Status, ValueSeries, before, judge, year_ago, year_before

PartKey = tuple[int, str]  # number of the KPI, label of the part


def news_headers(newest: Period) -> tuple[str, str, str, str]:
    """Return the second lines of the headers: the newest period, and the one it is compared to."""
    name = _short_name(newest)
    return name, f"vs {_short_name(newest.shift(-1))}", f"vs {year_before(newest)}", name


def _short_name(period: Period) -> str:
    label = period_label(period)
    return f"{label} {day_text(period.last_day)}" if period.cadence == "daily" else label


@dataclass(frozen=True, slots=True)
class News:
    """All stored rows of each line, of all years, and the keys of those behind a break."""

    stored: Mapping[PartKey, Mapping[Period, Row]]
    breaks: Collection[Key]

    def add_to(self, line: Line, newest: Period, column: int) -> Line:
        """Return a line with its cell of the newest period, the value's change and its status."""
        rows = self.stored.get((line.kpi_number, line.field_details), {})
        begins = [period for period, row in rows.items() if self.breaks and row.key in self.breaks]
        series = ValueSeries(rows, tuple(begins))
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
        first = (min(rows) for rows in self.stored.values())
        return any(each <= period for each in first if each.cadence == period.cadence)
