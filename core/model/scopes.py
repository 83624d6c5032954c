"""Spans that are learnt: how far back that looks, by cadence, and what comes of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from core.model.kpi import Cadence

AUTO = "auto"  # `settles` of a KPI whose span is learnt from its stored values


@dataclass(frozen=True, slots=True)
class Scope:
    """How far learning looks, in periods.

    `window` is how many of the newest periods count, `longest` the age up to which values are
    looked at, and the longest span. `default` is the span before enough is learnt.
    """

    window: int
    longest: int
    default: int


SCOPES: Mapping[Cadence, Scope] = {
    "daily": Scope(91, 28, 7),
    "weekly": Scope(13, 12, 4),
    "monthly": Scope(13, 6, 2),
    "quarterly": Scope(13, 4, 1),
}


@dataclass(frozen=True, slots=True)
class LearntSpan:
    """What the stored values of a KPI say of the span in which they settle.

    `periods` is the span, None before enough is known. `unsettled` is the age of the oldest value
    that readers see as provisional, in periods.
    """

    periods: int | None = None
    unsettled: int = 0

    def of(self, cadence: Cadence) -> int:
        """Return the span of a KPI of a cadence, the default before enough is known."""
        return SCOPES[cadence].default if self.periods is None else self.periods


def settling_text(settles: str) -> str:
    """Return what `settles` of a KPI file means: `3 weeks after its period`; empty without it."""
    if settles == AUTO:
        return "as long after its period as its values have moved so far"
    return f"{settles} after its period" if settles else ""
