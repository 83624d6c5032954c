"""Stored series, and the ledger of what people did with them: `scorecard_series_change`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from core.engines import Database
from core.model import (
    NO_LONGER_RETURNED,
    Period,
    SeriesChange,
    SeriesExtent,
)
from core.store.columns import make_columns
from core.store.tables import full_name, insert, query, read, scorecard_table

_TABLE = "scorecard_series_change"
_IDENTITY = 4  # columns that identify a series: KPI number, field, range, cadence

SeriesIdentity = tuple[int, str, str, str]


@dataclass(frozen=True, slots=True)
class SeriesLedger:
    """The series of all domains in one database."""

    database: Database

    def domains(self) -> list[str]:
        """Return the domains that have a table in the store, also those without a runner."""
        found = query(
            self.database,
            f"SELECT DISTINCT domain FROM {full_name('scorecard_schema')} "
            "WHERE domain <> '' ORDER BY domain",
            {},
        )
        return [str(row[0]) for row in found.rows]

    def read_series(self, domains: Iterable[str]) -> list[SeriesExtent]:
        """Return the series of some domains that have values, by domain and key."""
        found: list[SeriesExtent] = []
        for domain in domains:
            found += self._read_domain(domain)
        return found

    def _read_domain(self, domain: str) -> Iterator[SeriesExtent]:
        rows = query(
            self.database,
            "SELECT kpi_number, field_name, range_type, cadence, unit, "
            "count(DISTINCT period_start), min(period_start), max(period_start), count(value), "
            "min(CASE WHEN by_hand THEN period_start END), "
            "max(CASE WHEN field_details = '' AND value IS NOT NULL THEN period_start END), "
            "max(CASE WHEN field_details <> '' AND value IS NOT NULL THEN period_start END), "
            "bool_or(field_details = '' AND (value IS NOT NULL OR reason = :gone)), "
            "bool_or(field_details <> '') "
            f"FROM {full_name(scorecard_table(domain))} "
            "GROUP BY 1, 2, 3, 4, 5 ORDER BY 1, 2, 3, 4, 5",
            {"gone": NO_LONGER_RETURNED},
        ).rows
        retired = self.retired(domain) if rows else frozenset()
        for key, by_unit in groupby(rows, key=lambda row: tuple(row[:_IDENTITY])):
            series = _make_series(domain, list(by_unit), is_retired=key in retired)
            # A KPI that never had a value has nothing to lose.
            if series.units:
                yield series

    def retired(self, domain: str) -> frozenset[SeriesIdentity]:
        """Return the keys of a domain's retired series."""
        return frozenset(change.key for change in self.retirements(domain))

    def retirements(
        self, domain: str, changes: Iterable[SeriesChange] | None = None
    ) -> list[SeriesChange]:
        """Return the changes by which a domain's series are retired now.

        `changes` are all of the domain, if they are known already.
        """
        retired: dict[SeriesIdentity, SeriesChange] = {}
        for change in self.changes(domain) if changes is None else changes:
            if change.domain != domain or change.is_of_target:
                continue
            # A rename leaves its keys to new series.
            gone = [key for key in retired if _is_changed(key, change)]
            for key in gone:
                del retired[key]
            if change.action == "retired":
                retired[change.key] = change
        return list(retired.values())

    def changes(self, domain: str) -> list[SeriesChange]:
        """Return the changes of a domain's series, also those into it, oldest first."""
        return read(
            self.database,
            SeriesChange,
            _TABLE,
            "WHERE domain = :domain OR new_domain = :domain ORDER BY changed_at, field_name",
            {"domain": domain},
        )

    def add(self, changes: Sequence[SeriesChange]) -> None:
        """Store changes of series."""
        insert(self.database, _TABLE, make_columns(changes))


def _is_changed(key: SeriesIdentity, change: SeriesChange) -> bool:
    if change.action == "renamed":
        return key[:2] == (change.kpi_number, change.field_name)
    return key == change.key


def _make_series(domain: str, by_unit: list[Any], *, is_retired: bool) -> SeriesExtent:
    """Return one series, made of what is stored of it in each unit."""
    number, field, covered, cadence = by_unit[0][:_IDENTITY]
    _, _, _, _, units, counts, firsts, lasts, values, manual, *shapes = zip(*by_unit, strict=True)
    totals, parts, had_total, had_part = shapes
    return SeriesExtent(
        domain=domain,
        kpi_number=int(number),
        field_name=field,
        range_type=covered,
        cadence=cadence,
        periods=sum(counts),
        first=Period(min(firsts), cadence),
        last=Period(max(lasts), cadence),
        units=tuple(unit for unit, count in zip(units, values, strict=True) if count),
        first_manual=min(_days(manual), default=None),
        last_total=max(_days(totals), default=None),
        last_part=max(_days(parts), default=None),
        had_total=any(had_total),
        had_part=any(had_part),
        is_retired=is_retired,
    )


def _days(found: Iterable[date | None]) -> list[date]:
    return [day for day in found if day is not None]
