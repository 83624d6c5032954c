"""A run's view of a remote warehouse, with a local DuckDB beside it."""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from core.engines.base import Measured, Probe
from core.engines.cells import CellReader
from core.engines.plans import PlannedColumns
from core.engines.relations import UniqueKey, WarehouseTable
from core.engines.remote.client import RemoteClient
from core.engines.remote.copied_rows import limit_error, select_rows_of
from core.engines.remote.copied_types import choose_columns
from core.engines.remote.copy import load_arrow, load_numbers, outline_columns
from core.engines.remote.errors import attempt, plan_error, warehouse_error
from core.engines.remote.measure import measured, time_column_fault, unmeasured
from core.engines.remote.pins import Pins
from core.engines.remote.statements import select_columns, select_newest, select_rows
from core.engines.remote.types import planned_type, text_of_value
from core.engines.table_copies import TableCopies, TableCopy
from core.errors import CopyLimitError, QueryError, WarehouseError
from core.query import (
    MOST_ROWS,
    Query,
    Result,
    TableTypes,
    TableVersion,
    Translation,
    Translator,
    find_time_columns,
    require_few,
)

if TYPE_CHECKING:
    import pyarrow as pa

    from core.engines.local import LocalDuckDb

T = TypeVar("T")


# How many times longer than one KPI's query a statement may take that many share.
_SHARED_LIMIT = 4


