"""Targets and thresholds as a KPI file declares them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from core.model.requirement import require, require_texts

Per = Literal["", "quarter", "year"]


@dataclass(frozen=True, slots=True)
class Band:
    """Two ends, both good, within which a value should stay; in the value's unit."""

    low: float
    high: float

    def __post_init__(self) -> None:
        require(self.low, int | float, "the low end of a Band", "a number")
        require(self.high, int | float, "the high end of a Band", "a number")


@dataclass(frozen=True, slots=True)
class Target:
    """A target and the span of time for which it holds.

    Attributes:
        value: The value to reach, or the band to stay within, in the value's unit.
        since: The first period, such as "2026-W27", "2026-07", "2026-Q3" or "2026"; empty for all.
        until: The last period, inclusive; empty for no end.
        per: "quarter" or "year" if the value is that of a whole quarter or year. Where the KPI's
            values may be added up, it is spread over the days; else each period has it.
        why: The reason, for readers.
    """

    value: float | Band
    since: str = ""
    until: str = ""
    per: Per = ""
    why: str = ""

    def __post_init__(self) -> None:
        require(self.value, int | float | Band, "value of a Target", "a number or a Band")
        require_texts(self, "since", "until", "per", "why")


@dataclass(frozen=True, slots=True)
class Thresholds:
    """The least progress, in per cent, of each status; below all of them it is critical."""

    exceeds: float = 100
    on_track: float = 80
    needs_attention: float = 60

    def __post_init__(self) -> None:
        for name in ("exceeds", "on_track", "needs_attention"):
            require(getattr(self, name), int | float, f"{name} of Thresholds", "a number")


DEFAULT_THRESHOLDS = Thresholds()
DeclaredTarget = float | Band | Target | Sequence[Target] | None


def require_target(target: object) -> None:
    """Refuse a declared target of another type.

    Raises:
        TypeError: It is not a number, a Band, a Target or a list of Targets.
    """
    if isinstance(target, list | tuple):
        for each in target:
            require(each, Target, "each of target", "a Target")
        return
    what = "a number, a Band or Targets"
    require(target, int | float | Band | Target | None, "target", what)


def list_targets(target: DeclaredTarget) -> tuple[Target, ...]:
    """Return a declared target as a list of targets."""
    if target is None:
        return ()
    if isinstance(target, Target):
        return (target,)
    if isinstance(target, int | float | Band):
        return (Target(target),)
    return tuple(target)
