"""Through a plan's tasks in order, each compared with what is stored, each known to those that read
it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from core.catalog import Catalogue, Step, Task
from core.compute.batches import compute_together, groups
from core.compute.changes import Changes, compare
from core.compute.computer import Computer, Found
from core.compute.history import History
from core.compute.outcome import Computed
from core.compute.rows import make_row, oddities
from core.engines import interruptible
from core.model import Row
from core.settings import Settings

Progress = Callable[[Task, int, int], None]


@dataclass(frozen=True, slots=True)
class TaskResult:
    """One task with what it computed, what stood there before, and what that changes.

    `by_hand` are the rows that a person has set, which stand whatever is computed.
    """

    task: Task
    rows: tuple[Row, ...]
    before: tuple[Row, ...]
    changes: Changes
    by_hand: tuple[Row, ...] = ()

    @property
    def failed(self) -> bool:
        """Whether the query, or one it depends on, failed."""
        return any(row.outcome == "failed" for row in self.rows)


@dataclass
class StepComputer:
    """Computes a plan's tasks in order and carries what later ones need of earlier ones."""

    settings: Settings
    catalogue: Catalogue
    computer: Computer
    known: History
    run_ids: Mapping[str, str]
    progress: Progress

    def batches(self, steps: Sequence[Step]) -> Iterator[list[TaskResult]]:
        """Yield the results of each step."""
        total, count = sum(len(step.tasks) for step in steps), 0
        together = {group[0].tasks[0].key: group for group in groups(self.computer, steps)}
        ahead: Found = {}
        for step in steps:
            self.progress(step.tasks[0], count, total)
            with interruptible():
                if group := together.get(step.tasks[0].key):
                    ahead |= compute_together(self.computer, group)
                found = {task.key: ahead.pop(task.key) for task in step.tasks if task.key in ahead}
                if len(found) < len(step.tasks):
                    found = self.computer.compute(step.tasks)
            yield [self._result(task, found[task.key]) for task in step.tasks]
            count += len(step.tasks)

    def _result(self, task: Task, computed: Sequence[Computed]) -> TaskResult:
        before = self.known.of(task)
        remark = self._remark(task)
        rows = tuple(
            make_row(
                self.catalogue,
                task,
                each,
                self.run_ids.get(task.entry.domain, ""),
                self.settings.now,
                remark if each.outcome == "value" else "",
            )
            for each in computed
        )
        by_hand = self.known.by_hand(task)
        changes = self._because(task, before.values(), compare(before, rows).beneath(by_hand))
        if any(row.outcome == "failed" for row in rows):
            self.known.fail(task)
        self.known.take(changes)
        return TaskResult(task, rows, tuple(before.values()), changes, tuple(by_hand.values()))

    def _because(self, task: Task, before: Iterable[Row], changes: Changes) -> Changes:
        """Return changes with their cause: where a value was made from others, what has changed
        those since.
        """
        if not changes.restated:
            return changes
        entry, since = task.entry, min(row.computed_at for row in before)
        for source in entry.values:
            other = self.catalogue.by_key[entry.key_of(source)]
            cause = self.known.why(other, entry.periods_read(source, task.period), since)
            if cause not in ("", "data"):
                changes = changes.caused(cause, source.relation)
        return changes

    def _remark(self, task: Task) -> str:
        """Return what is odd about the stored values that a value is made from."""
        entry = task.entry
        found = (
            (
                source.relation,
                self.known.rows(
                    self.catalogue.by_key[entry.key_of(source)],
                    entry.periods_read(source, task.period),
                ),
            )
            for source in entry.values
        )
        return "; ".join(oddity for relation, rows in found for oddity in oddities(relation, rows))
