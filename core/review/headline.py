"""The answers at the head of a review: what moved, whose it is, and whether it is final. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from core.analysis import amount_text
from core.model import counted
from core.review.document import ReviewItem, ReviewNumber, ReviewTone, Text
from core.review.facts import ReviewFacts
from core.review.movements import Movement
from core.review.texts import change_text, names_text, person, time_text, value_text
from core.status import JUDGED

_MOST_OWNERS = 4


def headline_items(facts: ReviewFacts, movements: Sequence[Movement]) -> tuple[ReviewItem, ...]:
    """Return one line each on what moved, why, whose it is, and what is final."""
    return (_moved(movements), _why(facts, movements), _whose(movements), _finality(movements))


def _moved(movements: Sequence[Movement]) -> ReviewItem:
    """Name the north star and what is unusual, and count what is on track."""
    text: Text = ()
    for each in movements:
        if each.is_north_star and each.row:
            text = (f"{each.line.name} ", *value_text(each.row))
            changed = change_text(each.row, each.before)
            text = (*text, ", ", *changed, "; ") if changed else (*text, "; ")
    unusual = [each.line.name for each in movements if each.is_unusual]
    judged = [each for each in movements if each.status in JUDGED]
    off = [each for each in judged if each.is_off_target]
    parts = [f"unusual: {names_text(unusual)}"] if unusual else ["nothing unusual"]
    crossed = [each.line.name for each in movements if each.has_new_status]
    if crossed:
        parts.append(f"crossed the target: {names_text(crossed)}")
    if judged:
        parts.append(f"{len(judged) - len(off)} of {len(judged)} targets on track")
    tone: ReviewTone = "watch" if off or unusual else "good"
    return ReviewItem((*text, "; ".join(parts)), tone=tone, label="What moved")


def _why(facts: ReviewFacts, movements: Sequence[Movement]) -> ReviewItem:
    """Name the greatest part of the north star's change, events, and comments."""
    parts: list[str | ReviewNumber] = []
    change = facts.change
    drivers = sorted(change.contributions if change else (), key=lambda each: -abs(each.amount))
    if change and drivers and drivers[0].key:
        amount = amount_text(drivers[0].amount, change.unit)
        number = ReviewNumber(amount, drivers[0].key, "derived")
        parts += [number, f" of the north star from {drivers[0].label}; "]
    events = facts.events_of([facts.period])
    if events:
        parts.append(f"{names_text([event.text for event in events])}; ")
    exceptions = [each for each in movements if each.is_exception]
    said = [each for each in exceptions if each.line.comment is not None]
    commented = f"{len(said)} of {counted(len(exceptions), 'exception')} explained by a comment"
    parts.append(commented if exceptions else "no exception to explain")
    is_silent = len(said) < len(exceptions)
    return ReviewItem(tuple(parts), tone="watch" if is_silent else "good", label="Why")


def _whose(movements: Sequence[Movement]) -> ReviewItem:
    """Name the owners of exceptions, those of most first."""
    owners = Counter(person(each.line.owner) for each in movements if each.is_exception)
    names = [f"{owner} ({count})" for owner, count in owners.most_common()]
    text = names_text(names, _MOST_OWNERS) if names else "nobody has an exception"
    return ReviewItem((text,), tone="watch" if names else "good", label="Whose")


def _finality(movements: Sequence[Movement]) -> ReviewItem:
    missing = [each.line.name for each in movements if each.is_missing]
    open_ = [each.line.name for each in movements if each.finality]
    parts = []
    if open_:
        parts.append(f"{len(open_)} may still change: {names_text(open_)}")
    if missing:
        parts.append(f"{len(missing)} without a value: {names_text(missing)}")
    text = "; ".join(parts) or "yes, all values"
    return ReviewItem((text,), tone="watch" if parts else "good", label="Final")


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
