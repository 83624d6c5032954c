"""Values of earlier reviews that changed since, with the reason. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from core.analysis import ValueKey
from core.model import CAUSES, Restatement, counted, format_value, parse_period
from core.review.document import (
    NumberKind,
    ReviewItem,
    ReviewList,
    ReviewNumber,
    ReviewTable,
    Text,
)
from core.review.facts import ReviewFacts
from core.review.texts import day_text

_HEADER = ("KPI", "Period", "Was", "Is", "Why", "Since")
_MOST = 30


def correction_blocks(facts: ReviewFacts) -> tuple[ReviewTable | ReviewList, ...]:
    """Return the corrections since the review before; those that were expected are counted."""
    newest = {each.key: each for each in facts.restatements}
    first = {each.key: each for each in reversed(facts.restatements)}
    changed = [each for key, each in newest.items() if _differs(first[key], each)]
    shown = [each for each in changed if parse_period(each.period) < facts.period]
    settled = [each for each in shown if first[each.key].provisional]
    corrected = [each for each in shown if not first[each.key].provisional]
    blocks: list[ReviewTable | ReviewList] = []
    if corrected:
        rows = tuple(_row(facts, first[each.key], each) for each in corrected[:_MOST])
        blocks.append(ReviewTable("Corrected values", _HEADER, rows, right=(2, 3)))
    items = _counted(corrected, settled)
    if items:
        blocks.append(ReviewList(items))
    return tuple(blocks)


def _differs(first: Restatement, last: Restatement) -> bool:
    """Return whether a value is another one now than before all its changes."""
    return (first.old_value, first.old_reason) != (last.new_value, last.new_reason)


def _counted(
    corrected: Sequence[Restatement], settled: Sequence[Restatement]
) -> tuple[ReviewItem, ...]:
    items = []
    if len(corrected) > _MOST:
        more = counted(len(corrected) - _MOST, "value")
        items.append(ReviewItem((f"{more} more; scorecard diff lists all.",)))
    if settled:
        verb = "was" if len(settled) == 1 else "were"
        text = f"{counted(len(settled), 'value')} that {verb} still open settled as expected."
        items.append(ReviewItem((text,), tone="quiet"))
    return tuple(items)


def _row(facts: ReviewFacts, first: Restatement, last: Restatement) -> tuple[Text, ...]:
    definition = facts.definitions.get(last.kpi_number)
    name = definition.name if definition else f"kpi_{last.kpi_number:02}"
    unit = definition.unit if definition else "number"
    label = f" › {last.field_details}" if last.field_details else ""
    key = ValueKey(last.domain, last.kpi_number, last.field_name, last.field_details, last.period)
    why = f"{CAUSES[last.cause]}{f': {last.note}' if last.note else ''}"
    since = last.restated_at.astimezone(facts.runner.zone).date()
    return (
        (f"{name}{label}",),
        (last.period,),
        _value(first.old_value, first.old_reason, unit, key, is_old=True),
        _value(last.new_value, last.new_reason, unit, key, is_old=False),
        (why,),
        (day_text(since),),
    )


def _value(value: float | None, reason: str, unit: str, key: ValueKey, *, is_old: bool) -> Text:
    if value is None:
        return (f"no value: {' '.join(reason.split())}" if reason else "no value",)
    kind: NumberKind = "derived" if is_old else "value"
    return (ReviewNumber(format_value(value, unit), key, kind),)
