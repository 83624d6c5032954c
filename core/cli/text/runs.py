"""Results of a run as a table, as JSON and as remarks for people."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from core.catalog import Entry, Task, name_periods
from core.cli.text.records import json_text
from core.cli.text.result_rows import ResultRow, result_rows
from core.cli.text.tables import table
from core.cli.text.values import label, note_text, value_text, with_field
from core.compute import TaskResult
from core.model import UNANSWERED, Period, Row, as_json, counted
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
    "withheld": "withheld",
    "late": "late",
}


def results_text(results: Sequence[TaskResult]) -> str:
    """Return results beside the stored values; of a long run only failures and replaced values."""
    rows = result_rows(results)
    if len(rows) > _FULL_LISTING:
        rows = [each for each in rows if _is_notable(each)]
    if not rows:
        return ""
    return table([_line(each) for each in rows], _HEADER, right=(1, 4, 5))


def _is_notable(each: ResultRow) -> bool:
    return each.row.outcome in UNANSWERED or _stored_text(each) not in ("", value_text(each.row))


def _line(each: ResultRow) -> tuple[str, ...]:
    entry, row = each.entry, each.row
    return (
        entry.domain,
        f"{entry.number:02}",
        label(row, {entry.key: entry.kpi.name}),
        row.period.label,
        value_text(row),
        _stored_text(each),
        _note(each),
    )


def _stored_text(each: ResultRow) -> str:
    return value_text(each.before) if each.before else ""


def _note(each: ResultRow) -> str:
    if each.row.outcome in UNANSWERED:
        return f"{each.entry.file}: {each.row.reason}"
    manual = f"the manual value {value_text(each.manual)} is kept" if each.manual else ""
    return "; ".join(text for text in (manual, note_text(each.row)) if text)


def results_json(results: Sequence[TaskResult]) -> str:
    """Return results as JSON: each row with the value stored before, and what the run changed."""
    records = [_record(each) for each in result_rows(results)]
    return json_text(records)


def _record(each: ResultRow) -> dict[str, Any]:
    stored_value = each.before.value if each.before else None
    return as_json(each.row) | {"stored_value": stored_value, "change": each.change}


def summary(results: Sequence[TaskResult], *, dry_run: bool) -> str:
    """Return in one sentence what a run changed in the store, or would change."""
    counts = Counter(each.change for each in result_rows(results))
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
        f"restated: {_cell_name(each.entry, each.row)} was {value_text(each.before)},"
        f" is {value_text(each.row)}"
        for result in results
        for each in _restated(result)
        if each.before
    ]
    if len(lines) <= _NAMED_VALUES:
        return lines
    more = counted(len(lines) - _NAMED_VALUES, "more value")
    return [*lines[:_NAMED_VALUES], f"restated: {more}; see scorecard diff"]


def _restated(result: TaskResult) -> list[ResultRow]:
    changed = {
        each.key
        for each in result.changes.restated
        if each.cause == "data" and not each.provisional
    }
    if not changed:
        return []
    return [each for each in result_rows([result]) if each.row.key in changed]


def manual_lines(results: Sequence[TaskResult]) -> list[str]:
    """Return the manual values that a run kept, each with the value that it computed."""
    lines = []
    for result in results:
        computed = {row.key: row for row in result.rows}
        for manual in result.by_hand:
            name = _cell_name(result.task.entry, manual)
            found = _computed_text(computed.get(manual.key))
            lines.append(f"{name} keeps its manual value {value_text(manual)}; computed: {found}")
    return lines


def _computed_text(row: Row | None) -> str:
    if row is None:
        return "nothing"
    return row.reason if row.value is None else value_text(row)


def _cell_name(entry: Entry, row: Row) -> str:
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
