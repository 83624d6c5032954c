"""The interval of a share of few cases. Pure.

Source: Wilson (1927), "Probable inference, the law of succession, and statistical inference",
Journal of the American Statistical Association 22.
"""

from __future__ import annotations

from math import sqrt

_Z = 1.959963984540054  # 95 %


def wilson_interval(cases: float, of: float) -> tuple[float, float]:
    """Return the 95 % interval of the share `cases / of`, as fractions; `of` is above 0."""
    share, spread = cases / of, _Z**2 / of
    middle = (share + spread / 2) / (1 + spread)
    half = _Z * sqrt(share * (1 - share) / of + spread / (4 * of)) / (1 + spread)
    return max(0.0, middle - half), min(1.0, middle + half)
