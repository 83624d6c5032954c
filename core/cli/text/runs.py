"""Results of a run as a table, as JSON and as remarks for people."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence

from core.catalog import Task, name_periods
from core.cli.text.tables import table
from core.cli.text.values import label, note_text, value_text, with_field
from core.compute import TaskResult
from core.model import Key, Period, Row, as_json, counted, same_value
from core.run import ManualResult

_FULL_LISTING = 120  # results; of a longer run only some are listed
_NAMED_VALUES = 10  # values that a run names on stderr
_HEADER = ("domain", "no", "KPI", "period", "value", "stored", "note")
_SUMMARY = {
    "new": "new",
    "changed": "changed",
    "updated": "updated without a change of value",
    "none": "without a value",
    "covered": "kept beneath a manual value",
    "unchanged": "unchanged",
    "failed": "failed",
}


def results_text(results: Sequence[TaskResult]) -> str:
    """Return results beside the stored values; of a long run only failures and replaced values."""
    pairs = [(result, row) for result in results for row in _rows(result)]
    if len(pairs) > _FULL_LISTING:
        pairs = [(result, row) for result, row in pairs if _is_notable(result, row)]
    if not pairs:
        return ""
    return table([_line(result, row) for result, row in pairs], _HEADER, right=(1, 4, 5))


def _rows(result: TaskResult) -> tuple[Row, ...]:
    """Return the computed rows, and those of fields that the query no longer returns."""
    return *result.rows, *(row for row in result.changes.written if row not in result.rows)


def _is_notable(result: TaskResult, row: Row) -> bool:
    return row.outcome == "failed" or _stored_text(result, row) not in ("", value_text(row))


def _line(result: TaskResult, row: Row) -> tuple[str, ...]:
    entry = result.task.entry
    return (
        entry.domain,
        f"{entry.number:02}",
        label(row, {entry.key: entry.kpi.name}),
        row.period.label,
        value_text(row),
        _stored_text(result, row),
        _note(result, row),
    )


def _stored_text(result: TaskResult, row: Row) -> str:
    before = _stored_row(result, row)
    return value_text(before) if before else ""


def _stored_row(result: TaskResult, row: Row) -> Row | None:
    return next((old for old in result.before if old.field_details == row.field_details), None)


def _note(result: TaskResult, row: Row) -> str:
    if row.outcome == "failed":
        return f"{result.task.entry.file}: {row.reason}"
    notes = [
        f"the manual value {value_text(manual)} is kept"
        for manual in result.by_hand
        if manual.key == row.key
    ]
    if note := note_text(row):
        notes.append(note)
    return "; ".join(notes)


def results_json(results: Sequence[TaskResult]) -> str:
    """Return results as JSON: each row with the value stored before, and what the run changed."""
    records = []
    for result in results:
        for row in _rows(result):
            before = _stored_row(result, row)
            stored_value = before.value if before else None
            records.append(
                as_json(row) | {"stored_value": stored_value, "change": change(result, row)}
            )
    return json.dumps(records, indent=2, ensure_ascii=False)


def change(result: TaskResult, row: Row) -> str:
    """Return what a run changed about a row in one word, a key of the summary."""
    if row.outcome == "failed":
        return "failed"
    if row in result.changes.covered:
        return "covered"
    if row not in result.changes.written:
        return "unchanged"
    if any(restated.key == row.key for restated in result.changes.restated):
        return "changed"
    before = _stored_row(result, row)
    if row.outcome == "none" and not (before and same_value(before, row)):
        return "none"
    return "updated" if before else "new"


def summary(results: Sequence[TaskResult], *, dry_run: bool) -> str:
    """Return in one sentence what a run changed in the store, or would change."""
    counts = Counter(change(result, row) for result in results for row in _rows(result))
    if set(counts) <= {"unchanged"}:
        changed = "would change" if dry_run else "changed"
        values = counted(counts["unchanged"], "value")
        verb = "is" if counts["unchanged"] == 1 else "are"
        return f"nothing {changed}: {values} {verb} as stored"
    parts = [f"{counts[kind]} {text}" for kind, text in _SUMMARY.items() if kind in counts]
    return ", ".join(parts) + (" (dry run, nothing written)" if dry_run else "")


def restated_lines(results: Sequence[TaskResult]) -> list[str]:
    """Return the settled values that changed because their data changed, at most a few of them."""
    lines = [
        _restated_line(result, restated.key)
        for result in results
        for restated in result.changes.restated
        if restated.cause == "data" and not restated.provisional
    ]
    if len(lines) <= _NAMED_VALUES:
        return lines
    more = counted(len(lines) - _NAMED_VALUES, "more value")
    return [*lines[:_NAMED_VALUES], f"restated: {more}; see scorecard diff"]


def _restated_line(result: TaskResult, key: Key) -> str:
    old = next(row for row in result.before if row.key == key)
    new = next(row for row in result.changes.written if row.key == key)
    return f"restated: {_cell_name(result, new)} was {value_text(old)}, is {value_text(new)}"


def manual_lines(results: Sequence[TaskResult]) -> list[str]:
    """Return the manual values that a run kept, each with the value that it computed."""
    return [
        f"{_cell_name(result, row)} keeps its manual value {value_text(row)};"
        f" computed: {_computed_text(result, row)}"
        for result in results
        for row in result.by_hand
    ]


def _computed_text(result: TaskResult, manual: Row) -> str:
    for row in result.rows:
        if row.field_details == manual.field_details:
            return row.reason if row.value is None else value_text(row)
    return "nothing"


def _cell_name(result: TaskResult, row: Row) -> str:
    entry = result.task.entry
    return f"{entry.id} {row.period} {with_field(entry.kpi.name, row.field_details)}"


def entered_text(result: ManualResult) -> str:
    """Return a cell's values before and after a manual one was set or removed."""
    row = result.after or result.before
    assert row is not None
    name = f"{row.domain}/kpi_{row.kpi_number:02} {row.period}"
    after = _cell_text(result.after)
    if result.before == result.after:
        return f"{name} is already {after}"
    lines = [f"{name}: {after}, was {_cell_text(result.before)}"]
    if result.report.results:
        lines.append(f"derived values: {summary(result.report.results, dry_run=False)}")
    return "\n".join(lines)


def _cell_text(row: Row | None) -> str:
    if row is None:
        return "nothing"
    note = note_text(row)
    return f"{value_text(row)} ({note})" if note else value_text(row)


def left_alone_text(tasks: Sequence[Task]) -> str:
    """Return the later values whose range covers a replaced one, which were not recomputed."""
    periods: dict[str, list[Period]] = {}
    for task in tasks:
        periods.setdefault(task.entry.id, []).append(task.period)
    series = [f"{name} {name_periods(found)}" for name, found in sorted(periods.items())]
    return f"not recomputed: {', '.join(series)}; run them too, or leave out --only"
