"""Files, tabs, tables and stored values, loaded into the local database for queries over them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import reduce
from typing import Any, NamedTuple

from core.compute.files import ProjectFiles
from core.compute.fingerprint import FileState, state_of, text_checksum
from core.compute.placement import copy_read
from core.engines import LocalDatabase, Measured, Snapshot, TableCopy
from core.errors import QueryError, SourceError
from core.model import File, Period, Source, Tab, Table, Values
from core.query import NUMBER, Params, SqlFacts
from core.sheets import Workbooks, spellings, spreadsheet_id

_HISTORY = """
    unnest($periods::VARCHAR[]) AS period, unnest($days::DATE[]) AS period_start,
    unnest($last_days::DATE[]) AS period_end,
    unnest($fields::VARCHAR[]) AS field, unnest($values::DOUBLE[]) AS value
"""


class Point(NamedTuple):
    """One value of a KPI's history; `field` is the breakdown's label."""

    period: Period
    field: str
    value: float | None


class Seen(NamedTuple):
    """A file or tab as it was loaded.

    `state` is that of the files, or the checksum of the tab's texts.
    """

    measured: Measured
    state: FileState | str
    place: str


class Extracts:
    """Loads each source once per run, and names it as the query at hand names it."""

    def __init__(
        self,
        snapshot: Snapshot,
        files: ProjectFiles,
        workbooks: Workbooks,
        expected: Sequence[Mapping[str, TableCopy]] = (),
    ) -> None:
        """`expected` is what each query of the run reads of tables, in all its periods."""
        self._snapshot = snapshot
        self._expected = expected
        self._failed: set[tuple[str, TableCopy]] = set()
        self._files = files
        self._workbooks = workbooks
        self._tables: dict[str, str] = {}
        self._views: dict[str, str] = {}
        self._states: dict[str, FileState | str] = {}
        self._seen: dict[tuple[str, str], Seen] = {}

    def load(
        self, source: Source, facts: SqlFacts, timezone: str, periods: Sequence[Params] = ()
    ) -> None:
        """Make a table, file or tab readable under its relation's name.

        A file is loaded once per time zone, in which its timestamps without an offset are read. Of
        a table, what the query reads for the parameters of some periods; without any, all rows.

        Raises:
            SourceError: The file or tab is missing or not as declared.
            QueryError: The warehouse cannot give the table.
        """
        if isinstance(source, Table):
            self._copy(source.name.lower(), copy_read(facts, source, periods))
        elif isinstance(source, File | Tab):
            key = _key(source, timezone)
            if key not in self._tables:
                self._load_once(source, key)
            self._look(source, key)
            self._show_as(source.relation, self._tables[key])

    def _copy(self, table: str, own: TableCopy) -> None:
        """Copy what all queries read of a table; if that fails, only what this one does."""
        for copy in self._wider(table, own):
            try:
                self._snapshot.extract(table, copy)
            except QueryError as error:
                if error.transient:
                    raise
                self._failed.add((table, copy))
                self._snapshot.recover()
            else:
                return
        self._snapshot.extract(table, own)

    def _wider(self, table: str, own: TableCopy) -> list[TableCopy]:
        """Return what all queries read, and what one reads in all its periods."""
        copies = [copies[table] for copies in self._expected if table in copies]
        every_period = next((copy for copy in copies if copy.contains(own)), own)
        shared = reduce(TableCopy.union, copies, every_period)
        wider = dict.fromkeys([shared, every_period])
        return [copy for copy in wider if copy != own and (table, copy) not in self._failed]

    def _load_once(self, source: File | Tab, key: str) -> None:
        table = f"extract_{len(self._tables) + 1}"
        if isinstance(source, File):
            self._states[key] = self._load_file(source, table)
        else:
            self._states[key] = self._load_tab(source, table)
        self._tables[key] = table

    def _look(self, source: File | Tab, key: str) -> None:
        """Measure what was loaded at once: a query that fails may take the table away."""
        if (key, source.loaded_at) not in self._seen:
            measured = self._local.measure(f'"{self._tables[key]}"', source.loaded_at)
            place = self._workbooks.place(source) if isinstance(source, Tab) else ""
            self._seen[key, source.loaded_at] = Seen(
                measured, self._states[key], spreadsheet_id(place) or place
            )

    def seen(self, source: File | Tab, timezone: str) -> Seen | None:
        """Return a file or tab as it was loaded; None if it could not be."""
        return self._seen.get((_key(source, timezone), source.loaded_at))

    def load_values(self, source: Values, points: Sequence[Point]) -> None:
        """Make a KPI's history for one period readable under its relation's name."""
        table = f"history_{source.relation}"
        self._local.execute(
            f'CREATE OR REPLACE TEMP TABLE "{table}" AS SELECT {_HISTORY}', _columns(points)
        )
        self._show_as(source.relation, table)

    def outline_tab(self, source: Tab) -> None:
        """Make a tab's declared columns readable under its relation's name, without rows."""
        names = [f'NULL::VARCHAR AS "{name}"' for name in spellings(source)]
        columns = ", ".join(("NULL::BIGINT AS sheet_row", *names))
        table = f"outline_{source.relation}"
        self._local.execute(
            f'CREATE OR REPLACE TEMP TABLE "{table}" AS SELECT {columns} WHERE false'
        )
        self._show_as(source.relation, table)

    def load_many_values(self, source: Values, histories: Sequence[Sequence[Point]]) -> None:
        """Make a KPI's histories for many periods readable, each row with its period's number."""
        table = f"histories_{source.relation}"
        points, numbers = list[Point](), list[int]()
        for number, history in enumerate(histories):
            points += history
            numbers += [number] * len(history)
        self._local.execute(
            f'CREATE OR REPLACE TEMP TABLE "{table}" AS'
            f" SELECT unnest($numbers::INTEGER[]) AS {NUMBER}, {_HISTORY}",
            {"numbers": numbers, **_columns(points)},
        )
        self._show_as(source.relation, table)

    def forget(self) -> None:
        """Forget what was loaded, after the local database has lost it."""
        self._tables.clear()
        self._views.clear()

    @property
    def _local(self) -> LocalDatabase:
        return self._snapshot.local()

    def _show_as(self, relation: str, table: str) -> None:
        if self._views.get(relation) != table:
            self._local.execute(
                f'CREATE OR REPLACE TEMP VIEW "{relation}" AS SELECT * FROM "{table}"'
            )
            self._views[relation] = table

    def _load_file(self, source: File, table: str) -> FileState:
        paths = self._files.find(source)
        try:
            state = state_of(paths)
            self._local.load_files(table, paths, source.columns or {})
        except (QueryError, OSError) as error:
            raise SourceError(f"{source.path} cannot be read as declared: {error}") from None
        return state

    def _load_tab(self, source: Tab, table: str) -> str:
        tab = self._workbooks.read(source)
        columns = ["unnest($numbers::BIGINT[]) AS sheet_row"]
        values: dict[str, list[Any]] = {"numbers": [number for number, _ in tab.rows]}
        for index, column in enumerate(tab.columns):
            columns.append(f'unnest($c{index}::VARCHAR[]) AS "{column}"')
            values[f"c{index}"] = [texts[index] for _, texts in tab.rows]
        self._local.execute(f'CREATE TEMP TABLE "{table}" AS SELECT {", ".join(columns)}', values)
        return text_checksum(texts for _, texts in tab.rows)


def _key(source: File | Tab, timezone: str) -> str:
    return f"{source!r} in {timezone}" if isinstance(source, File) else repr(source)


def _columns(points: Sequence[Point]) -> dict[str, list[Any]]:
    names = ("periods", "days", "last_days", "fields", "values")
    columns: dict[str, list[Any]] = {name: [] for name in names}
    for point in points:
        columns["periods"].append(point.period.label)
        columns["days"].append(point.period.first_day)
        columns["last_days"].append(point.period.last_day)
        columns["fields"].append(point.field)
        columns["values"].append(point.value)
    return columns
