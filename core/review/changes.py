"""What changed, in at most seven sentences: by rule, the same week gives the same ones. Pure.

The north star comes first, then values that are missing, unusual ones by size times their
contribution to the north star, and values that crossed a threshold of their target. What is left is
counted in one sentence.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from core.analysis import amount_text, is_shown, key_of, rank_unusual
from core.catalog import KpiKey
from core.model import counted, format_value
from core.review.document import ReviewItem, ReviewNumber, ReviewTone, Text
from core.review.facts import ReviewFacts
from core.review.movements import Movement
from core.review.texts import TONES, change_text, goal_of_row, person, value_of
from core.status import Status

MOST_SENTENCES = 7
_MOST_DRIVERS = 2
_QUIET = 4  # the rank of what is not worth a sentence


def change_items(facts: ReviewFacts, movements: Sequence[Movement]) -> tuple[ReviewItem, ...]:
    """Return the sentences, the most important first."""
    weighed = _by_weight(facts, movements)
    ranked = sorted(
        (each for each in movements if _rank(each) < _QUIET),
        key=lambda each: (_rank(each), weighed.get(each.line.entry.key, 0), each.line.entry.number),
    )
    is_cut = len(ranked) >= MOST_SENTENCES or len(ranked) < len(movements)
    shown = ranked[: MOST_SENTENCES - 1] if is_cut else ranked
    items = [_item(each) for each in shown]
    rest = [each for each in movements if each not in shown]
    if rest:
        items.append(ReviewItem(_rest_text(rest, bool(items)), tone="quiet"))
    return tuple(items)


def _by_weight(facts: ReviewFacts, movements: Sequence[Movement]) -> Mapping[KpiKey, int]:
    """Return the place of each unusual KPI by size times contribution to the north star."""
    leaves = facts.change.leaves() if facts.change else ()
    weights = {
        (leaf.key.domain, leaf.key.kpi_number): abs(leaf.amount) for leaf in leaves if leaf.key
    }
    found = [each.unusual for each in movements if each.unusual]
    ranked = rank_unusual(found, weights)
    return {(each.row.domain, each.row.kpi_number): place for place, each in enumerate(ranked)}


def _rank(movement: Movement) -> int:
    if movement.is_north_star:
        return 0
    if movement.is_missing:
        return 1
    if movement.is_unusual:
        return 2
    return 3 if movement.has_new_status else _QUIET


def _item(movement: Movement) -> ReviewItem:
    row, line = movement.row, movement.line
    remark = [person(line.owner)]
    if row is None or row.value is None:
        reason = row.reason if row else "no run has computed it yet"
        text: Text = (f"{line.name} has no value for {movement.period}: {_sentence(reason)}",)
        return ReviewItem(text, _remark(remark), "watch")
    if why := movement.finality:
        remark.append(why)
    text = (*_movement(movement), *_unusual(movement), *_target(movement), *_drivers(movement), ".")
    return ReviewItem(text, _remark(remark), tone_of(movement))


def _remark(parts: Sequence[str]) -> Text:
    return (" · ".join(parts),)


def _sentence(reason: str) -> str:
    text = " ".join(reason.split()).rstrip(".")
    return f"{text}."


def _movement(movement: Movement) -> Text:
    row, change = movement.row, movement.before
    assert row is not None
    name, value = movement.line.name, value_of(row)
    if change.absolute is None:
        return (f"{name} is ", value)
    if change.absolute == 0:
        return (f"{name} stayed at ", value)
    verb = "rose" if change.absolute > 0 else "fell"
    old = movement.line.series.rows[movement.period.shift(-1)]
    return (f"{name} {verb} to ", value, " from ", value_of(old), ", ", *change_text(row, change))


def unusual_text(movement: Movement) -> Text:
    """Return what was expected of an unusual value; empty for a usual one."""
    found = movement.unusual
    if found is None or not found.is_unusual or found.lower is None or found.upper is None:
        return ()
    key, unit = key_of(found.row), found.row.unit
    low = ReviewNumber(format_value(found.lower, unit), key, "derived")
    high = ReviewNumber(format_value(found.upper, unit), key, "derived")
    since = found.since if found.since and found.since < found.row.period else None
    lasts = f", so since {since}" if since else ""
    return (f"unusually {found.side}, ", low, " to ", high, f" is expected{lasts}")


def _unusual(movement: Movement) -> Text:
    text = unusual_text(movement)
    return ("; ", *text) if text else ()


def _target(movement: Movement) -> Text:
    if movement.row is None or movement.status is None:
        return ()
    words = movement.status.words
    was = movement.status_before
    turned = f"{words}, was {was.words}" if movement.has_new_status and was else words
    return ("; target ", *goal_of_row(movement.row), f": {turned}")


def tone_of(movement: Movement) -> ReviewTone:
    """Return the tone of a movement: of its status, or of its sign where it has no target."""
    if movement.status is not None and movement.status is not Status.ON_TRACK:
        return TONES[movement.status]
    if movement.is_unusual:
        return "good" if movement.is_better else "watch"
    return TONES[movement.status] if movement.status else ""


def _drivers(movement: Movement) -> Text:
    """Return the greatest parts of the north star's change."""
    change = movement.line.facts.change if movement.is_north_star else None
    if change is None:
        return ()
    drivers = sorted(change.contributions, key=lambda each: -abs(each.amount))
    text: list[str | ReviewNumber] = []
    for each in drivers[:_MOST_DRIVERS]:
        if each.key and is_shown(each.amount, change.unit):
            number = ReviewNumber(amount_text(each.amount, change.unit), each.key, "derived")
            text += [", " if text else "; ", number, f" from {each.label}"]
    return tuple(text)


def _rest_text(rest: Sequence[Movement], has_items: bool) -> Text:
    other = "other " if has_items else ""
    notable = sum(each.is_exception for each in rest)
    usual = sum(each.is_usual for each in rest)
    unknown = len(rest) - notable - usual
    parts = []
    if notable:
        parts.append(f"{counted(notable, f'{other}KPI')} further below under exceptions")
    if usual:
        parts.append(f"{counted(usual, f'{other}KPI')} moved as is usual for {_them(usual)}")
    if unknown:
        parts.append(f"{counted(unknown, f'{other}KPI')} cannot be judged yet")
    return (f"{'; '.join(parts)}.",)


def _them(count: int) -> str:
    return "it" if count == 1 else "them"
