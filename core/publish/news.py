"""The newest value of each line and its change, which stand beside the names. Pure."""

from __future__ import annotations

from collections.abc import Container, Mapping
from dataclasses import dataclass, replace

from core.model import Key, Period, Row
from core.publish.grid import Line, day_text, period_label
from core.status import Status, change_of, judge

PartPeriod = tuple[int, str, Period]  # number of the KPI, label of the part


def news_headers(newest: Period) -> tuple[str, str, str]:
    """Return the second lines of the headers: the newest period, and the one it is compared to."""
    name = _short_name(newest)
    return name, f"vs {_short_name(newest.shift(-1))}", name


def _short_name(period: Period) -> str:
    label = period_label(period)
    return f"{label} {day_text(period.last_day)}" if period.cadence == "daily" else label


@dataclass(frozen=True, slots=True)
class News:
    """All stored rows, of all years, and the keys of those behind a break in their series."""

    stored: Mapping[PartPeriod, Row]
    breaks: Container[Key]

    def add_to(self, line: Line, newest: Period, column: int) -> Line:
        """Return a line with its cell of the newest period, the value's change and its status."""
        rows = {}
        for period in (newest, newest.shift(-1)):
            row = self.stored.get((line.kpi_number, line.field_details, period))
            if row is not None:
                rows[period] = row
        begin = newest if newest in rows and rows[newest].key in self.breaks else None
        change = change_of(rows, newest, newest.shift(-1), begin)
        unit = rows[newest].unit if newest in rows else line.unit
        judged = judge(rows[newest]) if newest in rows else None
        if judged is not None and judged.status is Status.NO_TARGET:
            judged = None
        amount = change.in_scorecard(unit)
        return replace(line, latest=line.cells[column], change=amount, judged=judged)
