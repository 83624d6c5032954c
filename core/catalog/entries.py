"""The catalogue: KPIs and runners of all domains as plain values."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import cached_property
from pathlib import Path

from core.catalog.source_details import deciding_sources, source_details
from core.catalog.source_terms import SourceKey, SourceTerms, join_terms
from core.errors import CatalogueError, Finding, UsageError
from core.model import (
    Cadence,
    DriverTree,
    Goal,
    Kpi,
    LearntSpan,
    Period,
    Range,
    Runner,
    Source,
    Table,
    Target,
    Values,
    Window,
    list_targets,
    make_goal,
    one_period,
    parse_period,
    parse_range,
    parse_tree,
    value_of,
    window_of,
)
from core.query import normalise

KpiKey = tuple[str, int]  # domain and number


@dataclass(frozen=True)
class Entry:
    """One KPI of the catalogue.

    `file` and `query_file` are relative to the root; `meaning` is the docstring. `timezone` is the
    runner's business time zone, empty if the domain has no valid runner. `learnt` is what a run has
    learnt for `settles="auto"`.
    """

    domain: str
    number: int
    file: str
    meaning: str
    kpi: Kpi
    query: str
    query_file: str
    timezone: str = ""
    learnt: LearntSpan = field(default_factory=LearntSpan)

    @property
    def key(self) -> KpiKey:
        """Domain and number."""
        return self.domain, self.number

    @property
    def id(self) -> str:
        """`success/kpi_05`, as messages name it."""
        return f"{self.domain}/kpi_{self.number:02}"

    @property
    def series(self) -> tuple[int, str, str, Cadence]:
        """Number, field, range and cadence, which identify its series in its domain's store."""
        return self.number, self.kpi.field_name, str(self.range), self.kpi.cadence

    @cached_property
    def range(self) -> Range:
        """The range a value covers: as stated, or the longest `Values(last=)`, or one period."""
        if self.kpi.range:
            return parse_range(self.kpi.range)
        own = (source for source in self.values if source.cadence in ("", self.kpi.cadence))
        longest = max((source.last or 1 for source in own), default=1)
        return Range(longest, one_period(self.kpi.cadence).unit)

    @cached_property
    def since(self) -> Period | None:
        """The first period that has data."""
        return parse_period(self.kpi.since) if self.kpi.since else None

    @cached_property
    def targets(self) -> tuple[Target, ...]:
        """The targets of the file; only where values may be added up is one spread over days."""
        declared = list_targets(self.kpi.target)
        if self.kpi.adds == "sum":
            return declared
        return tuple(replace(each, per="") for each in declared)

    def goal(self, period: Period) -> Goal | None:
        """Return what the file judges a period by."""
        value = value_of(self.targets, period, self.range.first_day(period))
        if value is None:
            return None
        return make_goal(value, self.kpi.better, self.kpi.thresholds)

    @cached_property
    def values(self) -> tuple[Values, ...]:
        """The stored histories that the query reads."""
        return tuple(source for source in self.kpi.sources if isinstance(source, Values))

    @cached_property
    def source_keys(self) -> tuple[KpiKey, ...]:
        """The KPIs whose stored histories the query reads."""
        return tuple(self.key_of(source) for source in self.values)

    @cached_property
    def compared(self) -> tuple[Values, ...]:
        """The KPIs with which its checks compare its values, each for the same period."""
        others = (other for check in self.kpi.checks for other in check.others)
        return tuple(replace(other, last=1, name="") for other in dict.fromkeys(others))

    @cached_property
    def tree(self) -> DriverTree | None:
        """What the value is made of; None if the file does not say it.

        Raises:
            ValueError: The text is not a tree.
        """
        return parse_tree(self.kpi.tree) if self.kpi.tree else None

    @cached_property
    def named_values(self) -> Mapping[str, Values]:
        """The KPIs that its tree may name."""
        return {each.relation: each for each in (*self.values, *self.kpi.drivers)}

    @cached_property
    def drivers(self) -> Mapping[str, KpiKey]:
        """The KPIs of its tree by their names in it; those that exist as names."""
        names = self.tree.names if self.tree else ()
        known = self.named_values
        return {name: self.key_of(known[name]) for name in names if name in known}

    @cached_property
    def upstream_keys(self) -> tuple[KpiKey, ...]:
        """The KPIs that have to be computed before it: those that it reads or compares with."""
        return (*self.source_keys, *map(self.key_of, self.compared))

    @cached_property
    def histories(self) -> tuple[str, ...]:
        """The names by which the query reads stored histories."""
        return tuple(source.relation for source in self.values)

    def key_of(self, source: Values) -> KpiKey:
        """Return the key of the KPI whose history `source` is."""
        return source.domain or self.domain, source.kpi

    def window(self, source: Values, period: Period) -> Window:
        """Return the periods of `source` that the value for `period` is made from."""
        return window_of(period, self.range, source.cadence, source.last)

    def periods_read(self, source: Values, period: Period) -> tuple[Period, ...]:
        """Return the periods of `source` that the value for `period` is made from, oldest first."""
        return self.window(source, period).periods

    @property
    def in_warehouse(self) -> bool:
        """Whether the query reads tables only, so that it runs in the warehouse.

        Such a query is written in PostgreSQL's dialect, any other in DuckDB's.
        """
        return all(isinstance(source, Table) for source in self.kpi.sources)

    @cached_property
    def version(self) -> str:
        """Hash of everything that decides the value.

        That is query, sources, range, cadence, unit, series and time zone.
        """
        kpi = self.kpi
        deciding = [
            normalise(self.query),
            deciding_sources(self.source_details),
            str(self.range),
            kpi.cadence,
            kpi.unit,
            kpi.field_name,
            self.timezone,
        ]
        return hashlib.sha256(json.dumps(deciding, sort_keys=True).encode()).hexdigest()[:12]

    @cached_property
    def source_details(self) -> str:
        """Everything declared of the sources, as a JSON list."""
        return source_details(self.kpi.sources)


