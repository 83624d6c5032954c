"""The summary of a tab: what a reader sees in ten seconds. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from core.model import State
from core.publish.grid import Line
from core.status import JUDGED, Status

# Names of what needs attention first; more would not be read.
_MOST_NAMES = 3
_PLURAL = "need attention"
_ATTENTION = (Status.CRITICAL, Status.NEEDS_ATTENTION)
# What may be said of newest values, those that matter more first.
_STATES = (
    State.FAILED,
    State.WITHHELD,
    State.LATE,
    State.NOT_RUN,
    State.NO_DATA,
    State.NOT_RETURNED,
    State.STALE,
    State.PARTIAL,
    State.PROVISIONAL,
)


def summary_of(lines: Iterable[Line]) -> tuple[str, ...]:
    """Return how many values are on track, what needs attention first, and what is not final."""
    current = [line for line in lines if not line.is_retired]
    return *_statuses(current), *_states(current)


def _statuses(lines: Sequence[Line]) -> Iterator[str]:
    judged = [line for line in lines if line.judged and line.judged.status in JUDGED]
    by_status = {status: [line for line in judged if _status(line) is status] for status in JUDGED}
    if not judged:
        return
    good = len(judged) - sum(len(by_status[status]) for status in _ATTENTION)
    yield f"{Status.ON_TRACK.sign} {good} of {len(judged)} on track"
    for status in _ATTENTION:
        if worst := sorted(by_status[status], key=_progress):
            words = status.words if status is Status.CRITICAL or len(worst) == 1 else _PLURAL
            yield f"{status.sign} {len(worst)} {words}: {_names(worst)}"


def _status(line: Line) -> Status | None:
    return line.judged.status if line.judged else None


def _progress(line: Line) -> float:
    """Return the progress to sort by; a target of 0 that is missed comes first."""
    progress = line.judged.progress if line.judged else None
    return float("-inf") if progress is None else progress


def _names(lines: Sequence[Line]) -> str:
    names = [line.label for line in lines[:_MOST_NAMES]]
    more = len(lines) - len(names)
    return ", ".join((*names, f"{more} more") if more else names)


def _states(lines: Sequence[Line]) -> Iterator[str]:
    """Yield how many of the newest values are late, missing or not final."""
    counts = Counter(line.latest.state for line in lines)
    for state in _STATES:
        if counts[state]:
            yield f"{counts[state]} {state.value}"
