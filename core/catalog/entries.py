"""The catalogue: every domain's KPIs and runners as plain values; nothing is queried."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path

from core.errors import Finding, UsageError
from core.model import (
    Kpi,
    Period,
    Range,
    Runner,
    Table,
    Values,
    one_period,
    parse_period,
    parse_periods,
    parse_range,
)
from core.query import normalise


@dataclass(frozen=True)
class Entry:
    """One KPI as the catalogue knows it: files relative to the root, the docstring as `meaning`."""

    domain: str
    number: int
    file: str
    meaning: str
    kpi: Kpi
    query: str
    query_file: str

    @property
    def id(self) -> str:
        """`success/kpi_05`, as messages name it."""
        return f"{self.domain}/kpi_{self.number:02}"

    @cached_property
    def range(self) -> Range:
        """What the value covers: as stated, or the longest `Values(last=)`, or one period."""
        if self.kpi.range:
            return parse_range(self.kpi.range)
        longest = max((source.last or 1 for source in self.values), default=1)
        return Range(longest, one_period(self.kpi.cadence).unit)

    @cached_property
    def since(self) -> Period | None:
        """The first period that has data."""
        return parse_period(self.kpi.since) if self.kpi.since else None

    @cached_property
    def settles(self) -> int:
        """For how many periods after its own a value of this KPI may still change by late data."""
        return parse_periods(self.kpi.settles, self.kpi.cadence) if self.kpi.settles else 0

    @property
    def target(self) -> float | None:
        """What the value should reach, in the value's unit."""
        return None if self.kpi.target is None else float(self.kpi.target)

    @property
    def values(self) -> tuple[Values, ...]:
        """The stored histories that the query reads."""
        return tuple(source for source in self.kpi.sources if isinstance(source, Values))

    @property
    def histories(self) -> tuple[str, ...]:
        """The names by which the query reads stored histories."""
        return tuple(source.relation for source in self.values)

    def key_of(self, source: Values) -> tuple[str, int]:
        """Return domain and number of the KPI whose history `source` is."""
        return source.domain or self.domain, source.kpi

    def first_day_read(self, source: Values, period: Period) -> date:
        """Return the first day of what the value for `period` is made from in `source`."""
        return (
            period.shift(1 - source.last).first_day if source.last else self.range.first_day(period)
        )

    def periods_read(self, source: Values, period: Period) -> tuple[Period, ...]:
        """Return the periods of `source` that the value for `period` is made from, oldest first."""
        if source.last:
            return tuple(period.shift(-back) for back in range(source.last - 1, -1, -1))
        return self.range.periods(period)

    @property
    def in_warehouse(self) -> bool:
        """Whether the query reads tables only, and so runs in the warehouse, in PostgreSQL's
        dialect.
        """
        return all(isinstance(source, Table) for source in self.kpi.sources)

    @cached_property
    def version(self) -> str:
        """Hash of everything that decides the value: query, sources, range, cadence, unit, series
        and first period.
        """
        kpi = self.kpi
        sources = sorted(repr(source) for source in kpi.sources)
        parts = [
            normalise(self.query),
            sources,
            str(self.range),
            kpi.cadence,
            kpi.unit,
            kpi.field_name,
            kpi.since,
        ]
        return hashlib.sha256(json.dumps(parts).encode()).hexdigest()[:12]


@dataclass(frozen=True)
class Catalogue:
    """All domains' runners and KPIs that could be read, and what was wrong with the rest."""

    root: Path
    runners: Mapping[str, Runner]
    entries: tuple[Entry, ...]
    findings: tuple[Finding, ...] = ()

    @cached_property
    def by_key(self) -> Mapping[tuple[str, int], Entry]:
        """Entries by domain and number."""
        return {(entry.domain, entry.number): entry for entry in self.entries}

    def of(self, domain: str) -> tuple[Entry, ...]:
        """Return a domain's KPIs in order of number."""
        return tuple(entry for entry in self.entries if entry.domain == domain)

    def settles(self, entry: Entry) -> int:
        """Return for how many periods after its own a value may change: by late data, its own or of
        what it reads.
        """
        below = (self.settles(self.by_key[entry.key_of(source)]) for source in entry.values)
        return max(entry.settles, *below, 0)

    def entry(self, domain: str, number: int) -> Entry:
        """Return one KPI.

        Raises:
            UsageError: The domain has no such KPI.
        """
        if found := self.by_key.get((domain, number)):
            return found
        known = ", ".join(str(entry.number) for entry in self.of(domain)) or "none"
        raise UsageError(
            f"scorecards/{domain}/kpi_{number:02}.py does not exist; the domain has KPIs {known}"
        )
