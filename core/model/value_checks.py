"""Checks of values: what an author expects of a KPI's own numbers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from core.model.quality import Excused
from core.model.requirement import require
from core.model.sources import Values

ValueCheckKind = Literal["value_between", "zscore", "iqr", "at_most", "at_least", "equals"]
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
        last: How many periods before are compared.
        others: The KPIs whose values of the same period, added up, are compared.
        within: The share of their sum by which a value may be on the wrong side of it.
        blocks: Whether a value that deviates is withheld; if not, a run warns.
        excused: An expected exception, during which the check neither blocks nor warns.
    """

    kind: ValueCheckKind
    low: float = 0.0
    high: float = 0.0
    limit: float = 0.0
    last: int = 0
    others: tuple[Values, ...] = ()
    within: float = 0.0
    blocks: bool = True
    excused: Excused | None = None

    def __post_init__(self) -> None:
        for name in ("low", "high", "limit", "within"):
            require(getattr(self, name), int | float, name, "a number")
        require(self.last, int, "last", "a number of periods")
        for other in self.others:
            require(other, Values, f"each KPI of {self.kind}", "one such as Values(12)")
        require(self.blocks, bool, "blocks", "True or False")
        require(self.excused, Excused | None, "excused", "Excused(why, until)")

    @property
    def is_relation(self) -> bool:
        """Whether it compares with values of other KPIs."""
        return self.kind in ("at_most", "at_least", "equals")

    def __str__(self) -> str:
        """Return the check as an author writes it, apart from what follows if it fails."""
        if self.kind == "value_between":
            return f"value_between({self.low:g}, {self.high:g})"
        if not self.is_relation:
            return f"{self.kind}({self.limit:g}, last={self.last})"
        given = [_call(other) for other in self.others]
        if self.within:
            given.append(f"within={self.within:g}")
        return f"{self.kind}({', '.join(given)})"


def _call(other: Values) -> str:
    domain = f", domain={other.domain!r}" if other.domain else ""
    return f"Values({other.kpi}{domain})"


def value_between(
    low: float, high: float, *, blocks: bool = True, excused: Excused | None = None
) -> ValueCheck:
    """The value lies from `low` to `high`, in its own unit: 0.12 is 12 %."""
    return ValueCheck(kind="value_between", low=low, high=high, blocks=blocks, excused=excused)


def zscore(
    limit: float = 2.5, *, last: int = 13, blocks: bool = False, excused: Excused | None = None
) -> ValueCheck:
    """The value lies within `limit` standard deviations of the mean of the `last` periods."""
    return ValueCheck(kind="zscore", limit=limit, last=last, blocks=blocks, excused=excused)


def iqr(
    limit: float = 1.5, *, last: int = 13, blocks: bool = False, excused: Excused | None = None
) -> ValueCheck:
    """The value lies within `limit` times the range of the quartiles of the `last` periods."""
    return ValueCheck(kind="iqr", limit=limit, last=last, blocks=blocks, excused=excused)


def at_most(
    *others: Values, within: float = 0.0, blocks: bool = True, excused: Excused | None = None
) -> ValueCheck:
    """The value is at most that of another KPI, or the sum of several, of the same period."""
    return ValueCheck(kind="at_most", others=others, within=within, blocks=blocks, excused=excused)


def at_least(
    *others: Values, within: float = 0.0, blocks: bool = True, excused: Excused | None = None
) -> ValueCheck:
    """The value is at least that of another KPI, or the sum of several, of the same period."""
    return ValueCheck(kind="at_least", others=others, within=within, blocks=blocks, excused=excused)


def equals(
    *others: Values, within: float = 0.0, blocks: bool = True, excused: Excused | None = None
) -> ValueCheck:
    """The value is that of another KPI, or the sum of several, of the same period."""
    return ValueCheck(kind="equals", others=others, within=within, blocks=blocks, excused=excused)
