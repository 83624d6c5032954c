"""Definitions by which runs computed, every revision of them: `scorecard_definition`.

Revisions are numbered within a domain, under its lock. A run stores the newest
number of its domain. So a definition as of a run is the KPI's newest revision up to that number,
whatever the clocks said.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from core.engines import Database
from core.model import Definition, SeriesChange
from core.store.columns import make_columns
from core.store.tables import full_name, insert, read

_TABLE = "scorecard_definition"


@dataclass(frozen=True, slots=True)
class UsedDefinition:
    """A definition that a run uses from an instant on."""

    definition: Definition
    first_run: str
    in_force_from: datetime

    @property
    def key(self) -> tuple[str, int]:
        """Domain and number of the KPI."""
        return self.definition.domain, self.definition.kpi_number


@dataclass(frozen=True, slots=True)
class StoredDefinition:
    """A revision of a definition, with the first run that used it and the time of that run."""

    revision: int
    used: UsedDefinition

    @property
    def definition(self) -> Definition:
        """What the KPI file said."""
        return self.used.definition


@dataclass(frozen=True, slots=True)
class Replacement:
    """A KPI's definition and the one that was in force before."""

    before: Definition
    now: Definition


@dataclass(frozen=True, slots=True)
class Appended:
    """The newest revision of each domain after some were added, and what these replace."""

    revisions: Mapping[str, int]
    replaced: tuple[Replacement, ...]


@dataclass(frozen=True, slots=True)
class Definitions:
    """The definitions of all domains in one store."""

    database: Database

    def read_newest(self, domain: str, instant: datetime | None = None) -> dict[int, Definition]:
        """Return the newest definition of each KPI of a domain, by number.

        With `instant`, those that were the newest then.
        """
        newest = self.read_newest_of([domain], instant)
        return {number: stored.definition for (_, number), stored in newest.items()}

    def read_newest_of(
        self, domains: Iterable[str], instant: datetime | None = None
    ) -> dict[tuple[str, int], StoredDefinition]:
        """Return the newest definition of each KPI of some domains, by domain and number.

        With `instant`, those that were the newest then.
        """
        given: dict[str, object] = {"domains": sorted(domains)}
        until = ""
        if instant is not None:
            given["instant"] = instant
            until = "AND in_force_from <= :instant::timestamptz "
        newest = (
            f"SELECT domain, max(revision) FROM {full_name(_TABLE)} "
            f"WHERE domain = ANY(:domains::text[]) {until}GROUP BY domain, kpi_number"
        )
        clauses = f"WHERE (domain, revision) IN ({newest}) ORDER BY revision"
        found = read(self.database, StoredDefinition, _TABLE, clauses, given)
        return {stored.used.key: stored for stored in found}

    def read_all(self, domains: Iterable[str]) -> list[Definition]:
        """Return all definitions of some domains, newest first, without the texts of files."""
        return read(
            self.database,
            Definition,
            _TABLE,
            "WHERE domain = ANY(:domains::text[]) ORDER BY revision DESC",
            {"domains": sorted(domains)},
            file_text=None,
        )

    def read_revisions(self, domains: Iterable[str]) -> list[StoredDefinition]:
        """Return all revisions of the definitions of some domains, oldest first."""
        clauses = "WHERE domain = ANY(:domains::text[]) ORDER BY domain, revision"
        given = {"domains": sorted(domains)}
        return read(self.database, StoredDefinition, _TABLE, clauses, given)

    def find(
        self, domain: str, number: int, version: str, revision: int | None
    ) -> StoredDefinition | None:
        """Return the definition of a KPI as of a run, by the version that its value names.

        `revision` is the run's, None for a run of an earlier store, which kept one definition per
        version. None where the version is not stored.
        """
        found = read(
            self.database,
            StoredDefinition,
            _TABLE,
            "WHERE domain = :domain AND kpi_number = :number AND version = :version "
            "ORDER BY revision",
            {"domain": domain, "number": number, "version": version},
        )
        if revision is not None:
            found = [each for each in found if each.revision <= revision][-1:] or found
        return found[0] if found else None

    def append(self, used: Iterable[UsedDefinition]) -> Appended:
        """Store the definitions that differ from the newest ones of their KPIs."""
        used = list(used)
        newest = self.read_newest_of({each.definition.domain for each in used})
        revisions = _newest_revisions(newest.values())
        added, replaced = [], []
        for each in used:
            before = newest.get(each.key)
            if before is not None and before.definition == each.definition:
                continue
            revisions[each.definition.domain] += 1
            added.append(StoredDefinition(revisions[each.definition.domain], each))
            if before is not None:
                replaced.append(Replacement(before.definition, each.definition))
        insert(self.database, _TABLE, make_columns(added))
        return Appended(revisions, tuple(replaced))

    def copy_series(self, change: SeriesChange) -> None:
        """Append the definitions of a series that a person renamed, under its new name."""
        found = read(
            self.database,
            StoredDefinition,
            _TABLE,
            "WHERE domain = :domain AND kpi_number = :number AND field_name = :field "
            "ORDER BY revision",
            {
                "domain": change.domain,
                "number": change.kpi_number,
                "field": change.field_name,
            },
        )
        newest = self.read_newest_of([change.new_domain])
        last = _newest_revisions(newest.values())[change.new_domain]
        copies = []
        for revision, stored in enumerate(found, last + 1):
            renamed = replace(
                stored.definition,
                domain=change.new_domain,
                kpi_number=change.new_number,
                field_name=change.new_field,
            )
            copies.append(StoredDefinition(revision, replace(stored.used, definition=renamed)))
        insert(self.database, _TABLE, make_columns(copies))


def _newest_revisions(stored: Iterable[StoredDefinition]) -> Counter[str]:
    """Return the number of the newest revision of each domain."""
    revisions = Counter[str]()
    for each in stored:
        domain = each.definition.domain
        revisions[domain] = max(revisions[domain], each.revision)
    return revisions
