"""The aftermath of a run: what alerts and summaries report beside the stored values."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from core.catalog import Hole, hole_lines, stale_lines
from core.compute import TaskResult
from core.errors import PublishError
from core.model import CADENCES, Cadence, StaleValue
from core.publish import Published


@dataclass(frozen=True)
class Aftermath:
    """What a run leaves: its results, holes and stale values, and the publishes that failed.

    `due` are the domains and cadences of which the run computed all that is due; none after a run
    that a person limits.
    """

    results: Sequence[TaskResult] = ()
    published: Mapping[str, Published | PublishError] = field(default_factory=dict)
    stale: Sequence[StaleValue] = ()
    holes: Sequence[Hole] = ()
    due: Collection[tuple[str, Cadence]] = ()

    def cadences(self, domain: str) -> tuple[Cadence, ...]:
        """Return the cadences of which all that is due in a domain was computed."""
        return tuple(each for each in CADENCES if (domain, each) in self.due)

    def results_of(self, domain: str, cadence: Cadence) -> list[TaskResult]:
        """Return the results of a domain's KPIs of a cadence."""
        return [
            result
            for result in self.results
            if (result.task.entry.domain, result.task.entry.kpi.cadence) == (domain, cadence)
        ]

    def left(self, domain: str) -> tuple[str, ...]:
        """Return a sentence on each thing of a domain that is left to do."""
        stale = [value for value in self.stale if value.domain == domain]
        holes = [hole for hole in self.holes if hole.entry.domain == domain]
        return (*self.faults(domain), *stale_lines(stale), *hole_lines(holes))

    def faults(self, domain: str) -> tuple[str, ...]:
        """Return a sentence on each thing of a domain that could not be published."""
        published = self.published.get(domain)
        if isinstance(published, PublishError):
            return (str(published),)
        return published.faults if published else ()
