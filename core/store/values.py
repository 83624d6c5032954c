"""The rows of each scorecard and the ledger of changed values, the same on every engine."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields
from datetime import date, datetime
from typing import Any

from core.engines import Warehouse
from core.model import Input, Key, Restated, Restatement, Row, SeriesKey, same_number
from core.query import Params
from core.store.columns import (
    COLUMNS,
    COVERED,
    COVERED_KEY,
    EPOCH,
    KEY,
    READ,
    over_the_old,
    rows_of,
    values_of,
)
from core.store.inputs import insert_inputs
from core.store.schema import SCHEMA, migrate
from core.store.tables import insert, read


def same_value(one: Row, other: Row) -> bool:
    """Return whether two rows tell a reader the same: value and, where there is none, the reason."""
    return same_number(one.value, other.value) and one.reason == other.reason


def same_row(one: Row, other: Row) -> bool:
    """Return whether two rows differ in nothing but who computed them and when."""
    parts = ("numerator", "denominator")
    if not same_value(one, other) or not all(
        same_number(getattr(one, name), getattr(other, name)) for name in parts
    ):
        return False
    ignored = {
        "value",
        "run_id",
        "computed_at",
        "cut_off" if one.partial and other.partial else "",
        *parts,
    }
    return all(
        getattr(one, f.name) == getattr(other, f.name) for f in fields(Row) if f.name not in ignored
    )


class Store:
    """Rows and restatements of all domains in one warehouse."""

    def __init__(self, warehouse: Warehouse) -> None:
        self._warehouse = warehouse

    def prepare(self, domains: Sequence[str]) -> None:
        """Bring the schema up to date."""
        migrate(self._warehouse, domains)

    def rows(
        self,
        domain: str,
        kpis: Iterable[int] | None = None,
        first: date | None = None,
        last: date | None = None,
    ) -> list[Row]:
        """Return a domain's rows of the periods that lie within `first` and `last`, by KPI and
        period.
        """
        limits = {
            "period_start >= :first::date": first,
            "period_end <= :last::date": last,
            "kpi_number = ANY(:kpis::int[])": None if kpis is None else list(kpis),
        }
        where = (
            " AND ".join(limit for limit, value in limits.items() if value is not None) or "true"
        )
        params = dict(zip(("first", "last", "kpis"), limits.values(), strict=True))
        return self._rows(domain, f"WHERE {where}", params)

    def rows_since(self, domain: str, since: Mapping[int, date], last: date) -> list[Row]:
        """Return the rows of KPIs, each from a first day of its own, of the periods that end by
        `last`.
        """
        which = (
            "JOIN (SELECT unnest(:kpis::int[]) AS wanted, unnest(:days::date[]) AS since) AS wanted"
            " ON kpi_number = wanted AND period_start >= since WHERE period_end <= :last::date"
        )
        return self._rows(
            domain, which, {"kpis": list(since), "days": list(since.values()), "last": last}
        )

    def _rows(self, domain: str, which: str, params: Params) -> list[Row]:
        order = "kpi_number, field_name, period_start, field_details"
        found = read(
            self._warehouse, f"SELECT {READ} FROM {_table(domain)} {which} ORDER BY {order}", params
        )
        return rows_of(domain, found)

    def covered(self, domain: str) -> list[Row]:
        """Return the computed rows over which a person has set a value."""
        found = read(
            self._warehouse,
            f"SELECT {READ} FROM {SCHEMA}.scorecard_covered WHERE domain = :domain",
            {"domain": domain},
        )
        return rows_of(domain, found)

    def restated(self, domain: str, since: datetime | None = None) -> dict[Key, Restated]:
        """Return the newest change of each value that changed, from the instant `since` on; not of
        provisional ones.
        """
        found = read(
            self._warehouse,
            "SELECT kpi_number, field_name, field_details, range_type, period_start, old_value,"
            f" new_value, cause, run_id, restated_at FROM {SCHEMA}.scorecard_restatement WHERE"
            " domain = :domain AND restated_at >= :since::timestamptz AND NOT provisional ORDER BY"
            " restated_at",
            {"domain": domain, "since": since or EPOCH},
        )
        names = found.columns[5:]
        return {row[:5]: Restated(**dict(zip(names, row[5:], strict=True))) for row in found.rows}

    def keys(self, domain: str, since: date) -> dict[SeriesKey, bool]:
        """Return what is stored for periods from `since` on, and whether it is done: whole and not
        failed.
        """
        found = read(
            self._warehouse,
            "SELECT kpi_number, field_name, range_type, period_start, "
            f"bool_and(outcome <> 'failed' AND NOT partial) FROM {_table(domain)} "
            "WHERE period_start >= :since::date GROUP BY 1, 2, 3, 4",
            {"since": since},
        )
        return {(int(row[0]), row[1], row[2], row[3]): bool(row[4]) for row in found.rows}

    def outdated(
        self, domain: str, current: Mapping[tuple[int, str, str], str]
    ) -> list[tuple[int, int, str, str]]:
        """Return number, count, first and last period of values that an older definition of their
        series computed.

        `current` gives the version in force for number, field and range of each series.
        """
        found = read(
            self._warehouse,
            "SELECT kpi_number, field_name, range_type, count(*), min(period), max(period),"
            f" definition FROM {_table(domain)} WHERE outcome <> 'failed' AND NOT by_hand GROUP BY"
            " 1, 2, 3, 7 ORDER BY 1, 5",
            {},
        )
        return [
            (number, count, first, last)
            for number, field, reach, count, first, last, version in found.rows
            if current.get((number, field, reach), version) != version
        ]

    def write(
        self,
        rows: Sequence[Row],
        obsolete: Sequence[Row],
        restated: Sequence[Restatement],
        covered: Sequence[Row] = (),
        uncovered: Sequence[Row] = (),
        inputs: Sequence[Input] = (),
    ) -> None:
        """Upsert `rows`, delete `obsolete`, add to the ledger and keep what was read for it, all or
        nothing.

        `covered` are computed rows that stay beneath values set by hand, `uncovered` those that do
        no longer.
        """
        if not (rows or obsolete or restated or covered or uncovered):
            return
        with self._warehouse.transaction():
            for domain in sorted({row.domain for row in (*rows, *obsolete)}):
                self._upsert(domain, [row for row in rows if row.domain == domain])
                self._delete(_table(domain), KEY, [row for row in obsolete if row.domain == domain])
            if covered:
                insert(
                    self._warehouse,
                    "scorecard_covered",
                    values_of(covered, COVERED),
                    over_the_old(COVERED_KEY),
                )
            self._delete(f"{SCHEMA}.scorecard_covered", COVERED_KEY, uncovered)
            self._restate(restated)
            insert_inputs(self._warehouse, inputs)

    def _upsert(self, domain: str, rows: Sequence[Row]) -> None:
        if not rows:
            return
        # What a conflict is resolved by takes DuckDB longer than the insert; most weeks are new and
        # have none.
        conflict = over_the_old(KEY) if self._holds(domain, rows) else ""
        insert(self._warehouse, f"scorecard_{domain}", values_of(rows, COLUMNS), conflict)

    def _holds(self, domain: str, rows: Sequence[Row]) -> bool:
        """Return whether anything is stored for the time of these rows."""
        days = [row.period.first_day for row in rows]
        found = self._warehouse.execute(
            f"SELECT 1 FROM {_table(domain)} WHERE period_start BETWEEN :first::date AND"
            " :last::date LIMIT 1",
            {"first": min(days), "last": max(days)},
        )
        return bool(found.rows)

    def _delete(self, table: str, key: Sequence[str], rows: Sequence[Row]) -> None:
        where = " AND ".join(f"{name} = :{name}" for name in key)
        for row in rows:
            self._warehouse.execute(
                f"DELETE FROM {table} WHERE {where}", {name: COVERED[name][1](row) for name in key}
            )

    def _restate(self, restated: Sequence[Restatement]) -> None:
        if not restated:
            return
        columns: dict[str, tuple[str, list[Any]]] = {
            "run_id": ("text", [each.new.run_id for each in restated]),
            "domain": ("text", [each.new.domain for each in restated]),
            "kpi_number": ("int", [each.new.kpi_number for each in restated]),
            "field_name": ("text", [each.new.field_name for each in restated]),
            "field_details": ("text", [each.new.field_details for each in restated]),
            "range_type": ("text", [each.new.range_type for each in restated]),
            "period": ("text", [each.new.period.label for each in restated]),
            "period_start": ("date", [each.new.period.first_day for each in restated]),
            "old_value": ("float8", [each.old.value for each in restated]),
            "new_value": ("float8", [each.new.value for each in restated]),
            "old_reason": ("text", [each.old.reason for each in restated]),
            "new_reason": ("text", [each.new.reason for each in restated]),
            "old_run_id": ("text", [each.old.run_id for each in restated]),
            "cause": ("text", [each.cause for each in restated]),
            "note": ("text", [each.note for each in restated]),
            "provisional": (
                "boolean",
                [each.old.provisional_until is not None for each in restated],
            ),
            "restated_at": ("timestamptz", [each.new.computed_at for each in restated]),
        }
        insert(self._warehouse, "scorecard_restatement", columns)


def _table(domain: str) -> str:
    return f'{SCHEMA}."scorecard_{domain}"'