@dataclass(frozen=True)
class Catalogue:
    """The runners and KPIs that could be read, and the findings on files that could not.

    `shared` are the sources that `scorecards/sources.py` declares for all KPIs.
    """

    root: Path
    runners: Mapping[str, Runner]
    entries: tuple[Entry, ...]
    findings: tuple[Finding, ...] = ()
    shared: tuple[Source, ...] = ()

    @cached_property
    def terms(self) -> Mapping[SourceKey, SourceTerms]:
        """When sources are late, and their checks; a source without terms has none."""
        own = (source for entry in self.entries for source in entry.kpi.sources)
        return join_terms((*self.shared, *own))

    @cached_property
    def by_key(self) -> Mapping[KpiKey, Entry]:
        """Entries by domain and number."""
        return {entry.key: entry for entry in self.entries}

    def entries_of(self, domain: str) -> tuple[Entry, ...]:
        """Return a domain's KPIs in order of number."""
        return tuple(entry for entry in self.entries if entry.domain == domain)

    def first_periods(self, domain: str) -> dict[int, Period]:
        """Return the first period with data of each KPI that states one, by number."""
        periods: dict[int, Period] = {}
        for entry in self.entries_of(domain):
            # A KPI whose `since` is not a period is shown as if it had none; a check reports it.
            with suppress(UsageError):
                if entry.since:
                    periods[entry.number] = entry.since
        return periods

    def today(self, domain: str, now: datetime) -> date:
        """Return the day it is in a domain's business time zone."""
        return now.astimezone(self.runners[domain].zone).date()

    def entry(self, domain: str, number: int) -> Entry:
        """Return one KPI.

        Raises:
            CatalogueError: Its file cannot be read.
            UsageError: The domain has no such KPI.
        """
        entry = self.by_key.get((domain, number))
        if entry is not None:
            return entry
        file = f"scorecards/{domain}/kpi_{number:02}.py"
        faults = tuple(finding for finding in self.findings if finding.file == file)
        if faults:
            raise CatalogueError(faults)
        numbers = ", ".join(str(entry.number) for entry in self.entries_of(domain)) or "none"
        raise UsageError(f"{file} does not exist; the domain has KPIs {numbers}")
