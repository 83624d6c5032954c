"""Definitions by which runs computed: `scorecard_definition`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from core.engines import Warehouse
from core.model import Definition
from core.store.columns import make_columns, microseconds, to_instant
from core.store.tables import full_name, insert, query, read, update_on_conflict

_TABLE = "scorecard_definition"
_KEY = ("domain", "kpi_number", "version")
# Columns that may change within a version, because they decide no value.
_CHANGING = ("name", "meaning", "owner", "better", "target", "query", "reviewed", "last_seen")


@dataclass(frozen=True, slots=True)
class StoredDefinition:
    """A definition with the id of the first run that used it, and when it last came into force."""

    definition: Definition
    first_run: str
    last_seen: datetime


@dataclass(frozen=True, slots=True)
class Definitions:
    """The definitions of all domains in one warehouse."""

    warehouse: Warehouse

    def read_newest(self, domain: str) -> dict[int, Definition]:
        """Return the newest definition of each KPI of a domain, by number."""
        newest = self._read_newest([domain])
        return {number: definition for (_, number), definition in newest.items()}

    def find(self, domain: str, number: int, version: str) -> StoredDefinition | None:
        """Return one version of a KPI's definition; None where it is not stored."""
        found = read(
            self.warehouse,
            StoredDefinition,
            _TABLE,
            "WHERE domain = :domain AND kpi_number = :number AND version = :version",
            {"domain": domain, "number": number, "version": version},
        )
        return found[0] if found else None

    def update(self, used: Sequence[StoredDefinition]) -> None:
        """Store the definitions that a run uses, where they are new or in force again.

        A version that is stored already keeps its first run.
        """
        if not used:
            return
        domains = sorted({each.definition.domain for each in used})
        newest = self._read_newest(domains)
        earliest = self._after_last_seen(domains)
        new = []
        for each in used:
            key = each.definition.domain, each.definition.kpi_number
            if newest.get(key) != each.definition:
                new.append(replace(each, last_seen=max(earliest, each.last_seen)))
        insert(self.warehouse, _TABLE, make_columns(new), update_on_conflict(_KEY, _CHANGING))

    def _read_newest(self, domains: Sequence[str]) -> dict[tuple[str, int], Definition]:
        definitions = read(
            self.warehouse,
            Definition,
            _TABLE,
            "WHERE domain = ANY(:domains::text[]) ORDER BY last_seen",
            {"domains": domains},
        )
        return {(each.domain, each.kpi_number): each for each in definitions}

    def _after_last_seen(self, domains: Sequence[str]) -> datetime:
        """Return a time later than any `last_seen`, so that a clock set back reorders nothing."""
        last_seen = microseconds("max(last_seen)", self.warehouse.dialect)
        found = query(
            self.warehouse,
            f"SELECT coalesce({last_seen}, 0) FROM {full_name(_TABLE)} "
            "WHERE domain = ANY(:domains::text[])",
            {"domains": domains},
        )
        return to_instant(found.rows[0][0]) + timedelta(microseconds=1)
