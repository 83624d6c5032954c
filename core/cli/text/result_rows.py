"""The rows of a run's results, each with what was stored before it and what the run changed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from core.catalog import Entry
from core.compute import Changes, TaskResult
from core.model import UNANSWERED, Key, Row, same_value


@dataclass(frozen=True, slots=True)
class ResultRow:
    """One row of a result.

    `before` is the computed row that was stored, `manual` the value over it that a person set.
    `change` is what the run changed in one word, a key of the summary.
    """

    entry: Entry
    row: Row
    before: Row | None
    manual: Row | None
    change: str


@dataclass(frozen=True, slots=True)
class _RowIndex:
    """The rows of one result by key: a breakdown may have thousands."""

    before: dict[Key, Row]
    manual: dict[Key, Row]
    written: dict[Key, Row]
    covered: frozenset[Key]
    restated: frozenset[Key]

    def change(self, row: Row, key: Key) -> str:
        if row.outcome in UNANSWERED:
            return row.outcome
        if key in self.covered:
            return "covered"
        if key not in self.written:
            return "unchanged"
        if key in self.restated:
            return "changed"
        before = self.before.get(key)
        if row.outcome == "none" and not (before and same_value(before, row)):
            return "none"
        return "updated" if before and before.outcome not in UNANSWERED else "new"


def result_rows(results: Iterable[TaskResult]) -> list[ResultRow]:
    """Return the computed rows, and behind those of each task the fields not returned any more."""
    rows: list[ResultRow] = []
    for result in results:
        rows += _rows_of(result)
    return rows


def _rows_of(result: TaskResult) -> Iterator[ResultRow]:
    index = _index(result, result.changes)
    computed = {row.key: row for row in result.rows}
    gone = {key: row for key, row in index.written.items() if key not in computed}
    for key, row in (*computed.items(), *gone.items()):
        before, manual = index.before.get(key), index.manual.get(key)
        yield ResultRow(result.task.entry, row, before, manual, index.change(row, key))


def _index(result: TaskResult, changes: Changes) -> _RowIndex:
    before = {row.key: row for row in result.before}
    manual = {row.key: row for row in result.by_hand}
    written = {row.key: row for row in changes.written}
    covered = frozenset(row.key for row in changes.covered)
    restated = frozenset(restated.key for restated in changes.restated)
    return _RowIndex(before, manual, written, covered, restated)
