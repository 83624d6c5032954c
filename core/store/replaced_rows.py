"""Rows as they were until another one replaced them: `scorecard_replaced`."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from core.engines import Database
from core.model import Row
from core.store.columns import sql_types
from core.store.schema import applied_at
from core.store.tables import full_name, read, scorecard_table

_TABLE, _MIGRATION = "scorecard_replaced", "027_replaced.sql"
_KEY = ("kpi_number", "field_name", "field_details", "range_type", "period_start")


@dataclass(frozen=True, slots=True)
class ReplacedRow:
    """A row that was stored until `replaced_at`, when another one replaced or removed it."""

    row: Row
    replaced_at: datetime


@dataclass(frozen=True, slots=True)
class ReplacedRows:
    """The replaced rows of all domains in one store. They are only added, never changed."""

    database: Database

    @property
    def since(self) -> datetime | None:
        """The instant from which on rows are kept; None in a store of an earlier version."""
        return applied_at(self.database, _MIGRATION)

    def keep(self, domain: str, rows: Sequence[Row], now: datetime) -> None:
        """Keep what is stored under the keys of `rows`, which are replaced or removed `now`."""
        days = [row.period.first_day for row in rows]
        if not days:
            return
        condition = (
            f"JOIN ({_wanted()}) AS wanted ON {_same_key()} "
            "WHERE old.period_start BETWEEN :first::date AND :last::date"
        )
        params = {
            "numbers": [row.kpi_number for row in rows],
            "fields": [row.field_name for row in rows],
            "labels": [row.field_details for row in rows],
            "ranges": [row.range_type for row in rows],
            "days": days,
            "first": min(days),
            "last": max(days),
        }
        self._keep(domain, condition, params, now)

    def keep_series(self, domain: str, number: int, field: str, now: datetime) -> None:
        """Keep all rows of a field of a KPI, which are removed `now`."""
        condition = "WHERE old.kpi_number = :number AND old.field_name = :field"
        self._keep(domain, condition, {"number": number, "field": field}, now)

    def _keep(self, domain: str, condition: str, params: dict[str, object], now: datetime) -> None:
        names = [name for name in sql_types(Row) if name != "domain"]
        columns = ", ".join(names)
        old = ", ".join(f"old.{name}" for name in names)
        self.database.execute(
            f"INSERT INTO {full_name(_TABLE)} (replaced_at, domain, {columns}, period) "
            f"SELECT :now::timestamptz, :domain::text, {old}, old.period "
            f"FROM {full_name(scorecard_table(domain))} AS old {condition}",
            {**params, "now": now, "domain": domain},
        )

    def read_after(self, domain: str, instant: datetime) -> list[ReplacedRow]:
        """Return the rows of a domain that were replaced after an instant, first replaced first."""
        clauses = (
            "WHERE domain = :domain AND replaced_at > :instant::timestamptz "
            "ORDER BY replaced_at, computed_at"
        )
        given = {"domain": domain, "instant": instant}
        return read(self.database, ReplacedRow, _TABLE, clauses, given)

    def read_of(self, domain: str, numbers: Collection[int], first: date) -> list[ReplacedRow]:
        """Return the replaced rows of some KPIs for the periods that begin on a day or later."""
        clauses = (
            "WHERE domain = :domain AND kpi_number = ANY(:numbers::int[]) "
            "AND period_start >= :first::date ORDER BY replaced_at, computed_at"
        )
        given = {"domain": domain, "numbers": sorted(numbers), "first": first}
        return read(self.database, ReplacedRow, _TABLE, clauses, given)


def _wanted() -> str:
    return (
        "SELECT unnest(:numbers::int[]) AS number, unnest(:fields::text[]) AS field, "
        "unnest(:labels::text[]) AS label, unnest(:ranges::text[]) AS reach, "
        "unnest(:days::date[]) AS first_day"
    )


def _same_key() -> str:
    wanted = ("number", "field", "label", "reach", "first_day")
    pairs = zip(_KEY, wanted, strict=True)
    return " AND ".join(f"old.{name} = wanted.{other}" for name, other in pairs)
