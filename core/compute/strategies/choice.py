"""The table of strategies, and the choice of one for a step. Pure."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import NamedTuple, Protocol

from core.compute.computer import Answers, Computer, Questions, Workload
from core.compute.strategies import cells, lateral, one_pass, single, union


class Strategy(Protocol):
    """A way to compute steps; each module of the table fits it."""

    NAME: str
    """How readers know it."""

    IS_REWRITTEN: bool
    """Whether it asks other queries than the author's, so that samples have to prove it."""

    def obstacle(self, work: Workload) -> str:
        """Return why it does not apply; empty if it does."""

    def group_key(self, work: Workload) -> Hashable | None:
        """Return what steps computed together have in common; None if each is computed alone."""

    def is_full(self, group: Sequence[Workload]) -> bool:
        """Return whether a group takes no further step."""

    def compute(self, computer: Computer, series: Sequence[Questions]) -> Answers:
        """Return answers; questions without one have to be asked in another way."""


# The fastest first; the last one always applies.
STRATEGIES: tuple[Strategy, ...] = (one_pass, cells, union, lateral, single)


class Choice(NamedTuple):
    """The fastest strategy for a step, and the obstacles to faster ones by their names."""

    strategy: Strategy
    obstacles: dict[str, str]


def choose(work: Workload) -> Choice:
    """Return the first strategy without an obstacle."""
    obstacles: dict[str, str] = {}
    for strategy in _strategies_of(work):
        obstacle = strategy.obstacle(work)
        if not obstacle:
            return Choice(strategy, obstacles)
        obstacles[strategy.NAME] = obstacle
    raise AssertionError("the last strategy always applies")


def choose_alone(work: Workload) -> list[Strategy]:
    """Return the strategies that compute a step without others, the fastest first."""
    return [
        strategy
        for strategy in _strategies_of(work)
        if not strategy.obstacle(work) and _computes_alone(strategy, work)
    ]


def _strategies_of(work: Workload) -> list[Strategy]:
    """Return the strategies that the place of the tables leaves open."""
    closed = one_pass if work.is_remote else cells
    return [strategy for strategy in STRATEGIES if strategy is not closed]


def _computes_alone(strategy: Strategy, work: Workload) -> bool:
    """Return whether a strategy computes one KPI; a remote engine gets its periods in a union."""
    return strategy.group_key(work) is None or (strategy is union and work.is_remote)
