"""How results read on a terminal: tables, sparklines, JSON and CSV."""

from __future__ import annotations

import csv
import io
import json
import textwrap
from collections.abc import Mapping, Sequence
from typing import Any
from unicodedata import east_asian_width

from core.model import CAUSES, Restatement, Row, format_value

_BARS = "▁▂▃▄▅▆▇█"
_FEW_WORDS = 40  # letters of a reason in a table of changes


def table(rows: Sequence[Sequence[str]], header: Sequence[str], right: Sequence[int] = ()) -> str:
    """Return rows as aligned columns under a header; the columns `right` are aligned to the right."""
    lines = [[" ".join(str(cell).splitlines()) for cell in row] for row in (header, *rows)]
    widths = [max(_width(line[index]) for line in lines) for index in range(len(header))]
    padded = [
        "  ".join(
            (
                " " * (widths[index] - _width(cell)) + cell
                if index in right
                else cell + " " * (widths[index] - _width(cell))
            )
            for index, cell in enumerate(line)
        ).rstrip()
        for line in lines
    ]
    return "\n".join((padded[0], "  ".join("-" * width for width in widths), *padded[1:]))


def _width(text: str) -> int:
    return sum(2 if east_asian_width(letter) in "WF" else 1 for letter in text)


def sparkline(values: Sequence[float | None]) -> str:
    """Return values as bars between their least and greatest; a missing one is a blank."""
    known = [value for value in values if value is not None]
    if not known:
        return ""
    low, span = min(known), max(known) - min(known)
    steps = len(_BARS) - 1
    return "".join(
        " " if value is None else _BARS[round((value - low) / span * steps) if span else steps // 2]
        for value in values
    )


def value_text(row: Row) -> str:
    """Return a row's value in its unit, or a dash."""
    return "–" if row.value is None else format_value(row.value, row.unit)


def record(row: Row) -> dict[str, Any]:
    """Return a row as one JSON object: ISO dates, instants with offset."""
    return {
        "domain": row.domain,
        "kpi_number": row.kpi_number,
        "field_name": row.field_name,
        "field_details": row.field_details,
        "range_type": row.range_type,
        "period": row.period.label,
        "period_start": row.period.first_day.isoformat(),
        "period_end": row.period.last_day.isoformat(),
        "value": row.value,
        "numerator": row.numerator,
        "denominator": row.denominator,
        "outcome": row.outcome,
        "reason": row.reason or None,
        "unit": row.unit,
        "target": row.target,
        "partial": row.partial,
        "provisional_until": row.provisional_until.isoformat() if row.provisional_until else None,
        "by_hand": row.by_hand,
        "remark": row.remark or None,
        "print_date": row.print_date.isoformat(),
        "cut_off": row.cut_off.isoformat(),
        "definition": row.definition,
        "run_id": row.run_id,
        "computed_at": row.computed_at.isoformat(),
    }


def rows_text(rows: Sequence[Row], form: str, names: Mapping[tuple[str, int], str]) -> str:
    """Return rows as `table`, `csv` or `json`."""
    if form == "json":
        return json.dumps([record(row) for row in rows], indent=2, ensure_ascii=False)
    if form == "csv":
        out = io.StringIO()
        writer = csv.DictWriter(
            out, list(record(rows[0])) if rows else ["domain"], lineterminator="\n"
        )
        writer.writeheader()
        writer.writerows(record(row) for row in rows)
        return out.getvalue().rstrip("\n")
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


def note_text(row: Row) -> str:
    """Return what a reader should know of a value, or why there is none."""
    state = (
        "partial"
        if row.partial
        else f"provisional until {row.provisional_until}"
        if row.provisional_until
        else ""
    )
    return "; ".join(text for text in (state, row.reason, row.remark) if text)


def label(row: Row, names: Mapping[tuple[str, int], str]) -> str:
    """Return a row's KPI name, with its breakdown's label."""
    name = names.get((row.domain, row.kpi_number), row.field_name)
    return f"{name} › {row.field_details}" if row.field_details else name


def changes_text(
    changes: Sequence[Restatement], units: Mapping[tuple[str, int], tuple[str, str]]
) -> str:
    """Return changed values for people; `units` gives each KPI's name and unit."""
    lines = []
    for change in changes:
        name, unit = units.get(
            (change.domain, change.kpi_number), (f"kpi_{change.kpi_number:02}", "number")
        )
        details = f" › {change.field_details}" if change.field_details else ""
        was, now = (
            value_or_reason(change.old_value, change.old_reason, unit),
            value_or_reason(change.new_value, change.new_reason, unit),
        )
        moment = f"{change.restated_at:%Y-%m-%d %H:%M}"
        who = (change.domain, f"{change.kpi_number:02}", f"{name}{details}")
        lines.append((*who, change.period, was, now, cause_text(change), moment, change.run_id))
    header = ("domain", "no", "KPI", "period", "was", "is", "because", "since (UTC)", "run")
    return table(lines, header, right=(1, 4, 5))


def cause_text(change: Restatement) -> str:
    """Return why a value changed."""
    provisional = ", while provisional" if change.provisional and change.cause == "data" else ""
    between = " of " if change.cause == "definition" else ", "
    return CAUSES[change.cause] + (f"{between}{change.note}" if change.note else "") + provisional


def value_or_reason(value: float | None, reason: str, unit: str) -> str:
    """Return a value in its unit, or that there was none and, in a few words, why."""
    if value is not None:
        return format_value(value, unit)
    return f"none ({textwrap.shorten(reason, _FEW_WORDS, placeholder=' …')})" if reason else "none"
