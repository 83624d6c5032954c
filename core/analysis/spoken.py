"""Sentences on how values settle. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from math import prod

from core.analysis.spans import LEAST_LINKS, Move
from core.model import PERIOD_UNIT, Cadence, Row, format_value

_NUMBERS = (
    *("no", "one", "two", "three", "four", "five", "six"),
    *("seven", "eight", "nine", "ten", "eleven", "twelve"),
)


def settling_text(moves: Sequence[Move], settled: int | None, cadence: Cadence) -> str:
    """Return how values usually settle: "usually +18 % within three weeks"."""
    unit = PERIOD_UNIT[cadence]
    if not moves:
        return f"not known: fewer than {LEAST_LINKS} {unit}s were computed again on schedule"
    if settled == 0:
        return "usually final when first published"
    moving = moves[:settled]
    ending = "" if settled else ", and still moves then"
    return f"usually {_moved(moving)} within {spoken(len(moving), unit)}{ending}"


def _moved(moves: Sequence[Move]) -> str:
    """Return how far values move; where they go up as well as down, how far on the whole."""
    either_way = sum(move.share for move in moves)
    change = prod(1 + move.drift for move in moves) - 1
    if abs(change) < either_way / 2:
        return f"± {percent(either_way)}"
    return f"{'+' if change > 0 else '-'}{percent(abs(change))}"


def percent(share: float) -> str:
    """Return a share in per cent, of small ones the first decimal."""
    decimals = 0 if round(share, 3) >= 0.1 else 1  # noqa: PLR2004 - 9.9 % and 10 %
    return f"{share * 100:.{decimals}f} %"


def spoken(count: int, unit: str) -> str:
    """Return a number of periods in words: `three weeks`."""
    number = _NUMBERS[count] if count < len(_NUMBERS) else str(count)
    return f"{number} {unit}" if count == 1 else f"{number} {unit}s"


def projection_text(row: Row, expectation: str) -> str:
    """Return what is expected of a value: `2026-W46: 120 so far, expected 141 (133 to 149)`."""
    so_far = format_value(row.value or 0.0, row.unit)
    label = f" {row.field_details}" if row.field_details else ""
    return f"{row.period}{label}: {so_far} so far, {expectation}"


def expectation_text(unit: str, expected: float, low: float, high: float) -> str:
    """Return a value that is expected, with its bounds: `expected 141 (133 to 149)`."""
    final, least, most = (format_value(number, unit) for number in (expected, low, high))
    return f"expected {final} ({least} to {most})"
