"""How results read on a terminal: tables, sparklines, JSON and CSV."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping, Sequence
from typing import Any
from unicodedata import east_asian_width

from core.journey import TaskResult
from core.ledger import Change
from core.period import Period
from core.publish.formats import shown
from core.rows import Row
from core.task import Task

_BARS = "▁▂▃▄▅▆▇█"
_FULL_LISTING = 120

CAUSES = {"definition": "new definition", "data": "late or changed data"}


def table(rows: Sequence[Sequence[str]], header: Sequence[str], right: Sequence[int] = ()) -> str:
    """Return rows as aligned columns under a header; the columns `right` are aligned to the right."""
    lines = [[" ".join(str(cell).splitlines()) for cell in row] for row in (header, *rows)]
    widths = [max(_width(line[index]) for line in lines) for index in range(len(header))]
    padded = [
        "  ".join(
            " " * (widths[index] - _width(cell)) + cell
            if index in right
            else cell + " " * (widths[index] - _width(cell))
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
        " " if value is None else _BARS[round((value - low) / span * steps) if span else steps // 2] for value in values
    )


def value_text(row: Row) -> str:
    """Return a row's value in its unit, or a dash."""
    return "–" if row.value is None else shown(row.value, row.unit)


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
        writer = csv.DictWriter(out, list(record(rows[0])) if rows else ["domain"], lineterminator="\n")
        writer.writeheader()
        writer.writerows(record(row) for row in rows)
        return out.getvalue().rstrip("\n")
    lines = [
        (row.domain, f"{row.kpi_number:02}", label(row, names), row.period.label, value_text(row), row.reason)
        for row in rows
    ]
    return table(lines, ("domain", "no", "KPI", "period", "value", "note"), right=(1, 4))


def label(row: Row, names: Mapping[tuple[str, int], str]) -> str:
    """Return a row's KPI name, with its breakdown's label."""
    name = names.get((row.domain, row.kpi_number), row.field_name)
    return f"{name} › {row.field_details}" if row.field_details else name


def results_text(results: Sequence[TaskResult]) -> str:
    """Return a run's results beside what was stored; of a long run only what failed or replaced another value."""
    pairs = [(result, row) for result in results for row in _rows(result)]
    if len(pairs) > _FULL_LISTING:
        pairs = [
            (result, row)
            for result, row in pairs
            if row.outcome == "failed" or _was(result, row) not in ("", value_text(row))
        ]
    lines = []
    for result, row in pairs:
        entry = result.task.entry
        name = label(row, {(entry.domain, entry.number): entry.kpi.name})
        note = f"{entry.file}: {row.reason}" if row.outcome == "failed" else row.reason
        if row.partial:
            note = f"partial; {note}".removesuffix("; ")
        lines.append(
            (entry.domain, f"{entry.number:02}", name, row.period.label, value_text(row), _was(result, row), note)
        )
    if not lines:
        return ""
    return table(lines, ("domain", "no", "KPI", "period", "value", "stored", "note"), right=(1, 4, 5))


def _rows(result: TaskResult) -> tuple[Row, ...]:
    """Return what a task computed, and what it changed besides: a field that it no longer returns."""
    return *result.rows, *(row for row in result.changes.written if row not in result.rows)


def _was(result: TaskResult, row: Row) -> str:
    before = next((old for old in result.before if old.field_details == row.field_details), None)
    return value_text(before) if before else ""


def results_json(results: Sequence[TaskResult]) -> str:
    """Return a run's results as JSON: each row with the value stored before it and what became of it."""
    records = []
    for result in results:
        before = {row.field_details: row for row in result.before}
        for row in _rows(result):
            old = before.get(row.field_details)
            records.append(record(row) | {"stored_value": old.value if old else None, "change": change(result, row)})
    return json.dumps(records, indent=2, ensure_ascii=False)


def change(result: TaskResult, row: Row) -> str:
    """Return `new`, `changed`, `unchanged`, `none` or `failed`: what a run made of a row."""
    if row.outcome == "failed":
        return "failed"
    if row not in result.changes.written:
        return "unchanged"
    if any(restated.new == row for restated in result.changes.restated):
        return "changed"
    if row.outcome == "none":
        return "none"
    return "updated" if any(old.field_details == row.field_details for old in result.before) else "new"


def summary(results: Sequence[TaskResult], *, dry_run: bool) -> str:
    """Return one sentence on what a run did, or with `dry_run` would do, to the store."""
    counts: dict[str, int] = {}
    for result in results:
        for row in _rows(result):
            kind = change(result, row)
            counts[kind] = counts.get(kind, 0) + 1
    texts = {
        "new": "new",
        "changed": "changed",
        "updated": "updated without a change of value",
        "none": "without a value",
        "unchanged": "unchanged",
        "failed": "failed",
    }
    parts = [f"{counts[kind]} {text}" for kind, text in texts.items() if kind in counts]
    if set(counts) <= {"unchanged"}:
        return f"nothing {'would change' if dry_run else 'changed'}: {counts.get('unchanged', 0)} values are as stored"
    return f"{', '.join(parts)}{' (dry run, nothing written)' if dry_run else ''}"


def stale_text(stale: Sequence[Task]) -> str:
    """Return which stored values no longer follow from what they were made of."""
    series: dict[str, list[Period]] = {}
    for task in stale:
        series.setdefault(task.entry.id, []).append(task.period)
    lines = (f"{name} {_periods(sorted(periods))}" for name, periods in sorted(series.items()))
    return f"now stale: {', '.join(lines)}; run them too, or leave out --only"


def _periods(periods: Sequence[Period]) -> str:
    return str(periods[0]) if len(periods) == 1 else f"{periods[0]}..{periods[-1]}"


def changes_text(changes: Sequence[Change], units: Mapping[tuple[str, int], tuple[str, str]]) -> str:
    """Return changed values for people; `units` gives each KPI's name and unit."""
    lines = []
    for change in changes:
        name, unit = units.get((change.domain, change.kpi_number), (f"kpi_{change.kpi_number:02}", "number"))
        details = f" › {change.field_details}" if change.field_details else ""
        was, now = told(change.old_value, change.old_reason, unit), told(change.new_value, change.new_reason, unit)
        moment = f"{change.restated_at:%Y-%m-%d %H:%M}"
        cause = CAUSES.get(change.cause, change.cause)
        who = (change.domain, f"{change.kpi_number:02}", f"{name}{details}")
        lines.append((*who, change.period, was, now, cause, moment, change.run_id))
    header = ("domain", "no", "KPI", "period", "was", "is", "because", "since (UTC)", "run")
    return table(lines, header, right=(1, 4, 5))


def told(value: float | None, reason: str, unit: str) -> str:
    """Return a value in its unit, or that there was none and why."""
    return shown(value, unit) if value is not None else f"none ({reason})" if reason else "none"
