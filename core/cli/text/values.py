"""Stored rows as a table, as JSON and as CSV."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping, Sequence

from core.cli.text.tables import table
from core.model import Row, as_json, format_value

NO_VALUE = "–"


def value_text(row: Row) -> str:
    """Return a row's value in its unit, or a dash."""
    return NO_VALUE if row.value is None else format_value(row.value, row.unit)


def label(row: Row, names: Mapping[tuple[str, int], str]) -> str:
    """Return the name of a row's KPI, with the field's label if the KPI is broken down."""
    return with_field(names.get((row.domain, row.kpi_number), row.field_name), row.field_details)


def with_field(name: str, field: str) -> str:
    """Return a KPI's name with the label of a field of its breakdown, if there is one."""
    return f"{name} › {field}" if field else name


def note_text(row: Row) -> str:
    """Return the remarks that belong to a value, or the reason why there is none."""
    return "; ".join(text for text in (_state(row), row.reason, row.remark) if text)


def _state(row: Row) -> str:
    if row.partial:
        return "partial"
    return f"provisional until {row.provisional_until}" if row.provisional_until else ""


def rows_text(rows: Sequence[Row], form: str, names: Mapping[tuple[str, int], str]) -> str:
    """Return rows as `table`, `csv` or `json`; `names` are those of the KPIs."""
    if form == "json":
        return json.dumps([as_json(row) for row in rows], indent=2, ensure_ascii=False)
    if form == "csv":
        return _csv(rows)
    lines = [
        (
            row.domain,
            f"{row.kpi_number:02}",
            label(row, names),
            row.period.label,
            value_text(row),
            note_text(row),
        )
        for row in rows
    ]
    return table(lines, ("domain", "no", "KPI", "period", "value", "note"), right=(1, 4))


def _csv(rows: Sequence[Row]) -> str:
    columns = list(as_json(rows[0])) if rows else ["domain"]
    out = io.StringIO()
    writer = csv.DictWriter(out, columns, lineterminator="\n")
    writer.writeheader()
    writer.writerows(as_json(row) for row in rows)
    return out.getvalue().rstrip("\n")
