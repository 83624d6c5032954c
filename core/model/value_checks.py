"""Checks of values: what an author expects of a KPI's own numbers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from core.model.quality import Excused
from core.model.requirement import require

ValueCheckKind = Literal["value_between", "zscore", "iqr"]
FEWEST_BEFORE = 8  # values; of fewer, spread says nothing


@dataclass(frozen=True, slots=True, kw_only=True)
class ValueCheck:
    """A check of each value of a KPI, as one of the functions below makes it.

    Attributes:
        kind: The function that made it.
        low: The smallest value allowed, in the value's unit.
        high: The largest value allowed.
        limit: How far a value may be from those before: in standard deviations, or in ranges
            between the quartiles.
        last: How many values before are compared.
        blocks: Whether a value that deviates is withheld; if not, a run warns.
        excused: An expected exception, during which the check neither blocks nor warns.
    """

    kind: ValueCheckKind
    low: float = 0.0
    high: float = 0.0
    limit: float = 0.0
    last: int = 0
    blocks: bool = True
    excused: Excused | None = None

    def __post_init__(self) -> None:
        for name in ("low", "high", "limit"):
            require(getattr(self, name), int | float, name, "a number")
        require(self.last, int, "last", "a number of values")
        require(self.blocks, bool, "blocks", "True or False")
        require(self.excused, Excused | None, "excused", "Excused(why, until)")

    def __str__(self) -> str:
        """Return the check as an author writes it, apart from what follows if it fails."""
        if self.kind == "value_between":
            return f"value_between({self.low:g}, {self.high:g})"
        return f"{self.kind}({self.limit:g}, last={self.last})"


def value_between(
    low: float, high: float, *, blocks: bool = True, excused: Excused | None = None
) -> ValueCheck:
    """The value lies from `low` to `high`, in its own unit: 0.12 is 12 %."""
    return ValueCheck(kind="value_between", low=low, high=high, blocks=blocks, excused=excused)


def zscore(
    limit: float = 2.5, *, last: int = 13, blocks: bool = False, excused: Excused | None = None
) -> ValueCheck:
    """The value lies within `limit` standard deviations of the mean of the `last` before it."""
    return ValueCheck(kind="zscore", limit=limit, last=last, blocks=blocks, excused=excused)


def iqr(
    limit: float = 1.5, *, last: int = 13, blocks: bool = False, excused: Excused | None = None
) -> ValueCheck:
    """The value lies within `limit` times the range of the quartiles of the `last` before it."""
    return ValueCheck(kind="iqr", limit=limit, last=last, blocks=blocks, excused=excused)
