"""Changes that a person makes to a value: a manual one over the computed one, or it taken back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from core.catalog import Task
from core.compute import Changes
from core.errors import UsageError
from core.model import Key, Restatement, Row, restate, same_row, same_value
from core.store import Run


def signed(run: Run, note: str) -> str:
    """Return a note with the name of the person whose run it is."""
    return f"{run.started_by}: {note}"


def put_over(before: Row | None, row: Row, note: str) -> Changes:
    """Return the changes that put a manual row over the stored one."""
    if before is None:
        return Changes((row,))
    if same_row(before, row):
        return Changes((), unchanged=(before,))
    restated = () if same_value(before, row) else (restate(before, row, "by hand", note),)
    covered = () if before.by_hand else (before,)
    return Changes((row,), restated=restated, covered=covered)


def take_back(before: Row | None, computed: Mapping[Key, Row], task: Task, run: Run) -> Changes:
    """Return the changes that bring back the computed row beneath a manual one, if there is one.

    Raises:
        UsageError: The stored row is not a manual one.
    """
    if before is None or not before.by_hand:
        fault = f"{task.entry.id} {task.period} has no manual value"
        raise UsageError(f"{fault}; there is nothing to remove")
    covered = computed.get(before.key)
    after = covered or _without_value(before)
    restated: tuple[Restatement, ...] = ()
    if not same_value(before, after):
        # The row keeps the run that computed it; the restatement names the run that removes.
        restated_by = replace(after, run_id=run.run_id, computed_at=run.started_at)
        note = signed(run, "taken back")
        restated = (restate(before, restated_by, "by hand", note),)
    if covered is None:
        return Changes((), obsolete=(before,), restated=restated)
    return Changes((covered,), restated=restated, uncovered=(covered,))


def _without_value(row: Row) -> Row:
    return replace(row, outcome="none", value=None, reason="nothing is computed", remark="")
