"""For KPI tests: a few input rows in, the KPI's values out, through the code that a real run uses."""

from __future__ import annotations

import csv
import tempfile
from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any

import duckdb

from core.catalog import Catalogue, Checked, Entry, Task, check, load_catalogue
from core.compute import Computed, Computer, Extracts, Point
from core.engines.duckdb.warehouse import DuckDbSnapshot
from core.errors import CatalogueError, UsageError
from core.model import File, Period, Source, Tab, Values, midnight, parse_period
from core.query import SqlFacts
from core.settings import find_root
from core.sheets import Workbooks, spellings

GivenRows = Sequence[Mapping[str, Any]]
GivenHistory = Sequence[float | Mapping[str, float]]

_TIMEOUT = 60.0


def kpi_values(domain: str, number: int, period: str, **given: Any) -> dict[str, float | None]:
    """Return a KPI's values for a period by the breakdown's label, `{"": value}` where it is not
    broken down.

    See `compute_kpi` for what can be given.
    """
    return {
        computed.field: computed.value for computed in compute_kpi(domain, number, period, **given)
    }


def compute_kpi(
    domain: str,
    number: int,
    period: str,
    *,
    tables: Mapping[str, GivenRows] | None = None,
    files: Mapping[str, GivenRows] | None = None,
    tabs: Mapping[str, GivenRows] | None = None,
    values: Mapping[str, GivenHistory] | None = None,
    root: Path | None = None,
) -> tuple[Computed, ...]:
    """Compute one KPI for one period, as though it had just been published, from rows that are
    mappings of columns.

    Args:
        domain: The KPI's domain.
        number: Its number.
        period: `2026-11-16`, `2026-W46` or `2026-11`.
        tables: Rows by table. A table that `sql/sample/` describes has its columns and types,
            missing ones NULL; another has the columns of its first row.
        files: Rows by the file's relation.
        tabs: Rows of text by the tab's relation; missing columns are NULL.
        values: By relation the values of the latest periods, newest last; of a breakdown, mappings
            of label to value.
        root: The project; default the one around the working directory.

    Raises:
        CatalogueError: The KPI's file, or one it depends on, has findings.
        UsageError: There is no such KPI, or something is given that it does not read.
    """
    root = root or find_root(Path.cwd())
    catalogue, checked = _catalogue(root, domain)
    entry = catalogue.entry(domain, number)
    task = Task(entry, parse_period(period))
    known: dict[str, object] = {**(tables or {}), **(files or {}), **(tabs or {}), **(values or {})}
    if unread := sorted(known.keys() - {source.relation for source in entry.kpi.sources}):
        raise UsageError(
            f"{entry.file} does not read {unread[0]}; give only what its sources declare"
        )
    with duckdb.connect() as connection, tempfile.TemporaryDirectory() as folder:
        _describe(connection, root)
        for name, rows in (tables or {}).items():
            _fill_table(connection, name, rows)
        now = midnight(task.period.last_day + timedelta(days=40), catalogue.runners[domain].zone)
        with closing(DuckDbSnapshot(connection, _TIMEOUT)) as snapshot:
            extracts = _GivenExtracts(
                snapshot, root, Path(folder), {**(files or {}), **(tabs or {})}
            )
            computer = Computer(
                catalogue,
                checked.facts,
                snapshot,
                extracts,
                _StoredHistory(entry, values or {}),
                now,
            )
            return computer.compute([task])[task.key]


@lru_cache(maxsize=32)
def _catalogue(root: Path, domain: str) -> tuple[Catalogue, Checked]:
    catalogue = load_catalogue(root, [domain])
    checked = check(catalogue)
    if checked.findings:
        raise CatalogueError(checked.findings)
    return catalogue, checked


def _describe(connection: duckdb.DuckDBPyConnection, root: Path) -> None:
    for path in sorted((root / "sql" / "sample").glob("*.sql")):
        connection.execute(path.read_text().replace(" NOT NULL", ""))