class RemoteSnapshot:
    """See `core.engines.base.Snapshot`.

    The engines give no view that is the same for all statements. Tables that have versions are
    read at one; another that is loaded during a run is seen as it is at each query. A run's record
    says so.
    """

    def __init__(
        self,
        client: RemoteClient,
        timeout: float,
        files: Collection[str],
        folder: Path,
        most_extracted: int,
    ) -> None:
        self._client = client
        self._timeout = timeout
        self._files = files
        self._folder = folder
        self._most_extracted = most_extracted
        self._timezone = "UTC"
        self._types: dict[str, Mapping[str, str]] = {}
        self._local: LocalDuckDb | None = None
        self._copies = TableCopies()
        self._is_lost = False
        self._pins = Pins(client, self._ask_client)
        self._translator = Translator(client.dialect, self.column_types, self._pins.versions)

    def set_timezone(self, timezone: str) -> None:
        self._timezone = timezone
        if self._local is not None:
            self._local.set("TimeZone", timezone)

    def fetch(self, query: Query) -> Result:
        limit = self._timeout * min(max(len(query.parts), 1), _SHARED_LIMIT)
        table = self._ask(self._translate(query), MOST_ROWS + 1, limit)
        columns = [column.to_pylist() for column in table.columns]
        rows: Sequence[tuple[Any, ...]] = list(zip(*columns, strict=True))
        require_few(rows, MOST_ROWS)
        return Result(tuple(name.lower() for name in table.column_names), rows)

    def sample(self, table: WarehouseTable, most_rows: int) -> Result:
        names = [name for name, _ in table.columns]
        sql = select_rows(self._client.dialect, (table.schema, table.name), names)
        found = self._ask(Translation(sql, {}), most_rows)
        columns = [map(text_of_value, column.to_pylist()) for column in found.columns]
        return Result(tuple(found.column_names), list(zip(*columns, strict=True)))

    def unique_keys(self, table: str) -> list[UniqueKey]:
        """Return nothing: these engines enforce none."""
        return []

    def _translate(self, query: Query) -> Translation:
        return self._translator.translate(query, self._timezone)

    def _ask(
        self, translation: Translation, most_rows: int | None, limit: float | None = None
    ) -> pa.Table:
        """Run a query; it may take `limit` seconds, by default those of one KPI's query."""
        timeout = limit or self._timeout
        work = partial(self._client.query, translation.sql, translation.params, timeout, most_rows)
        return self._attempt(work, timeout)

    def _attempt(self, work: Callable[[], T], limit: float | None = None) -> T:
        try:
            return attempt(self._client, work, limit or self._timeout)
        except QueryError as error:
            self._is_lost = error.transient
            raise

    def plan(self, query: Query) -> PlannedColumns:
        translation = self._translate(query)
        work = partial(self._client.plan, translation.sql, translation.params)
        try:
            columns = self._attempt(work)
        except QueryError as error:
            if self._is_lost or not isinstance(error.__cause__, Exception):
                raise
            raise plan_error(self._client.fault(error.__cause__)) from None
        return tuple((name.lower(), planned_type(kind)) for name, kind in columns)

    def recover(self) -> bool:
        if self._is_lost:
            raise WarehouseError(
                "the warehouse closed the connection in the middle of the run; run again, nothing"
                " is half stored",
                transient=True,
            )
        return False

    def pin(self, tables: Collection[str]) -> None:
        self._pins.versions(tables)

    @property
    def consistency(self) -> str:
        return self._pins.consistency

    @property
    def has_local_tables(self) -> bool:
        return self._copies.are_expected

    def row_count(self, tables: Collection[str]) -> float:
        """Return that there are too many: a warehouse that outgrew one machine is not copied."""
        return math.inf

    def column_types(self, tables: Collection[str]) -> TableTypes:
        for table in tables:
            if table not in self._types:
                self._types[table] = self._ask_client(partial(self._client.columns, table))
        return {table: self._types[table] for table in tables if self._types[table]}

    def _ask_client(self, work: Callable[[], T]) -> T:
        """Return the answer to one of the framework's own questions."""
        try:
            return self._attempt(work)
        except QueryError as error:
            if isinstance(error.__cause__, Exception):
                raise warehouse_error(self._client, error.__cause__) from None
            raise

    @property
    def cell_reader(self) -> CellReader:
        return self

    def read_cells(self, queries: Mapping[str, Query]) -> None:
        # What cannot be translated is known before the first table is read.
        translations = {name: self._translate(query) for name, query in queries.items()}
        for name, translation in translations.items():
            numbers = self._ask(translation, None, self._timeout * _SHARED_LIMIT)
            load_numbers(self.local().connection, name, numbers)

    def work_locally(self, needs: Mapping[str, frozenset[str]]) -> None:
        self._copies.expect(needs)

    def local(self) -> LocalDuckDb:
        if self._local is None:
            from core.engines.local import open_local

            self._local = open_local(self._timeout, self._files, self._folder)
            self._local.set("TimeZone", self._timezone)
        return self._local

    def measure(self, asked: Sequence[Probe]) -> list[Measured]:
        return [self._measure(table, column.lower()) for table, column in asked]

    def _measure(self, table: str, column: str) -> Measured:
        types = self._existing(table)
        fault = time_column_fault(column, types) if column else ""
        read = column if column and not fault else ""
        version = self._version(table)
        sql = select_newest(self._client.dialect, table, read, version)
        try:
            row = self._ask(Translation(sql, {}), None).to_pylist()[0]
        except QueryError as error:
            return unmeasured(error, version)
        rows, newest = row["row_count"], row["newest"] if read else None
        return measured(rows, newest, types.get(read, ""), self._timezone, fault, version)

    def _version(self, table: str) -> TableVersion | None:
        return self._pins.versions([table]).get(table)

    def _existing(self, table: str) -> Mapping[str, str]:
        types = self.column_types([table])
        if table not in types:
            raise QueryError(f"relation {table} does not exist in the warehouse")
        return types[table]

    def extract(self, table: str, wanted: TableCopy) -> None:
        rows = wanted.rows.bounded_by(find_time_columns(self._existing(table)))
        own = TableCopy(wanted.columns, rows)
        due = self._copies.find_due(table, own)
        if due is None:
            return
        try:
            self._copy(table, due)
        except CopyLimitError:
            self._copies.separate(table)
            alone = self._copies.find_due(table, own)
            if alone is None or alone == due:
                raise
            self._copy(table, alone)

    def _copy(self, table: str, copy: TableCopy) -> None:
        dialect, types = self._client.dialect, self._chosen(table, copy.columns)
        select = select_columns(dialect, table, types, self._version(table))
        statement = select_rows_of(dialect, select, copy.rows, self._existing(table))
        arrow = self._ask(statement, self._most_extracted + 1)
        if arrow.num_rows > self._most_extracted:
            raise limit_error(table, copy.rows, self._most_extracted)
        load_arrow(self.local().connection, table, arrow, types)
        self._copies.add(table, copy)

    def outline(self, table: str, columns: frozenset[str]) -> None:
        outline_columns(self.local().connection, table, self._chosen(table, columns))

    def _chosen(self, table: str, columns: frozenset[str]) -> Mapping[str, str]:
        return choose_columns(table, self._existing(table), columns)

    def close(self) -> None:
        if self._local is not None:
            self._local.close()
            self._local.connection.close()
