"""For KPI tests: a few input rows in, the KPI's values out, through the code of a real run."""

from __future__ import annotations

import csv
import tempfile
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import lru_cache, partial
from itertools import chain
from pathlib import Path
from typing import Any

from core.catalog import Catalogue, CheckResult, Entry, Step, Task, check, load_catalogue
from core.compute import Batches, Computed, Computer, Extracts, Point, ProjectFiles
from core.engines import LocalDatabase, Snapshot, open_in_memory
from core.errors import CatalogueError, UsageError
from core.model import File, Period, Source, Tab, Values, midnight, parse_period
from core.query import Params, SqlFacts
from core.settings import find_root
from core.sheets import Workbooks, spellings

GivenRows = Sequence[Mapping[str, Any]]
GivenHistory = Sequence[float | Mapping[str, float]]

_TIMEOUT = 60.0
_LONG_AFTER = timedelta(days=40)


def kpi_values(domain: str, number: int, period: str, **given: Any) -> dict[str, float | None]:
    """Return a KPI's values for a period by the breakdown's label, `{"": value}` without one.

    `compute_kpi` says what can be given.
    """
    fields = compute_kpi(domain, number, period, **given)
    return {computed.field: computed.value for computed in fields}


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
    """Compute one KPI for one period, as after its publication, from rows given as mappings.

    Args:
        domain: The KPI's domain.
        number: Its number.
        period: `2026-11-16`, `2026-W46`, `2026-11` or `2026-Q4`.
        tables: Rows by table. A table that `sql/sample/` describes has its columns and types,
            missing ones NULL; another has the columns of its first row.
        files: Rows by the file's relation.
        tabs: Rows of text by the tab's relation; missing columns are NULL.
        values: By relation the values of the latest periods, newest last; of a breakdown, mappings
            of label to value.
        root: The project; default the one around the working directory.

    Raises:
        CatalogueError: The KPI's file, or one it depends on, has findings.
        UsageError: The KPI does not exist, or something is given that it does not read.
        QueryError: A row has a column that its table lacks, or a value of the wrong type.
    """
    root = root or find_root(Path.cwd())
    catalogue, checked = _catalogue(root, domain)
    task = Task(catalogue.entry(domain, number), parse_period(period))
    tables, files, tabs, values = tables or {}, files or {}, tabs or {}, values or {}
    _refuse_unread(task.entry, {*tables, *files, *tabs, *values})
    fill = partial(_fill, root=root, tables=tables)
    project = ProjectFiles(root)
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        readable = [str(folder / f"{relation}.csv") for relation in files]
        readable += project.find_all(task.entry.kpi.sources)
        snapshot = stack.enter_context(open_in_memory(fill, _TIMEOUT, readable))
        extracts = _GivenExtracts(snapshot, project, folder, {**files, **tabs})
        history = _TestHistory(task.entry, values)
        now = midnight(task.period.last_day + _LONG_AFTER, catalogue.runners[domain].zone)
        computer = Computer(catalogue, checked.facts, snapshot, extracts, history, now)
        step = Step((task,))
        return Batches(computer, [step]).compute(step)[task.key]


def _refuse_unread(entry: Entry, given: set[str]) -> None:
    unread = sorted(given - {source.relation for source in entry.kpi.sources})
    if unread:
        raise UsageError(
            f"{entry.file} does not read {unread[0]}; give only what its sources declare"
        )


@lru_cache(maxsize=32)
def _catalogue(root: Path, domain: str) -> tuple[Catalogue, CheckResult]:
    catalogue = load_catalogue(root, [domain])
    checked = check(catalogue)
    if checked.findings:
        raise CatalogueError(checked.findings)
    return catalogue, checked


def _fill(database: LocalDatabase, root: Path, tables: Mapping[str, GivenRows]) -> None:
    """Make the sample's tables, in which rows may leave out any column, and those given."""
    for path in sorted((root / "sql" / "sample").glob("*.sql")):
        database.execute(path.read_text().replace(" NOT NULL", ""))
    for name, rows in tables.items():
        _fill_table(database, name, rows)


def _fill_table(database: LocalDatabase, name: str, rows: GivenRows) -> None:
    schema, _, table = name.partition(".")
    quoted = f'"{schema}"."{table}"'
    described = database.execute(
        "SELECT 1 FROM information_schema.tables WHERE table_schema = ? AND table_name = ?",
        [schema, table],
    )
    if described.rows:
        for row in rows:
            _insert(database, quoted, row)
        return
    database.execute(f'CREATE SCHEMA IF NOT EXISTS "{schema}"')
    marks = ", ".join(f"({_marks(row)})" for row in rows)
    cells = list(chain.from_iterable(row.values() for row in rows))
    database.execute(
        f"CREATE TABLE {quoted} AS FROM (VALUES {marks}) AS given({_names(rows[0])})", cells
    )


def _insert(database: LocalDatabase, table: str, row: Mapping[str, Any]) -> None:
    database.execute(
        f"INSERT INTO {table} ({_names(row)}) VALUES ({_marks(row)})", list(row.values())
    )


def _names(row: Mapping[str, Any]) -> str:
    return ", ".join(f'"{column}"' for column in row)


def _marks(row: Mapping[str, Any]) -> str:
    return ", ".join("?" for _ in row)


class _GivenExtracts(Extracts):
    """Files and tabs come from the test."""

    def __init__(
        self,
        snapshot: Snapshot,
        files: ProjectFiles,
        folder: Path,
        given: Mapping[str, GivenRows],
    ) -> None:
        super().__init__(snapshot, files, Workbooks(folder, {}))
        self._folder = folder
        self._given = given

    def load(
        self, source: Source, facts: SqlFacts, timezone: str, periods: Sequence[Params] = ()
    ) -> None:
        rows = self._given.get(source.relation)
        if isinstance(source, Tab):
            self._make_tab(source, rows or ())
            return
        if isinstance(source, File) and rows is not None:
            source = replace(source, path=self._write_csv(source, rows), name=source.relation)
        super().load(source, facts, timezone, periods)

    def _make_tab(self, source: Tab, rows: GivenRows) -> None:
        columns = ", ".join(f'"{column}" VARCHAR' for column in spellings(source))
        table = f'"{source.relation}"'
        self._local.execute(f"CREATE TEMP TABLE {table} (sheet_row BIGINT, {columns})")
        for number, row in enumerate(rows, 2):
            _insert(self._local, table, {"sheet_row": number, **row})

    def _write_csv(self, source: File, rows: GivenRows) -> str:
        """Write rows to a CSV file, so that their types are guessed as in a real run."""
        path = self._folder / f"{source.relation}.csv"
        with path.open("w", newline="") as file:
            writer = csv.DictWriter(file, list(rows[0]))
            writer.writeheader()
            writer.writerows(rows)
        return str(path)


@dataclass(frozen=True)
class _TestHistory:
    """Values of other KPIs come from the test."""

    entry: Entry
    given: Mapping[str, GivenHistory]

    def points(self, entry: Entry, periods: Sequence[Period]) -> list[Point]:
        source = next(source for source in self.entry.values if self._is(source, entry))
        newest = list(self.given.get(source.relation, ()))[-len(periods) :]
        points = []
        for period, value in zip(periods[-len(newest) :], newest, strict=False):
            by_label = value if isinstance(value, Mapping) else {"": value}
            points += [Point(period, label, float(part)) for label, part in by_label.items()]
        return points

    def find_unanswered(self, *_: object) -> None:
        return None

    def _is(self, source: Values, entry: Entry) -> bool:
        return self.entry.key_of(source) == entry.key
