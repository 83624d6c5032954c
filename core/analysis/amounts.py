"""Amounts of a change as people read them: always with a sign. Pure."""

from __future__ import annotations

from core.model import format_value, smallest_shown
from core.status import no_percent

_WHOLE_FROM = 1000


def is_shown(amount: float, unit: str) -> bool:
    """Return whether an amount is not shown as 0 in `unit`."""
    return abs(amount) >= smallest_shown(unit)


def amount_text(amount: float, unit: str) -> str:
    """Return an amount with its sign; of percentages in points."""
    sign = "-" if amount < 0 else "+"
    if not is_shown(amount, unit):
        sign = "±"
    if unit == "percent":
        return f"{sign}{abs(amount) * 100:.1f} pp"
    # Parts of a count are seldom whole, and have to add up for readers too.
    if unit == "count" and amount % 1 and abs(amount) < _WHOLE_FROM:
        return f"{sign}{abs(amount):.1f}"
    return f"{sign}{format_value(abs(amount), unit)}"


def percent_text(after: float, before: float, unit: str) -> str:
    """Return the change in per cent; empty where that means nothing."""
    if no_percent(after, before, unit):
        return ""
    return f"{(after - before) / before:+.1%}"


def change_sentence(
    label: str, before: float, after: float, unit: str, period: str, against: str
) -> str:
    """Return how a value changed: `Orders rose by 75 (+37.5%) to 275 in 2026-W46, against …`."""
    value, change = format_value(after, unit), after - before
    if not is_shown(change, unit):
        return f"{label} stayed at {value} in {period}, against {against}."
    verb = "rose" if change > 0 else "fell"
    percent = percent_text(after, before, unit)
    size = amount_text(change, unit).lstrip("+-")
    size = f"{size} ({percent})" if percent else size
    return f"{label} {verb} by {size} to {value} in {period}, against {against}."
