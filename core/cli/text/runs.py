"""What a run did, in words: its results beside what was stored, and what a person should hear of
it.
"""

from __future__ import annotations

import json
from collections.abc import Sequence

from core.catalog import Task
from core.cli.text.values import label, note_text, record, table, value_text
from core.compute import TaskResult
from core.model import Key, Period, Row
from core.run import Entered

_FULL_LISTING = 120
_ALOUD = 10  # values that a run names on stderr


def results_text(results: Sequence[TaskResult]) -> str:
    """Return a run's results beside what was stored; of a long run only what failed or replaced
    another value.
    """
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
        note = f"{entry.file}: {row.reason}" if row.outcome == "failed" else _note(result, row)
        lines.append(
            (
                entry.domain,
                f"{entry.number:02}",
                name,
                row.period.label,
                value_text(row),
                _was(result, row),
                note,
            )
        )
    if not lines:
        return ""
    return table(
        lines, ("domain", "no", "KPI", "period", "value", "stored", "note"), right=(1, 4, 5)
    )


def _note(result: TaskResult, row: Row) -> str:
    standing = [
        f"{value_text(each)} stands, set by hand" for each in result.by_hand if each.key == row.key
    ]
    return "; ".join((*standing, *filter(None, [note_text(row)])))


def _rows(result: TaskResult) -> tuple[Row, ...]:
    """Return what a task computed, and what it changed besides: a field that it no longer returns."""
    return *result.rows, *(row for row in result.changes.written if row not in result.rows)


def _was(result: TaskResult, row: Row) -> str:
    before = next((old for old in result.before if old.field_details == row.field_details), None)
    return value_text(before) if before else ""


def results_json(results: Sequence[TaskResult]) -> str:
    """Return a run's results as JSON: each row with the value stored before it and what became of
    it.
    """
    records = []
    for result in results:
        before = {row.field_details: row for row in result.before}
        for row in _rows(result):
            old = before.get(row.field_details)
            records.append(
                record(row)
                | {
                    "stored_value": old.value if old else None,
                    "change": change(result, row),
                }
            )
    return json.dumps(records, indent=2, ensure_ascii=False)


def change(result: TaskResult, row: Row) -> str:
    """Return `new`, `changed`, `updated`, `unchanged`, `none`, `covered` or `failed`: what a run
    made of a row.
    """
    if row.outcome == "failed":
        return "failed"
    if row in result.changes.covered:
        return "covered"
    if row not in result.changes.written:
        return "unchanged"
    if any(each.key == row.key for each in result.changes.restated):
        return "changed"
    if row.outcome == "none":
        return "none"
    return (
        "updated" if any(old.field_details == row.field_details for old in result.before) else "new"
    )


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
        "covered": "kept beneath a value set by hand",
        "unchanged": "unchanged",
        "failed": "failed",
    }
    parts = [f"{counts[kind]} {text}" for kind, text in texts.items() if kind in counts]
    if set(counts) <= {"unchanged"}:
        return (
            f"nothing {'would change' if dry_run else 'changed'}: {counts.get('unchanged', 0)}"
            " values are as stored"
        )
    return f"{', '.join(parts)}{' (dry run, nothing written)' if dry_run else ''}"


def restated_lines(results: Sequence[TaskResult]) -> list[str]:
    """Return what a run changed of values that readers had taken for final, in a few lines."""
    changed = [
        (result, each)
        for result in results
        for each in result.changes.restated
        if not each.provisional and each.cause == "data"
    ]
    lines = [_restated_line(result, each.key) for result, each in changed[:_ALOUD]]
    more = (
        [f"restated: {len(changed) - _ALOUD} more values; see scorecard diff"]
        if len(changed) > _ALOUD
        else []
    )
    return lines + more


def _restated_line(result: TaskResult, key: Key) -> str:
    old = next(row for row in result.before if row.key == key)
    new = next(row for row in result.changes.written if row.key == key)
    return f"restated: {_cell_name(result, new)} was {value_text(old)}, is {value_text(new)}"


def by_hand_lines(results: Sequence[TaskResult]) -> list[str]:
    """Return which values stand that a person has set, whatever a run has computed."""
    return [
        f"{_cell_name(result, row)} stays {value_text(row)}, set by hand; computed:"
        f" {_computed(result, row)}"
        for result in results
        for row in result.by_hand
    ]


def _computed(result: TaskResult, by_hand: Row) -> str:
    found = next((row for row in result.rows if row.field_details == by_hand.field_details), None)
    return (
        "nothing"
        if found is None
        else value_text(found)
        if found.value is not None
        else found.reason
    )


def _cell_name(result: TaskResult, row: Row) -> str:
    details = f" › {row.field_details}" if row.field_details else ""
    return f"{result.task.entry.id} {row.period} {result.task.entry.kpi.name}{details}"


def entered_text(entered: Entered) -> str:
    """Return what stood in a cell before a person set it or took it back, and what stands there
    now.
    """
    before, after = _standing(entered.before), _standing(entered.after)
    row = entered.after or entered.before
    assert row is not None
    name = f"{row.domain}/kpi_{row.kpi_number:02} {row.period}"
    if entered.before == entered.after:
        return f"{name} is {after} already"
    lines = [f"{name}: {after}, was {before}"]
    if entered.report.results:
        lines.append(f"made from it: {summary(entered.report.results, dry_run=False)}")
    return "\n".join(lines)


def _standing(row: Row | None) -> str:
    if row is None:
        return "nothing"
    note = note_text(row)
    return f"{value_text(row)} ({note})" if note else value_text(row)


def stale_text(stale: Sequence[Task]) -> str:
    """Return which stored values no longer follow from what they were made of."""
    series: dict[str, list[Period]] = {}
    for task in stale:
        series.setdefault(task.entry.id, []).append(task.period)
    lines = (f"{name} {_periods(sorted(periods))}" for name, periods in sorted(series.items()))
    return f"now stale: {', '.join(lines)}; run them too, or leave out --only"


def _periods(periods: Sequence[Period]) -> str:
    return str(periods[0]) if len(periods) == 1 else f"{periods[0]}..{periods[-1]}"
