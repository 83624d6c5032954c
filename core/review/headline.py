"""The answers at the head of a review: what moved, whose it is, and whether it is final. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from core.model import counted
from core.review.document import ReviewItem, ReviewTone, Text
from core.review.facts import ReviewFacts
from core.review.movements import Movement
from core.review.texts import change_text, names_text, time_text, value_text
from core.status import JUDGED


def headline_items(movements: Sequence[Movement]) -> tuple[ReviewItem, ...]:
    """Return one line each on the north star, targets, comments, and finality."""
    items = [_north_star(movements), _targets(movements), _comments(movements)]
    return tuple(item for item in (*items, _finality(movements)) if item is not None)


def _north_star(movements: Sequence[Movement]) -> ReviewItem | None:
    for each in movements:
        if each.is_north_star:
            change: Text = change_text(each.row, each.before) if each.row else ()
            tail: Text = (" ", *change) if change else ()
            return ReviewItem((f"{each.line.name} ", *value_text(each.row), *tail), mark="What")
    return None


def _targets(movements: Sequence[Movement]) -> ReviewItem:
    judged = [each for each in movements if each.status in JUDGED]
    off = [each for each in judged if each.is_off_target]
    unusual = [each for each in movements if each.is_unusual]
    parts = []
    if judged:
        parts.append(f"{len(judged) - len(off)} of {len(judged)} KPIs with a target are on track")
    if unusual:
        names = names_text([each.line.name for each in unusual])
        parts.append(f"{len(unusual)} unusual: {names}")
    tone: ReviewTone = "watch" if off or unusual else "good"
    return ReviewItem(("; ".join(parts) or "No KPI has a target or process limits",), tone=tone)


def _comments(movements: Sequence[Movement]) -> ReviewItem | None:
    exceptions = [each for each in movements if each.is_exception]
    silent = [each for each in exceptions if each.line.comment is None]
    if not exceptions:
        return None
    said = f"{len(exceptions) - len(silent)} of {counted(len(exceptions), 'exception')} have"
    return ReviewItem((f"{said} a comment of their owner",), tone="watch" if silent else "good")


def _finality(movements: Sequence[Movement]) -> ReviewItem:
    missing = [each.line.name for each in movements if each.is_missing]
    open_ = [each.line.name for each in movements if each.finality]
    parts = []
    if open_:
        parts.append(f"{len(open_)} may still change: {names_text(open_)}")
    if missing:
        parts.append(f"{len(missing)} without a value: {names_text(missing)}")
    text = "; ".join(parts) or "all values are final"
    return ReviewItem((f"{text}",), tone="watch" if parts else "good")


def edition_text(facts: ReviewFacts) -> str:
    """Return the state of the page: when it was made, and whether it is locked."""
    zone = facts.runner.zone
    made = time_text(facts.instant, zone)
    locked = facts.review.locked_at(facts.period, zone)
    if locked is None:
        return f"as stored on {made}"
    if facts.instant >= locked:
        return f"locked since {time_text(locked, zone)}"
    return f"draft of {made}, open until {time_text(locked, zone)}"
