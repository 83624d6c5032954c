"""Through a plan's tasks in order, each compared with what is stored, each known to those that read it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from core.catalog import Catalogue
from core.changes import Changes, compare
from core.compute import Computer, Found, cut_off
from core.config import Settings
from core.engines.base import interruptible
from core.known import Known
from core.meaning import Computed
from core.rows import Row
from core.task import Step, Task
from core.together import compute_together, groups

Progress = Callable[[Task, int, int], None]


@dataclass(frozen=True, slots=True)
class TaskResult:
    """One task with what it computed, what stood there before, and what that changes."""

    task: Task
    rows: tuple[Row, ...]
    before: tuple[Row, ...]
    changes: Changes

    @property
    def failed(self) -> bool:
        """Whether the query, or one it depends on, failed."""
        return any(row.outcome == "failed" for row in self.rows)


@dataclass
class Journey:
    """Computes a plan's tasks in order and carries what later ones need of earlier ones."""

    settings: Settings
    catalogue: Catalogue
    computer: Computer
    known: Known
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
        before = self.known.of(task).copy()
        rows = tuple(self._row(task, each) for each in computed)
        changes = compare(before, rows)
        if any(row.outcome == "failed" for row in rows):
            self.known.fail(task)
        self.known.add(changes.written)
        self.known.drop(changes.obsolete)
        return TaskResult(task, rows, tuple(before.values()), changes)

    def _row(self, task: Task, computed: Computed) -> Row:
        entry, period, now = task.entry, task.period, self.settings.now
        runner = self.catalogue.runners[entry.domain]
        return Row(
            domain=entry.domain,
            sc_name=runner.title,
            kpi_number=entry.number,
            field_name=entry.kpi.field_name,
            field_details=computed.field,
            range_type=str(entry.range),
            period=period,
            print_date=runner.cut_off(period).date(),
            cut_off=cut_off(entry, period, self.catalogue, now),
            outcome=computed.outcome,
            value=computed.value,
            numerator=computed.numerator,
            denominator=computed.denominator,
            reason=computed.reason,
            unit=entry.kpi.unit,
            target=entry.target,
            partial=period.bounds(runner.zone)[1] > now,
            definition=entry.version,
            run_id=self.run_ids.get(entry.domain, ""),
            computed_at=now,
        )