def _fill_table(connection: duckdb.DuckDBPyConnection, name: str, rows: GivenRows) -> None:
    schema, _, table = name.partition(".")
    known = connection.execute(
        "SELECT count(*) FROM information_schema.tables WHERE table_schema = ? AND table_name = ?",
        [schema, table],
    ).fetchall()
    if not known[0][0]:
        connection.execute(f'CREATE SCHEMA IF NOT EXISTS "{schema}"')
        _create(
            connection,
            f'TABLE "{schema}"."{table}"',
            list(rows[0]),
            [list(row.values()) for row in rows],
        )
        return
    for row in rows:
        _insert(connection, f'"{schema}"."{table}"', row)


def _insert(connection: duckdb.DuckDBPyConnection, table: str, row: Mapping[str, Any]) -> None:
    columns = ", ".join(f'"{column}"' for column in row)
    marks = ", ".join("?" * len(row))
    connection.execute(f"INSERT INTO {table} ({columns}) VALUES ({marks})", list(row.values()))


def _create(
    connection: duckdb.DuckDBPyConnection,
    what: str,
    columns: Sequence[str],
    rows: Sequence[Sequence[Any]],
) -> None:
    marks = ", ".join("(" + ", ".join("?" * len(columns)) + ")" for _ in rows)
    names = ", ".join(f'"{column}"' for column in columns)
    cells = [cell for row in rows for cell in row]
    connection.execute(f"CREATE {what} AS FROM (VALUES {marks}) AS given({names})", cells)


class _GivenExtracts(Extracts):
    """Files and tabs come from the test."""

    def __init__(
        self, snapshot: DuckDbSnapshot, root: Path, folder: Path, given: Mapping[str, GivenRows]
    ) -> None:
        super().__init__(snapshot, root, Workbooks(root, {}))
        self._folder = folder
        self._given = given

    def load(self, source: Source, facts: SqlFacts, timezone: str) -> None:
        rows = self._given.get(source.relation)
        if isinstance(source, Tab):
            columns = ["sheet_row", *spellings(source)]
            numbered = [{"sheet_row": number, **row} for number, row in enumerate(rows or (), 2)]
            texts = [
                ", ".join(
                    f'NULL::{"BIGINT" if name == "sheet_row" else "VARCHAR"} AS "{name}"'
                    for name in columns
                )
            ]
            self._local.execute(
                f'CREATE TEMP TABLE "{source.relation}" AS SELECT {texts[0]} LIMIT 0'
            )
            for row in numbered:
                names = ", ".join(f'"{name}"' for name in row)
                marks = ", ".join("?" * len(row))
                self._local.execute(
                    f'INSERT INTO "{source.relation}" ({names}) VALUES ({marks})',
                    list(row.values()),
                )
        elif isinstance(source, File) and rows is not None:
            # By way of a CSV file, so that its types are sniffed as in a real run.
            path = self._folder / f"{source.relation}.csv"
            with path.open("w", newline="") as file:
                writer = csv.DictWriter(file, list(rows[0]))
                writer.writeheader()
                writer.writerows(rows)
            super().load(replace(source, path=str(path), name=source.relation), facts, timezone)
        else:
            super().load(source, facts, timezone)


@dataclass(frozen=True)
class _StoredHistory:
    """Values of other KPIs come from the test."""

    entry: Entry
    given: Mapping[str, GivenHistory]

    def points(self, entry: Entry, periods: Sequence[Period]) -> list[Point]:
        source = next(source for source in self.entry.values if self._is(source, entry))
        newest = zip(reversed(periods), reversed(self.given.get(source.relation, ())), strict=False)
        return [
            Point(period, label, float(value))
            for period, found in reversed(list(newest))
            for label, value in (found.items() if isinstance(found, Mapping) else [("", found)])
        ]

    def failed(self, entry: Entry, period: Period) -> bool:  # noqa: ARG002 -- the protocol's
        return False

    def _is(self, source: Values, entry: Entry) -> bool:
        return self.entry.key_of(source) == (entry.domain, entry.number)
