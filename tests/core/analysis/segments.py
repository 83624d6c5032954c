"""Rows of breakdowns, for tests of segments."""

from __future__ import annotations

from core.model import Row
from tests.core.status.rows import ratio, row

NEW, OLD = "2026-W46", "2026-W45"


def shares(period: str, **segments: tuple[float, float]) -> list[Row]:
    """Return the segments of a percentage: numerator and denominator by label."""
    return [ratio(period, *pair, field_details=label) for label, pair in segments.items()]


def counts(period: str, **segments: float | None) -> list[Row]:
    """Return the segments of a count by label."""
    return [row(period, value, field_details=label) for label, value in segments.items()]
