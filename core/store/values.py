"""The rows of each scorecard, and the computed rows beneath manual values."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from core.engines import Database
from core.model import Input, Restatement, Row, SeriesKey
from core.query import Params
from core.store.columns import Columns, make_columns
from core.store.inputs import Inputs
from core.store.replaced_rows import ReplacedRows
from core.store.restatements import Restatements
from core.store.schema import migrate
from core.store.tables import (
    delete,
    full_name,
    insert,
    query,
    read,
    scorecard_table,
    update_on_conflict,
)

_COVERED = "scorecard_covered"
_IS_DONE = "outcome IN ('value', 'none') AND NOT partial AND NOT starts_with(remark, 'stale')"
_KEY = ("kpi_number", "field_name", "field_details", "range_type", "period_start")
_COVERED_KEY = ("domain", *_KEY)


@dataclass(frozen=True, slots=True)
class Store:
    """The rows of all domains in one store."""

    database: Database

    def prepare(self, domains: Sequence[str]) -> None:
        """Bring the schema up to date."""
        migrate(self.database, domains)

    def rows(
        self,
        domain: str,
        kpis: Iterable[int] | None = None,
        first: date | None = None,
        last: date | None = None,
    ) -> list[Row]:
        """Return a domain's rows, by KPI and period.

        With `first` and `last`, only those of the periods that lie within these two days.
        """
        conditions = ["true"]
        if first is not None:
            conditions.append("period_start >= :first::date")
        if last is not None:
            conditions.append("period_end <= :last::date")
        if kpis is not None:
            conditions.append("kpi_number = ANY(:kpis::int[])")
        params = {"first": first, "last": last, "kpis": list(kpis or ())}
        return self._rows(domain, f"WHERE {' AND '.join(conditions)}", params)

    def rows_since(self, domain: str, since: Mapping[int, date], last: date) -> list[Row]:
        """Return the rows of the periods that end by `last`.

        `since` gives for each KPI the day on which its first period begins.
        """
        clauses = (
            "JOIN (SELECT unnest(:kpis::int[]) AS wanted, unnest(:days::date[]) AS since) AS wanted"
            " ON kpi_number = wanted AND period_start >= since WHERE period_end <= :last::date"
        )
        params = {"kpis": list(since), "days": list(since.values()), "last": last}
        return self._rows(domain, clauses, params)

    def _rows(self, domain: str, clauses: str, params: Params) -> list[Row]:
        order = "ORDER BY kpi_number, field_name, period_start, field_details"
        table = scorecard_table(domain)
        return read(self.database, Row, table, f"{clauses} {order}", params, domain=domain)

    def covered_rows(self, domain: str) -> list[Row]:
        """Return the computed rows beneath manual values."""
        return read(self.database, Row, _COVERED, "WHERE domain = :domain", {"domain": domain})

    def keys(self, domain: str, since: date) -> dict[SeriesKey, bool]:
        """Return what is stored for periods from `since` on.

        The value says whether it is done: whole, neither failed, withheld nor late, and not stale
        because a newer value was kept back.
        """
        found = query(
            self.database,
            "SELECT kpi_number, field_name, range_type, period_start, "
            f"bool_and({_IS_DONE}) FROM {full_name(scorecard_table(domain))} "
            "WHERE period_start >= :since::date GROUP BY 1, 2, 3, 4",
            {"since": since},
        )
        return {(int(row[0]), row[1], row[2], row[3]): bool(row[4]) for row in found.rows}

    def extents(self, domain: str) -> dict[tuple[int, str, str], tuple[date, int]]:
        """Return the first stored day of each series, and how many of its periods are done.

        Series are identified by KPI number, field and range; `keys` says what done means.
        """
        found = query(
            self.database,
            "SELECT kpi_number, field_name, range_type, min(period_start), "
            "sum(CASE WHEN is_done THEN 1 ELSE 0 END) FROM ("
            "SELECT kpi_number, field_name, range_type, period_start, "
            f"bool_and({_IS_DONE}) AS is_done "
            f"FROM {full_name(scorecard_table(domain))} GROUP BY 1, 2, 3, 4"
            ") AS periods GROUP BY 1, 2, 3",
            {},
        )
        return {(int(row[0]), row[1], row[2]): (row[3], int(row[4])) for row in found.rows}

    def outdated_values(
        self, domain: str, current: Mapping[tuple[int, str, str], Collection[str]]
    ) -> list[tuple[int, int, str, str]]:
        """Return values that an older definition computed: KPI, count, first and last period.

        `current` gives the versions that compute as today's does, for number, field and range of
        each series.
        """
        found = query(
            self.database,
            "SELECT kpi_number, field_name, range_type, count(*), min(period), max(period), "
            f"definition FROM {full_name(scorecard_table(domain))} "
            "WHERE outcome IN ('value', 'none') AND NOT by_hand GROUP BY 1, 2, 3, 7 ORDER BY 1, 5",
            {},
        )
        outdated = []
        for number, field, reach, count, first, last, version in found.rows:
            if version not in current.get((number, field, reach), (version,)):
                outdated.append((number, count, first, last))
        return outdated

    def write(
        self,
        rows: Sequence[Row],
        obsolete: Sequence[Row],
        restatements: Sequence[Restatement],
        covered: Sequence[Row] = (),
        uncovered: Sequence[Row] = (),
        inputs: Sequence[Input] = (),
        now: datetime | None = None,
    ) -> None:
        """Upsert `rows`, delete `obsolete`, add restatements and inputs, all or nothing.

        `covered` are computed rows to keep beneath manual values, `uncovered` those to delete
        there. `now` is when the command began that writes; without it the newest row says.
        """
        if not (rows or obsolete or restatements or covered or uncovered):
            return
        with self.database.transaction():
            for domain in sorted({row.domain for row in (*rows, *obsolete)}):
                gone = [row for row in obsolete if row.domain == domain]
                self._replace(domain, [row for row in rows if row.domain == domain], gone, now)
            self._upsert_covered(covered)
            delete(self.database, _COVERED, _only(make_columns(uncovered), _COVERED_KEY))
            Restatements(self.database).add(restatements)
            Inputs(self.database).add(inputs)

    def _replace(
        self, domain: str, rows: Sequence[Row], gone: Sequence[Row], now: datetime | None
    ) -> None:
        """Upsert rows of a domain and delete others, and keep what was stored in their places."""
        columns = make_columns(rows)
        columns.pop("domain", None)
        conflict = ""
        # Resolving conflicts takes DuckDB longer than the insert; most weeks are new and have none.
        if gone or self._has_rows(domain, rows):
            conflict = _write_over(_KEY, columns) if rows else ""
            newest = max(row.computed_at for row in (*rows, *gone))
            ReplacedRows(self.database).keep(domain, (*rows, *gone), now or newest)
        insert(self.database, scorecard_table(domain), columns, conflict)
        delete(self.database, scorecard_table(domain), _only(make_columns(gone), _KEY))

    def _upsert_covered(self, rows: Sequence[Row]) -> None:
        columns = make_columns(rows)
        insert(self.database, _COVERED, columns, _write_over(_COVERED_KEY, columns))

    def _has_rows(self, domain: str, rows: Sequence[Row]) -> bool:
        """Return whether anything is stored for the time of these rows."""
        days = [row.period.first_day for row in rows]
        if not days:
            return False
        found = self.database.execute(
            f"SELECT 1 FROM {full_name(scorecard_table(domain))} "
            "WHERE period_start BETWEEN :first::date AND :last::date LIMIT 1",
            {"first": min(days), "last": max(days)},
        )
        return bool(found.rows)


def _write_over(key: Sequence[str], columns: Columns) -> str:
    return update_on_conflict(key, [name for name in columns if name not in key])


def _only(columns: Columns, names: Sequence[str]) -> Columns:
    return {name: columns[name] for name in names if name in columns}
