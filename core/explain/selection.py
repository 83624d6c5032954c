"""The stored rows to explain, by KPI, period and label."""

from __future__ import annotations

from collections.abc import Sequence

from core.engines import Database
from core.errors import UsageError
from core.model import Cadence, Period, Row
from core.store import Definitions, Store

_EXAMPLES: dict[Cadence, str] = {
    "daily": "a day such as 2026-11-15",
    "weekly": "a week such as 2026-W46",
    "monthly": "a month such as 2026-11",
    "quarterly": "a quarter such as 2026-Q4",
}


def find_stored_rows(
    database: Database, domain: str, number: int, period: Period, field: str | None = None
) -> list[Row]:
    """Return the stored rows of a KPI for a period, of the series of its newest definition.

    If that series has none, return those of other series. With `field`, only the row of that label.

    Raises:
        UsageError: No such row is stored, or the period is of another cadence than the KPI.
    """
    name = f"{domain}/kpi_{number:02}"
    definition = Definitions(database).read_newest(domain).get(number)
    if definition is None:
        remedy = f"compute it with scorecard run {domain}, or see scorecard list"
        raise UsageError(f"no value of {name} is stored; {remedy}")
    stored = Store(database).rows(domain, [number], period.first_day, period.last_day)
    rows = [row for row in stored if row.period == period]
    if not rows and definition.cadence != period.cadence:
        remedy = f"give {_EXAMPLES[definition.cadence]}"
        raise UsageError(f"{name} is {definition.cadence}, but {period} is not; {remedy}")
    if not rows:
        remedy = f"compute it with scorecard run {domain} --kpi {number} --period {period}"
        raise UsageError(f"no value of {name} for {period} is stored; {remedy}")
    series = definition.field_name, definition.range_type
    current = [row for row in rows if (row.field_name, row.range_type) == series]
    if field is None:
        return current or rows
    return _with_label(current or rows, field, f"{name} for {period}")


def _with_label(rows: Sequence[Row], label: str, value: str) -> list[Row]:
    labelled = [row for row in rows if row.field_details == label]
    if labelled:
        return labelled
    labels = ", ".join(row.field_details for row in rows if row.field_details)
    remedy = f"choose one of {labels}" if labels else "it is not broken down: leave out --field"
    raise UsageError(f"{value} has no field {label!r}; {remedy}")
