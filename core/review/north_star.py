"""The north star: its value, and its change taken apart by its tree. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from core.analysis import Attribution, Contribution, ValueKey, amount_text, is_shown
from core.model import format_value
from core.review.document import (
    ReviewBlock,
    ReviewItem,
    ReviewList,
    ReviewNumber,
    ReviewPart,
    Text,
)
from core.review.facts import ReviewFacts
from core.review.movements import Movement
from core.review.pictures import change_picture, kpi_picture
from core.review.texts import change_text, goal_of_row, person, status_of, value_text


def north_star_part(facts: ReviewFacts, movements: tuple[Movement, ...]) -> ReviewPart:
    """Return the section of the north star."""
    (movement,) = [each for each in movements if each.is_north_star]
    title = f"North star: {movement.line.name}"
    return ReviewPart("north star", title, tuple(_blocks(facts, movement)), lead=_lead(movement))


def _lead(movement: Movement) -> Text:
    row = movement.row
    text: Text = (f"{movement.period}: ", *value_text(row))
    if row is None or row.value is None:
        return text
    if goal := goal_of_row(row):
        text = (*text, ", target ", *goal, f" ({status_of(movement.line)[0]})")
    if changed := change_text(row, movement.year_ago):
        text = (*text, "; against a year ago ", *changed)
    return (*text, f". Owner: {person(movement.line.owner)}.")


def _blocks(facts: ReviewFacts, movement: Movement) -> Iterator[ReviewBlock]:
    if picture := kpi_picture(movement):
        yield picture
    for change in (facts.change, facts.change_in_a_year):
        if change is None:
            continue
        if picture := change_picture(change):
            yield picture
        if items := tuple(_items(change)):
            yield ReviewList(items, f"Why: against {change.against}")
    if guardrails := tuple(_guardrails(facts, movement)):
        yield ReviewList(guardrails, "Guardrails")


def _guardrails(facts: ReviewFacts, movement: Movement) -> Iterator[ReviewItem]:
    """Yield how the KPIs moved that must not suffer for the north star."""
    found = facts.explanations.get(movement.line.entry.number)
    for each in found.guardrails if found else ():
        if each.key and each.sentences:
            yield ReviewItem((ReviewNumber(each.sentences[0], each.key, "sentence"),))


def _items(change: Attribution) -> Iterator[ReviewItem]:
    """Yield the parts of a change, the greatest first, and what they leave open."""
    for text in change.breaks:
        yield ReviewItem((text,), tone="watch")
    if change.reason and change.tree:
        yield ReviewItem((f"The change was not taken apart: {change.reason}.",), tone="watch")
    for part in sorted(change.contributions, key=lambda each: -abs(each.amount)):
        yield ReviewItem((*_part(part, change.unit), "."), _inner(part, change.unit))
    if change.key and change.tree and is_shown(change.not_explained, change.unit):
        number = _amount(change.not_explained, change.unit, change.key)
        yield ReviewItem((number, " is not explained by the tree."), tone="quiet")
    if change.key_before and is_shown(change.restated, change.unit):
        number = _amount(change.restated, change.unit, change.key_before)
        restated: Text = (f"{change.against} was restated by ", number, " since first stored.")
        yield ReviewItem(restated, tone="watch")


def _part(part: Contribution, unit: str) -> Text:
    """Return a driver's part: how much of the change is its, and how it moved itself."""
    if part.key is None or part.key_before is None:
        return (f"{amount_text(part.amount, unit)} from {part.label}",)
    amount = _amount(part.amount, unit, part.key)
    old = ReviewNumber(format_value(part.before, part.unit), part.key_before)
    new = ReviewNumber(format_value(part.after, part.unit), part.key)
    if old.text == new.text:
        return (amount, f" from {part.label}, which stayed at ", new)
    return (amount, f" from {part.label}, which went from ", old, " to ", new)


def _inner(part: Contribution, unit: str) -> Text:
    found: list[str | ReviewNumber] = []
    for each in part.parts:
        if each.key and is_shown(each.amount, unit):
            found += [", " if found else "", f"{each.label} ", _amount(each.amount, unit, each.key)]
    return tuple(found)


def _amount(amount: float, unit: str, key: ValueKey) -> ReviewNumber:
    return ReviewNumber(amount_text(amount, unit), key, "derived")
