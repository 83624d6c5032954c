"""What could not be done yet: stale values, holes that no scheduled run fills, unwritten cells."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from core.catalog import Catalogue, Hole, hole_lines, select_stale, stale_lines
from core.engines import Database
from core.errors import PublishError
from core.model import StaleValue
from core.publish import place_of
from core.settings import Settings
from core.store import Faults, read_holes, read_stale


@dataclass(frozen=True, slots=True)
class Unwritten:
    """A sentence on what the newest publish of a domain's scorecard could not write."""

    domain: str
    fault: str

    def __str__(self) -> str:
        return f"scorecard of {self.domain}: {self.fault}"


@dataclass(frozen=True, slots=True)
class Backlog:
    """The stale values, the holes and the unwritten cells of some domains."""

    stale: tuple[StaleValue, ...]
    holes: tuple[Hole, ...]
    unwritten: tuple[Unwritten, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.stale or self.holes or self.unwritten)

    @property
    def lines(self) -> list[str]:
        """One sentence per KPI or fault, with what remedies it."""
        return [*stale_lines(self.stale), *hole_lines(self.holes), *map(str, self.unwritten)]

    def as_json(self) -> list[dict[str, Any]]:
        """Return one JSON object per KPI and state, with all its periods, and one per fault."""
        by_kpi: dict[tuple[str, int], list[StaleValue]] = {}
        for value in self.stale:
            by_kpi.setdefault((value.domain, value.series[1]), []).append(value)
        stale = [_stale_json(values) for values in by_kpi.values()]
        unwritten = [_unwritten_json(each) for each in self.unwritten]
        return [*stale, *(hole.as_json() for hole in self.holes), *unwritten]


def read_backlog(
    settings: Settings, database: Database, catalogue: Catalogue, domains: Sequence[str]
) -> Backlog:
    """Return what is left to do in some domains."""
    entries = [entry for entry in catalogue.entries if entry.domain in domains]
    stale = select_stale(catalogue, read_stale(database), domains)
    holes = read_holes(database, catalogue, entries, settings.now)
    unwritten = tuple(_find_unwritten(settings, database, catalogue, domains))
    return Backlog(stale, holes, unwritten)


def _find_unwritten(
    settings: Settings, database: Database, catalogue: Catalogue, domains: Sequence[str]
) -> Iterator[Unwritten]:
    for domain in domains:
        try:
            place = place_of(settings, catalogue.runners[domain], domain)
        except PublishError:  # the deadline says so
            continue
        for fault in Faults(database, domain, str(place)).read():
            yield Unwritten(domain, fault)


def _unwritten_json(unwritten: Unwritten) -> dict[str, Any]:
    return {
        "domain": unwritten.domain,
        "kpi": None,
        "state": "unwritten",
        "periods": [],
        "reason": unwritten.fault,
        "command": f"scorecard publish {unwritten.domain}",
    }


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
