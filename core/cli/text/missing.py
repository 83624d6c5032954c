"""Missing values as a table, as JSON and as CSV."""

from __future__ import annotations

from collections.abc import Sequence

from core.cli.text.records import csv_text, json_text
from core.cli.text.tables import table
from core.cli.text.values import with_field
from core.explain import MissingValue

_HEADER = ("domain", "no", "KPI", "period", "state", "reason")
_COLUMNS = ("domain", "kpi_number", "name", "field_details", "period", "state", "reason")


def missing_text(missing: Sequence[MissingValue], form: str) -> str:
    """Return missing values as `table`, `csv` or `json`."""
    if form == "json":
        return json_text([_record(each) for each in missing])
    if form == "csv":
        return csv_text([_record(each) for each in missing], _COLUMNS)
    return table([_line(each) for each in missing], _HEADER, right=(1,))


def _line(missing: MissingValue) -> tuple[str, ...]:
    entry = missing.entry
    return (
        entry.domain,
        f"{entry.number:02}",
        with_field(entry.kpi.name, missing.field),
        missing.period.label,
        missing.state.value,
        missing.reason,
    )


def _record(missing: MissingValue) -> dict[str, str | int]:
    entry = missing.entry
    return {
        "domain": entry.domain,
        "kpi_number": entry.number,
        "name": entry.kpi.name,
        "field_details": missing.field,
        "period": missing.period.label,
        "state": missing.state.value,
        "reason": missing.reason,
    }
