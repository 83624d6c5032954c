"""The summary of a tab: what a reader sees in ten seconds. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from core.model import State
from core.publish.grid import SEPARATOR, Line
from core.status import JUDGED, Status

# Names of what needs attention first; more would not be read.
_MOST_NAMES = 3
# Characters of a name in the headline, so that one long name does not keep out the others.
_LONGEST_NAME = 28
_PLURAL = "need attention"
_ATTENTION = (Status.CRITICAL, Status.NEEDS_ATTENTION)
# What may be said of newest values, those that matter more first; of the first three, by name.
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
_NAMED = frozenset(_STATES[:3])
# What sources withhold is said also where nothing has a target.
_ALWAYS = frozenset((State.WITHHELD, State.LATE))


@dataclass(frozen=True, slots=True)
class SummaryPart:
    """A count, such as `✗ 4 critical`, and the names of the lines that it counts, worst first."""

    count: str
    names: tuple[str, ...] = ()

    def text(self, most: int = _MOST_NAMES, longest: int | None = None) -> str:
        """Return the count with at most so many names, of at most `longest` characters."""
        names = [_cut(name, longest) for name in self.names[:most]]
        if not names:
            return self.count
        more = len(self.names) - len(names)
        return f"{self.count}: {', '.join((*names, f'{more} more') if more else names)}"


def _cut(name: str, longest: int | None) -> str:
    if longest is None or len(name) <= longest:
        return name
    return f"{name[: longest - 1].rstrip()}…"


def summary_of(lines: Iterable[Line], *, has_targets: bool = True) -> tuple[SummaryPart, ...]:
    """Return how many values are on track, what needs attention first, and what is not final.

    Without targets, only what is withheld or late.
    """
    current = list(_with_whole_names(line for line in lines if not line.is_retired))
    if not has_targets:
        return tuple(_states(current, _ALWAYS))
    return *_statuses(current), *_states(current, frozenset(_STATES))


def _with_whole_names(lines: Iterable[Line]) -> Iterator[Line]:
    """Yield lines, those of parts with the name of their KPI, whose line is before theirs."""
    names: dict[int, str] = {}
    for line in lines:
        if line.is_breakdown:
            yield replace(line, label=f"{names.get(line.kpi_number, '')} › {line.label}")
        else:
            names[line.kpi_number] = line.label
            yield line


def fit_summary(parts: Sequence[SummaryPart], room: int) -> tuple[str, ...]:
    """Return a summary with as many names as fit into so many characters; counts are complete."""
    separators = len(SEPARATOR) * (len(parts) - 1)
    left = room - sum(len(part.count) for part in parts) - separators
    texts = []
    for part in parts:
        possible = [part.text(most, _LONGEST_NAME) for most in range(_MOST_NAMES, -1, -1)]
        fitting = (text for text in possible if len(text) - len(part.count) <= left)
        text = next(fitting, part.count)
        left -= len(text) - len(part.count)
        texts.append(text)
    return tuple(texts)


def _statuses(lines: Sequence[Line]) -> Iterator[SummaryPart]:
    judged = [line for line in lines if line.judged and line.judged.status in JUDGED]
    by_status = {status: [line for line in judged if _status(line) is status] for status in JUDGED}
    if not judged:
        return
    good = len(judged) - sum(len(by_status[status]) for status in _ATTENTION)
    yield SummaryPart(f"{Status.ON_TRACK.sign} {good} of {len(judged)} on track")
    for status in _ATTENTION:
        if worst := sorted(by_status[status], key=_progress):
            words = status.words if status is Status.CRITICAL or len(worst) == 1 else _PLURAL
            names = tuple(line.label for line in worst)
            yield SummaryPart(f"{status.sign} {len(worst)} {words}", names)


def _status(line: Line) -> Status | None:
    return line.judged.status if line.judged else None


def _progress(line: Line) -> float:
    """Return the progress to sort by; a target of 0 that is missed comes first."""
    progress = line.judged.progress if line.judged else None
    return float("-inf") if progress is None else progress


def _states(lines: Sequence[Line], states: Collection[State]) -> Iterator[SummaryPart]:
    """Yield how many of the newest values are late, missing or not final.

    The parts of a KPI whose own line has the state count with it.
    """
    whole = {(line.kpi_number, line.latest.state) for line in lines if not line.is_breakdown}
    counted = [
        line
        for line in lines
        if not (line.is_breakdown and (line.kpi_number, line.latest.state) in whole)
    ]
    for state in _STATES:
        found = [line.label for line in counted if line.latest.state is state]
        if found and state in states:
            yield SummaryPart(
                f"{len(found)} {state.value}", tuple(found) if state in _NAMED else ()
            )
