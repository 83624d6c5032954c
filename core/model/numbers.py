"""Equality of numbers that were computed by sums of floats."""

from __future__ import annotations

import math

# A parallel engine adds floats in another order on each run; a smaller difference is not a change.
RELATIVE_TOLERANCE = 1e-9
ABSOLUTE_TOLERANCE = 1e-12  # for sums that should be 0


def same_number(one: float | None, other: float | None) -> bool:
    """Return whether two values are equal apart from floating-point noise.

    Whole numbers have none, so they must be equal.
    """
    if one is None or other is None:
        return one is other
    if not one % 1 and not other % 1:
        return one == other
    return math.isclose(one, other, rel_tol=RELATIVE_TOLERANCE, abs_tol=ABSOLUTE_TOLERANCE)
