"""The ratio of several rows: the sum of their numerators over that of their denominators. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from core.model import Row, same_number

NO_RATIO = "a value is not its numerator over its denominator"


def ratio_of(rows: Sequence[Row]) -> float | None:
    """Return the ratio of all rows together.

    None where a value is not its numerator over its denominator, such as a manual one: the sums
    would be a ratio of something else. None also for no rows.
    """
    numerators, denominators = [], []
    for row in rows:
        if row.numerator is None or not row.denominator:
            return None
        if not same_number(row.value, row.numerator / row.denominator):
            return None
        numerators.append(row.numerator)
        denominators.append(row.denominator)
    total = sum(denominators)
    return sum(numerators) / total if total else None
