"""What changed, in at most seven sentences: by rule, the same week gives the same ones. Pure.

The north star comes first, then values that are missing, unusual ones by their distance from the
mean, and values that crossed a threshold of their target. What is left is counted in one sentence.
"""

from __future__ import annotations

from collections.abc import Sequence

from core.analysis import key_of
from core.model import counted, format_value
from core.review.document import ReviewItem, ReviewNumber, ReviewTone, Text
from core.review.movements import Movement
from core.review.texts import TONES, change_text, finality_of, goal_of_row, person, value_of
from core.status import Status

MOST_SENTENCES = 7
_QUIET = 4  # the rank of what is not worth a sentence


def change_items(movements: Sequence[Movement], north_star: int | None) -> tuple[ReviewItem, ...]:
    """Return the sentences, the most important first."""
    ranked = sorted(
        (each for each in movements if _rank(each, north_star) < _QUIET),
        key=lambda each: (_rank(each, north_star), -each.distance, each.line.entry.number),
    )
    is_cut = len(ranked) >= MOST_SENTENCES or len(ranked) < len(movements)
    shown = ranked[: MOST_SENTENCES - 1] if is_cut else ranked
    items = [_item(each) for each in shown]
    rest = [each for each in movements if each not in shown]
    if rest:
        items.append(ReviewItem(_rest_text(rest, bool(items)), tone="quiet"))
    return tuple(items)


def _rank(movement: Movement, north_star: int | None) -> int:
    if movement.line.entry.number == north_star:
        return 0
    if movement.is_missing:
        return 1
    if movement.sign:
        return 2
    return 3 if movement.has_new_status else _QUIET


def _item(movement: Movement) -> ReviewItem:
    row, line = movement.row, movement.line
    remark = [person(line.owner)]
    if row is None or row.value is None:
        reason = row.reason if row else "no run has computed it yet"
        text: Text = (f"{line.name} has no value for {movement.period}: {_sentence(reason)}",)
        return ReviewItem(text, _remark(remark), "watch")
    if why := finality_of(row):
        remark.append(why)
    text = (*_movement(movement), *_sign(movement), *_target(movement), ".")
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


def _sign(movement: Movement) -> Text:
    row, variation = movement.row, movement.variation
    if not movement.sign or variation is None or row is None:
        return ()
    limit = ""
    if movement.sign.endswith("limit"):
        edge = variation.limits.upper if "upper" in movement.sign else variation.limits.lower
        limit = format_value(edge, row.unit)
    if not limit:
        return (f": unusual, {movement.sign}",)
    number = ReviewNumber(limit, key_of(row), "derived")
    return (f": unusual, {movement.sign} of ", number)


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
    kind = movement.variation.kind if movement.sign and movement.variation else ""
    tones: dict[str, ReviewTone] = {"improvement": "good", "concern": "watch", "unusual": "watch"}
    return tones.get(kind, TONES[movement.status] if movement.status else "")


def _rest_text(rest: Sequence[Movement], has_items: bool) -> Text:
    other = "other " if has_items else ""
    notable = [each for each in rest if each.is_exception]
    usual = len(rest) - len(notable)
    parts = []
    if notable:
        parts.append(f"{counted(len(notable), f'{other}KPI')} further below under exceptions")
    if usual:
        verb = "varies" if usual == 1 else "vary"
        parts.append(f"{counted(usual, f'{other}KPI')} {verb} as usual, or without a target")
    return (f"{'; '.join(parts)}.",)
