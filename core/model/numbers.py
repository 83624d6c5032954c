"""When two numbers are the same."""

from __future__ import annotations

import math

# Sums of floats come in another order on every run of a parallel engine; less than this is no
# change.
RELATIVE_TOLERANCE = 1e-9
ABSOLUTE_TOLERANCE = 1e-12  # of what should cancel out to 0


def same_number(one: float | None, other: float | None) -> bool:
    """Return whether two values are the same but for the noise of floating-point sums, which whole
    ones do not have.
    """
    if one is None or other is None:
        return one is other
    if not one % 1 and not other % 1:
        return one == other
    return math.isclose(one, other, rel_tol=RELATIVE_TOLERANCE, abs_tol=ABSOLUTE_TOLERANCE)
