"""Whether the targets of the quarter will be reached, the most endangered first. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from core.analysis import Outlook, find_outlook, key_of, targets_of
from core.model import counted
from core.review.document import ReviewItem, ReviewList, ReviewNumber, ReviewPart, ReviewTone
from core.review.facts import ReviewFacts
from core.review.movements import Movement
from core.review.texts import person

_ADDS = ("sum", "ratio", "last")
_NOTHING = "No KPI has a target over a quarter or a year."
_EVEN = 0.5


def outlook_part(facts: ReviewFacts, movements: Sequence[Movement]) -> ReviewPart:
    """Return the section of the outlook."""
    found = [(each, outlook) for each in movements if (outlook := outlook_of(facts, each))]
    found.sort(key=lambda pair: (_order(pair[1]), pair[0].line.entry.number))
    items = [_item(movement, outlook) for movement, outlook in found]
    without = len(movements) - len(items)
    if items and without:
        text = f"{counted(without, 'other KPI')} without a target over a quarter or a year."
        items.append(ReviewItem((text,), tone="quiet"))
    blocks = (ReviewList(tuple(items)),) if items else ()
    return ReviewPart("outlook", "Outlook", blocks, _NOTHING)


def outlook_of(facts: ReviewFacts, movement: Movement) -> Outlook | None:
    """Return the outlook of a KPI with a target; None where its values have none over a span."""
    row, line = movement.row, movement.line
    adds = line.entry.kpi.adds
    if row is None or row.value is None or row.target is None or adds not in _ADDS:
        return None
    settling = facts.settling.get(line.entry.number)
    found = find_outlook(
        line.series,
        movement.period,
        adds=adds,
        targets=targets_of(row, line.definition, facts.target_changes_of(row)),
        year_begins=facts.runner.year_begins,
        settles={each.key: each for each in settling.projections} if settling else {},
    )
    return found if found and found.goal is not None else None


def _order(outlook: Outlook) -> float:
    """Return the probability to sort by; one that is not known comes last."""
    return 2.0 if outlook.probability is None else outlook.probability


def _item(movement: Movement, outlook: Outlook) -> ReviewItem:
    sentence = ReviewNumber(outlook.sentence, key_of(outlook.row), "sentence")
    remark = " · ".join(filter(None, (person(movement.line.owner), outlook.remark)))
    text = (f"{movement.line.name}, {outlook.span}: ", sentence, ".")
    return ReviewItem(text, (remark,), _tone(outlook))


def _tone(outlook: Outlook) -> ReviewTone:
    if outlook.probability is None:
        return "quiet"
    return "good" if outlook.probability >= _EVEN else "watch"
