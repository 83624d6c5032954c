"""A plan's steps, computed in order, compared with the store and remembered for later steps."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from core.catalog import Catalogue, Step, Task
from core.compute.batches import Batches
from core.compute.changes import Changes, compare
from core.compute.computer import Computer
from core.compute.goals import Revisions, find_goal
from core.compute.history import History
from core.compute.outcome import Computed
from core.compute.rows import make_row, oddities
from core.engines import interruptible
from core.model import UNANSWERED, Goal, Key, Outcome, Row
from core.settings import Settings

Progress = Callable[[Task, int, int], None]


@dataclass(frozen=True, slots=True)
class Verdict:
    """A judgement on the answers of a task: whether they are let through, and what to remark.

    `outcome` is `value` if they are; else `withheld` or `late`, with the reason.
    """

    outcome: Outcome = "value"
    reason: str = ""
    remark: str = ""


Gate = Callable[[Task, Sequence[Computed]], Verdict]
_PASSED = Verdict()


def pass_all(_: Task, __: Sequence[Computed]) -> Verdict:
    """Let all answers through."""
    return _PASSED


@dataclass(frozen=True, slots=True)
class TaskResult:
    """One task: what it computed, what was stored before, and what that changes.

    `by_hand` are the manual rows, which stay whatever is computed.
    """

    task: Task
    rows: tuple[Row, ...]
    before: tuple[Row, ...]
    changes: Changes
    by_hand: tuple[Row, ...] = ()

    @property
    def failed(self) -> bool:
        """Whether the query, or one it depends on, failed."""
        return self._has("failed")

    @property
    def withheld(self) -> bool:
        """Whether a check, or a source that is not fresh, keeps the value back."""
        return self._has("withheld", "late")

    def _has(self, *outcomes: Outcome) -> bool:
        return any(row.outcome in outcomes for row in self.rows)


@dataclass(frozen=True)
class StepComputer:
    """Computes a plan's steps in order, and remembers what later ones need of earlier ones."""

    settings: Settings
    catalogue: Catalogue
    computer: Computer
    history: History
    run_ids: Mapping[str, str]
    progress: Progress
    revisions: Revisions = field(default_factory=dict)
    gate: Gate = pass_all

    def compute(self, steps: Sequence[Step]) -> Iterator[list[TaskResult]]:
        """Yield the results of each step."""
        total, done = sum(len(step.tasks) for step in steps), 0
        batches = Batches(self.computer, steps)
        for step in steps:
            self.progress(step.tasks[0], done, total)
            with interruptible():
                answers = batches.compute(step)
            yield [self._make_result(task, answers[task.key]) for task in step.tasks]
            done += len(step.tasks)

    def _make_result(self, task: Task, computed: Sequence[Computed]) -> TaskResult:
        """Return a task's result, and remember what it changes."""
        before = self.history.computed_rows(task)
        manual = self.history.manual_rows(task)
        verdict = _PASSED
        if not any(each.outcome in UNANSWERED for each in computed):
            verdict = self.gate(task, computed)
        if verdict.outcome != "value":
            computed = (Computed(outcome=verdict.outcome, reason=verdict.reason),)
        stored = (*before.values(), *manual.values())
        goal = find_goal(self.catalogue, task, self.settings.now, stored, self.revisions)
        rows = self._make_rows(task, computed, goal, verdict.remark)
        changes = self._find_causes(task, before, compare(before, rows).keep_beneath(manual))
        result = TaskResult(task, rows, tuple(before.values()), changes, tuple(manual.values()))
        for row in rows:
            if row.outcome in UNANSWERED:
                self.history.mark_unanswered(task, row.outcome)
        self.history.apply(changes)
        return result

    def _make_rows(
        self, task: Task, computed: Sequence[Computed], goal: Goal | None, judged: str
    ) -> tuple[Row, ...]:
        remark = "; ".join(filter(None, (self._remark(task), judged)))
        run_id = self.run_ids.get(task.entry.domain, "")
        catalogue, now = self.catalogue, self.settings.now
        made_from = self.history.fingerprints(catalogue, task)
        rows = []
        for each in computed:
            said = remark if each.outcome == "value" else ""
            safe = self._without_secrets(each)
            row = make_row(catalogue, task, safe, run_id, now, said, goal)
            rows.append(replace(row, made_from=made_from) if made_from else row)
        return tuple(rows)

    def _without_secrets(self, computed: Computed) -> Computed:
        """Mask secrets in a reason: a database's message may quote a connection or a value."""
        if not computed.reason:
            return computed
        return replace(computed, reason=self.settings.scrub(computed.reason))

    def _find_causes(self, task: Task, before: Mapping[Key, Row], changes: Changes) -> Changes:
        """Return changes with their cause: of a value made from others, why those changed."""
        if not changes.restated:
            return changes
        entry, since = task.entry, min(row.computed_at for row in before.values())
        for source in entry.values:
            other = self.catalogue.by_key[entry.key_of(source)]
            periods = entry.periods_read(source, task.period)
            cause = self.history.cause_of_change(other, periods, since)
            if cause not in ("", "data"):
                changes = changes.attribute_to(cause, source.relation)
        return changes

    def _remark(self, task: Task) -> str:
        """Return what is odd about the stored values that a value is made from."""
        entry, found = task.entry, list[str]()
        for source in entry.values:
            other = self.catalogue.by_key[entry.key_of(source)]
            read = self.history.rows(other, entry.periods_read(source, task.period))
            found += oddities(source.relation, read)
        return "; ".join(found)
