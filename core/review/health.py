"""The health of values, sources and runs: what keeps the page from being whole. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from core.model import counted
from core.review.document import ReviewItem, ReviewList, ReviewTone
from core.review.facts import ReviewFacts
from core.review.movements import Movement
from core.review.texts import time_text
from core.store import CheckRecord, PastRun

_WELL = ("passed", "excused", "accepted")
_TONES: dict[str, ReviewTone] = {"blocked": "alarm", "late": "watch", "warned": "watch"}
_MOST = 10


def health_blocks(facts: ReviewFacts, movements: Sequence[Movement]) -> tuple[ReviewList, ...]:
    """Return one list each for values, sources and runs."""
    return (
        ReviewList(tuple(_values(movements)), "Values"),
        ReviewList(tuple(_sources(facts.checks)), "Sources"),
        ReviewList(tuple(_runs(facts)), "Runs"),
    )


def _values(movements: Sequence[Movement]) -> Iterator[ReviewItem]:
    missing = [each for each in movements if each.is_missing]
    open_ = [each for each in movements if each.finality]
    final = len(movements) - len(missing) - len(open_)
    yield ReviewItem((f"{final} of {counted(len(movements), 'KPI')} are final.",), tone="good")
    for each in open_:
        yield ReviewItem((f"{each.line.name}: {each.finality}.",), tone="watch")
    for each in missing:
        reason = each.row.reason if each.row else "no run has computed it yet"
        yield ReviewItem((f"{each.line.name}: {' '.join(reason.split())}",), tone="alarm")


def _sources(checks: Sequence[CheckRecord]) -> Iterator[ReviewItem]:
    if not checks:
        yield ReviewItem(("No source of this scorecard has a check.",), tone="quiet")
        return
    outcomes = Counter(check.outcome in _WELL for check in checks)
    sources = len({check.source for check in checks})
    text = f"{outcomes[True]} of {counted(len(checks), 'check')} on {counted(sources, 'source')}"
    yield ReviewItem((f"{text} passed.",), tone="quiet" if outcomes[False] else "good")
    bad = [check for check in checks if check.outcome not in _WELL]
    for check in bad[:_MOST]:
        text = f"{check.source}, {check.check_name}: {check.outcome}, {check.message}"
        yield ReviewItem((" ".join(text.split()),), tone=_TONES.get(check.outcome, "watch"))
    if len(bad) > _MOST:
        yield ReviewItem((f"{len(bad) - _MOST} more; scorecard quality lists all.",))


def _runs(facts: ReviewFacts) -> Iterator[ReviewItem]:
    zone = facts.runner.zone
    failed = [past for past in facts.runs if past.outcome in ("failed", "interrupted")]
    well = sum(past.outcome == "ok" for past in facts.runs)
    text = f"{well} of {counted(len(facts.runs), 'run')} since the last review ended well."
    yield ReviewItem((text,), tone="quiet" if failed else "good")
    for past in failed[:_MOST]:
        when = time_text(past.run.started_at, zone)
        said = f": {' '.join(past.message.split())}" if past.message else ""
        yield ReviewItem((f"The run of {when} {_ENDS[past.outcome]}{said}",), tone="alarm")
    if late := _lateness(facts):
        yield ReviewItem((late,), tone="watch")


_ENDS = {"failed": "failed", "interrupted": "was interrupted"}


def _lateness(facts: ReviewFacts) -> str:
    """Return how late the period's first complete run was; empty if it was in time."""
    period, runner = facts.period, facts.runner
    if period.cadence not in runner.schedule:
        return ""
    due = runner.due(period)
    first = _first_complete(facts.runs, runner.cut_off(period).timestamp())
    if first is None or first.finished_at is None:
        if facts.instant <= due:
            return ""
        return f"No run completed {period}, which was due {time_text(due, runner.zone)}."
    if first.finished_at <= due:
        return ""
    ended = time_text(first.finished_at, runner.zone)
    wanted = time_text(due, runner.zone)
    return f"The first complete run of {period} ended {ended}; it was due {wanted}."


def _first_complete(runs: Sequence[PastRun], cut_off: float) -> PastRun | None:
    done = [
        past for past in runs if past.outcome == "ok" and past.run.started_at.timestamp() >= cut_off
    ]
    return min(done, key=lambda past: past.run.started_at, default=None)
