"""What runs saw of the sources of their KPIs: `scorecard_source`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from core.engines import Database
from core.model import Input
from core.store.columns import make_columns, microseconds, to_instant
from core.store.tables import full_name, insert, query, read

_TABLE = "scorecard_source"


@dataclass(frozen=True, slots=True)
class SourceAge:
    """The newest time in a source when a run looked at it."""

    source: str
    seen_at: datetime
    newest: datetime


@dataclass(frozen=True, slots=True)
class Inputs:
    """The inputs of all domains in one store."""

    database: Database

    def add(self, inputs: Sequence[Input]) -> None:
        """Store what a run saw of its sources, in the transaction that stores its values."""
        insert(self.database, _TABLE, make_columns(inputs))

    def read(self, run_id: str, domain: str, number: int) -> list[Input]:
        """Return what a run saw of a KPI's sources; nothing where it stored no record."""
        return read(
            self.database,
            Input,
            _TABLE,
            "WHERE run_id = :run AND domain = :domain AND kpi_number = :number ORDER BY source",
            {"run": run_id, "domain": domain, "number": number},
        )

    def ages(self, sources: Sequence[str], since: datetime, until: datetime) -> list[SourceAge]:
        """Return how new sources were in the runs that began from `since` to before `until`."""
        began = microseconds("min(run.started_at)", self.database.dialect)
        newest = microseconds("max(newest)", self.database.dialect)
        found = query(
            self.database,
            f"SELECT source, {began}, {newest} FROM {full_name(_TABLE)} AS seen "
            f"JOIN {full_name('scorecard_run')} AS run ON run.run_id = seen.run_id "
            "WHERE source = ANY(:sources::text[]) AND newest IS NOT NULL "
            "AND run.started_at >= :since::timestamptz AND run.started_at < :until::timestamptz "
            "GROUP BY source, seen.run_id",
            {"sources": list(sources), "since": since, "until": until},
        )
        return [
            SourceAge(name, to_instant(int(seen_at)), to_instant(int(instant)))
            for name, seen_at, instant in found.rows
        ]
