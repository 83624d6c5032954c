"""A change and its parts as sentences. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from core.analysis.amounts import amount_text, change_sentence, is_shown, percent_text
from core.analysis.contributions import Attribution, Contribution
from core.model import format_value


def attribution_sentences(found: Attribution) -> Iterator[str]:
    """Yield the result in words: the change, new definitions, each driver's part, the rest."""
    if found.before is None or found.after is None:
        yield f"{found.label} cannot be compared with {found.against}: {found.reason}."
        return
    if found.is_distance:
        yield _distance_sentence(found, found.before, found.after)
    else:
        yield change_sentence(
            found.label, found.before, found.after, found.unit, found.period, found.against
        )
    yield from found.breaks
    if found.restated and found.first_stored is not None:
        yield _restated_sentence(found, found.first_stored, found.before)
    if found.reason:
        what = "distance" if found.is_distance else "change"
        yield f"The {what} was not taken apart: {found.reason}."
        return
    by_size = sorted(found.contributions, key=lambda each: -abs(each.amount))
    for each in by_size:
        yield _part_sentence(each, found)
        if each.reason:
            yield f"{each.label} was not taken apart: {each.reason}."
    if is_shown(found.not_explained, found.unit):
        yield f"{amount_text(found.not_explained, found.unit)} is not explained by the tree."


def _restated_sentence(found: Attribution, first: float, now: float) -> str:
    old, new = format_value(first, found.unit), format_value(now, found.unit)
    amount = amount_text(found.restated, found.unit)
    return f"{found.against} was restated by {amount} since it was first stored, {old} to {new}."


def _distance_sentence(found: Attribution, target: float, value: float) -> str:
    unit = found.unit
    shown = f"{found.label} is {format_value(value, unit)} in {found.period}"
    distance = value - target
    if not is_shown(distance, unit):
        return f"{shown}, on its target."
    side = "above" if distance > 0 else "below"
    percent = percent_text(value, target, unit).lstrip("+-")
    size = amount_text(distance, unit).lstrip("+-")
    size = f"{size} ({percent})" if percent else size
    return f"{shown}, {size} {side} its target of {format_value(target, unit)}."


def _part_sentence(part: Contribution, found: Attribution) -> str:
    old, new = format_value(part.before, part.unit), format_value(part.after, part.unit)
    moved = f"stayed at {new}" if old == new else f"went from {old} to {new}"
    if found.is_distance:
        moved = f"is {new}, with a target of {old}"
    inner = ", ".join(_inner_texts(part, found.unit))
    end = f" ({inner})." if inner else "."
    return f"{amount_text(part.amount, found.unit)} from {part.label}, which {moved}{end}"


def _inner_texts(part: Contribution, unit: str) -> Iterator[str]:
    for each in part.parts:
        if is_shown(each.amount, unit):
            yield f"{each.label} {amount_text(each.amount, unit)}"
    if is_shown(part.not_explained, unit):
        yield f"not explained {amount_text(part.not_explained, unit)}"
