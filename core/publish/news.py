"""The newest value of each line and its change, which stand beside the names. Pure."""

from __future__ import annotations

from collections.abc import Container, Mapping
from dataclasses import dataclass, replace

from core.model import Key, Period, Row, change_between
from core.publish.grid import Line, day_text, period_label

PartPeriod = tuple[int, str, Period]  # number of the KPI, label of the part


def news_headers(newest: Period) -> tuple[str, str]:
    """Return the second lines of the headers: the newest period, and the one it is compared to."""
    return _short_name(newest), f"vs {_short_name(newest.shift(-1))}"


def _short_name(period: Period) -> str:
    label = period_label(period)
    return f"{label} {day_text(period.last_day)}" if period.cadence == "daily" else label


@dataclass(frozen=True, slots=True)
class News:
    """All stored rows, of all years, and the keys of those behind a break in their series."""

    stored: Mapping[PartPeriod, Row]
    breaks: Container[Key]

    def add_to(self, line: Line, newest: Period, column: int) -> Line:
        """Return a line with its cell of the newest period, and the change of its value."""
        new = self.stored.get((line.kpi_number, line.field_details, newest))
        old = self.stored.get((line.kpi_number, line.field_details, newest.shift(-1)))
        change = _change(old, new) if new and old and new.key not in self.breaks else None
        return replace(line, latest=line.cells[column], change=change)


def _change(old: Row, new: Row) -> float | None:
    """Return the change between two rows, None if one has no whole value or another unit."""
    if old.partial or new.partial or old.unit != new.unit:
        return None
    if old.value is None or new.value is None:
        return None
    return change_between(old.value, new.value, new.unit)
