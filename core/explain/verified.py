"""What became of the verification of a stored value."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from core.compute import Computed
from core.model import Row, same_number

Truth = Literal["same", "rounded", "changed", "unknown", "unanswered", "unexplained"]
TRUTHS: tuple[Truth, ...] = ("same", "rounded", "changed", "unknown", "unanswered", "unexplained")


@dataclass(frozen=True, slots=True)
class Verified:
    """A stored value, and whether its record still gives it.

    `truth` is `same`; `rounded` if only the last digits of a sum differ; `changed` if it differs
    and data were changed since; `unknown` if it cannot be computed as it was then; `unanswered` if
    its run gave no answer; or `unexplained` if it differs and nothing on record says why.
    `computed` is the value that its record gives now.
    """

    row: Row
    truth: Truth
    sentence: str = ""
    computed: float | None = None

    @property
    def is_error(self) -> bool:
        """Whether the value differs without a change on record."""
        return self.truth == "unexplained"

    @property
    def place(self) -> tuple[Any, ...]:
        """Its place in a list: by domain, KPI, field, period and label."""
        row = self.row
        return row.domain, row.kpi_number, row.field_name, row.period.first_day, row.field_details


def has_same_bits(row: Row, computed: Computed) -> bool:
    """Return whether a stored row has exactly the computed numbers."""
    pairs = _pairs(row, computed)
    return all(bits(one) == bits(other) for one, other in pairs)


def is_rounded(row: Row, computed: Computed) -> bool:
    """Return whether a row differs by no more than sums do that were added in another order."""
    return all(same_number(one, other) for one, other in _pairs(row, computed))


def bits(number: float | None) -> str:
    """Return all digits of a number; of none nothing."""
    return "" if number is None else float(number).hex()


def _pairs(row: Row, computed: Computed) -> tuple[tuple[float | None, float | None], ...]:
    return (
        (row.value, computed.value),
        (row.numerator, computed.numerator),
        (row.denominator, computed.denominator),
    )
