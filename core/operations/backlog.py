"""What could not be done yet: stale values, and holes that no scheduled run fills."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from core.catalog import Catalogue, Hole, hole_lines, select_stale, stale_lines
from core.engines import Database
from core.model import StaleValue
from core.store import read_holes, read_stale


@dataclass(frozen=True, slots=True)
class Backlog:
    """The stale values and the holes of some domains."""

    stale: tuple[StaleValue, ...]
    holes: tuple[Hole, ...]

    def __bool__(self) -> bool:
        return bool(self.stale or self.holes)

    @property
    def lines(self) -> list[str]:
        """One sentence per KPI, with the command that remedies it."""
        return [*stale_lines(self.stale), *hole_lines(self.holes)]

    def as_json(self) -> list[dict[str, Any]]:
        """Return one JSON object per KPI and state, each with all its periods."""
        by_kpi: dict[tuple[str, int], list[StaleValue]] = {}
        for value in self.stale:
            by_kpi.setdefault((value.domain, value.series[1]), []).append(value)
        stale = [_stale_json(values) for values in by_kpi.values()]
        return [*stale, *(hole.as_json() for hole in self.holes)]


def read_backlog(
    database: Database, catalogue: Catalogue, domains: Sequence[str], now: datetime
) -> Backlog:
    """Return what is left to do in some domains."""
    entries = [entry for entry in catalogue.entries if entry.domain in domains]
    stale = select_stale(catalogue, read_stale(database), domains)
    return Backlog(stale, read_holes(database, catalogue, entries, now))


def _stale_json(values: Sequence[StaleValue]) -> dict[str, Any]:
    changed = {kpi for value in values for kpi in value.changed}
    return {
        "domain": values[0].domain,
        "kpi": values[0].series[1],
        "state": "stale",
        "periods": [value.period.label for value in values],
        "reason": f"computed before values of {', '.join(sorted(changed))} changed",
        "command": f"scorecard run {values[0].domain}",
    }
