"""How the periods to come make the whole of a span, by the KPI's `adds`. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from core.analysis.forecast import forecast
from core.model import Row


@dataclass(frozen=True, slots=True)
class Accrual:
    """The whole is `base + factor ×` the weighted sum of the periods to come."""

    base: float
    factor: float
    weights: Sequence[float]

    def whole(self, part: float) -> float:
        """Return the whole with so much to come."""
        return self.base + self.factor * part

    def part(self, whole: float) -> float:
        """Return how much has to come for a whole."""
        return (whole - self.base) / self.factor


def accrue(
    adds: str, done: Sequence[Row], past: Sequence[Row], ahead: Sequence[int]
) -> Accrual | None:
    """Return how the periods behind the last of `past` make a whole with those that are done.

    Sums add up, of states the last one counts, and ratios are weighed by their denominators, those
    to come by what is expected of them; None where these are not known.
    """
    if adds == "last":
        return Accrual(0.0, 1.0, [*([0.0] * (len(ahead) - 1)), 1.0])
    if adds == "sum":
        return Accrual(sum(row.value or 0.0 for row in done), 1.0, [1.0] * len(ahead))
    known = [row for row in past if row.denominator]
    if len(known) < len(past):
        return None
    amounts = [row.denominator or 0.0 for row in known]
    coming = forecast([row.period for row in known], amounts, ahead, [1.0] * len(ahead)).values
    if sum(coming) <= 0:
        coming = (amounts[-1],) * len(ahead)
    numerator = sum(row.numerator or 0.0 for row in done)
    whole = sum(row.denominator or 0.0 for row in done) + sum(coming)
    weights = [each / sum(coming) for each in coming]
    return Accrual(numerator / whole, sum(coming) / whole, weights)
