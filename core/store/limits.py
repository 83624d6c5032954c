"""The bases of process limits that runs recorded: `scorecard_limits`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from core.engines import Database
from core.model import RecordedBase
from core.store.columns import make_columns
from core.store.tables import full_name, insert, query, read, scorecard_table

_TABLE = "scorecard_limits"


@dataclass(frozen=True, slots=True)
class RecordedLimits:
    """The recorded bases of all domains in one store."""

    database: Database

    def read(self, domain: str, kpis: Iterable[int] | None = None) -> list[RecordedBase]:
        """Return the bases of a domain, or of some of its KPIs, oldest first."""
        condition = "" if kpis is None else " AND kpi_number = ANY(:kpis::int[])"
        given = {"domain": domain, "kpis": sorted(kpis or ())}
        clauses = f"WHERE domain = :domain{condition} ORDER BY recorded_at, first_period"
        params = {name: value for name, value in given.items() if f":{name}" in clauses}
        return read(self.database, RecordedBase, _TABLE, clauses, params)

    def add(self, bases: Sequence[RecordedBase]) -> None:
        """Store bases; one that is there already stays."""
        insert(self.database, _TABLE, make_columns(bases), "ON CONFLICT DO NOTHING")

    def movable(self, domain: str, since: Mapping[int, date], least: int) -> set[int]:
        """Return the KPIs with enough stored periods whose later ones a write might move.

        `since` gives for each KPI the first day of the first period that is to be written. One of
        them or a later one is stored, and at least `least` periods in all.
        """
        found = query(
            self.database,
            "SELECT kpi_number, max(period_start), count(DISTINCT period_start) "
            f"FROM {full_name(scorecard_table(domain))} "
            "WHERE kpi_number = ANY(:kpis::int[]) GROUP BY 1",
            {"kpis": sorted(since)},
        )
        return {
            int(number)
            for number, last, count in found.rows
            if count >= least and last >= since[int(number)]
        }
