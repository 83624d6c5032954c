"""ClickHouse: a server over HTTP, or chdb, the same engine within this process."""

from __future__ import annotations

import logging
import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, unquote, urlsplit
from uuid import uuid4

import clickhouse_connect
import pyarrow
from clickhouse_connect.driver.exceptions import OperationalError
from ibis.backends.sql.datatypes import ClickHouseType

from core.engines.plans import PlannedColumns
from core.engines.relations import WarehouseTable, group_columns
from core.engines.remote.clickhouse_versions import find_versions
from core.engines.remote.client import FaultKind, RemoteFault
from core.engines.remote.types import postgres_type
from core.engines.remote.watch import answer_within
from core.query import SESSION_SETTINGS, Params, RemoteDialect, TableVersion
from core.settings import Settings

if TYPE_CHECKING:
    import pyarrow as pa
    from clickhouse_connect.driver.client import Client

_PATIENCE = 10  # seconds for a connection
_START = 60  # seconds until a server has to answer at first
_LONGEST_ANSWER = 86_400 + 60  # seconds: longer than any time limit
# A query may set limits of its own, and write nothing.
_READ_ONLY = {"readonly": "2"}
_KINDS: Mapping[str, FaultKind] = {
    "UNKNOWN_TABLE": "table",
    "UNKNOWN_DATABASE": "table",
    "UNKNOWN_IDENTIFIER": "column",
    "TIMEOUT_EXCEEDED": "time",
    "QUERY_WAS_CANCELLED": "time",
    "TOO_SLOW": "time",
}
# Files of Delta and Iceberg, a version of Delta, a snapshot of Iceberg.
_GONE = re.compile(r"FileNotFound|No such file|LogSegment end version|[Nn]o snapshot")
_NOISE = re.compile(
    r"^.*?DB::Exception: |\s*\([A-Z_]+\)\s*(?:\(.*)?$|:? (?:In scope |while executing ).*$",
    re.DOTALL,
)
_CODE = re.compile(r"\(([A-Z_]+)\)")
_NAME = re.compile(r"(?:[Ii]dentifier [`']|Database )([^`']+?)(?:[`']| does not exist)")

_KILL = "KILL QUERY WHERE query_id = {id:String}"
# chdb numbers queries itself; all that run in it are this process's own.
_KILL_OTHERS = "KILL QUERY WHERE query_id <> queryID()"
_COLUMNS = """
    SELECT lower(name), type FROM system.columns
    WHERE lower(database) = {schema:String} AND lower(table) = {name:String} ORDER BY position
"""
_RELATIONS = """
    SELECT columns.database, columns.table, if(endsWith(engine, 'View'), 'view', 'table'),
        total_rows, columns.name, columns.type
    FROM system.columns AS columns
    JOIN system.tables AS tables
        ON tables.database = columns.database AND tables.name = columns.table
    WHERE lower(columns.database) NOT IN ('system', 'information_schema')
    ORDER BY 1, 2, columns.position
"""


def open_client(url: str, settings: Settings) -> ClickHouseClient:
    """Connect to `clickhouse://user@host:8123/database?secure=true`, or open `chdb:///folder`.

    The password is in the URL or in CLICKHOUSE_PASSWORD.
    """
    for name in ("clickhouse_connect", "urllib3.connectionpool"):
        # What they would write on stderr comes as an error, too.
        logging.getLogger(name).setLevel(logging.CRITICAL)
    chosen = {**SESSION_SETTINGS["clickhouse"], **_READ_ONLY}
    parts = urlsplit(url)
    if parts.scheme == "chdb":
        path = settings.path(unquote(parts.path.removeprefix("/")))
        if not path.is_dir():
            # The engine would make it.
            raise FileNotFoundError(f"the folder {path} does not exist")
        # The engine takes the time zone of this process for that of its tables.
        chosen["session_timezone"] = "UTC"
        connect: dict[str, Any] = {"interface": "chdb", "path": str(path)}
        return ClickHouseClient(connect, chosen, f"chdb in {path}", _KILL_OTHERS)
    options = dict(parse_qsl(parts.query))
    connect = {
        "host": parts.hostname,
        "username": unquote(parts.username or "default"),
        "password": unquote(parts.password or "")
        or settings.environment.get("CLICKHOUSE_PASSWORD", ""),
        "secure": options.get("secure", "").lower() == "true",
        "connect_timeout": _PATIENCE,
        "send_receive_timeout": _LONGEST_ANSWER,
        # A session would refuse the query after one that is cancelled and has not ended yet.
        "autogenerate_session_id": False,
    }
    if parts.port:
        connect["port"] = parts.port
    if database := parts.path.strip("/"):
        connect["database"] = database
    return ClickHouseClient(connect, chosen, f"ClickHouse at {parts.hostname}", _KILL)


def _with_large_numbers(table: pa.Table) -> pa.Table:
    """Return a table with whole numbers of 128 bits as such: Arrow gets them as bytes."""
    for index, field in enumerate(table.schema):
        if str(field.type) == "fixed_size_binary[16]":
            numbers = [
                None if value is None else Decimal(int.from_bytes(value, "little", signed=True))
                for value in table.column(index).to_pylist()
            ]
            column = pyarrow.array(numbers, pyarrow.decimal128(38, 0))
            table = table.set_column(index, field.name, column)
    return table


class ClickHouseClient:
    """See `core.engines.remote.client.RemoteClient`."""

    dialect: RemoteDialect = "clickhouse"
    # The engine ends a query itself at the time limit.
    grace = 5.0

    def __init__(
        self, connect: dict[str, Any], chosen: dict[str, str], place: str, kill: str
    ) -> None:
        self.place = place
        self._kill = kill
        self._connect = connect
        self._client: Client = answer_within(
            _START, lambda: clickhouse_connect.get_client(**connect, settings=chosen)
        )
        self.engine = f"ClickHouse {self._client.server_version}"
        self._running = ""

    def query(self, sql: str, params: Params, timeout: float, most_rows: int | None) -> pa.Table:
        limits = {"max_execution_time": timeout, "limit": most_rows or 0}
        self._running = str(uuid4())
        # Ibis gives Arrow for its own expressions only, not for SQL with parameters.
        found = self._client.query_arrow(
            sql, parameters=dict(params), settings=limits | {"query_id": self._running}
        )
        return _with_large_numbers(found)

    def plan(self, sql: str, params: Params) -> PlannedColumns:
        rows = self._client.query(f"DESCRIBE ({sql})", parameters=dict(params)).result_rows
        return tuple((str(row[0]), self._type_name(str(row[1]))) for row in rows)

    def columns(self, table: str) -> Mapping[str, str]:
        schema, _, name = table.rpartition(".")
        rows = self._client.query(_COLUMNS, parameters={"schema": schema, "name": name})
        return {str(column): self._type_name(str(kind)) for column, kind in rows.result_rows}

    def _type_name(self, text: str) -> str:
        return postgres_type(ClickHouseType.from_string(text))

    def versions(
        self, tables: Sequence[str], moment: datetime | None
    ) -> Mapping[str, TableVersion]:
        return find_versions(self._client, tables)

    def relations(self) -> list[WarehouseTable]:
        rows = self._client.query(_RELATIONS).result_rows
        return group_columns((*row[:5], self._type_name(row[5])) for row in rows)

    def attempt_write(self) -> None:
        # The setting that makes our own sessions read-only says nothing of the user's rights.
        writer = clickhouse_connect.get_client(**self._connect)
        try:
            writer.command("CREATE DATABASE scorecard_doctor")
            writer.command("DROP DATABASE scorecard_doctor")
        finally:
            writer.close()

    def cancel(self) -> None:
        with clickhouse_connect.get_client(**self._connect) as other:
            other.command(self._kill, parameters={"id": self._running})

    def fault(self, error: Exception) -> RemoteFault:
        text = str(error)
        code = _CODE.search(text)
        message = _NOISE.sub("", _NOISE.sub("", text)).strip() or type(error).__name__
        if isinstance(error, OperationalError | ConnectionError) and code is None:
            # The client's own text is a URL with all settings.
            return RemoteFault(f"{self.place} does not answer", "lost")
        kind = _KINDS.get(code[1], "") if code else ""
        if not kind and _GONE.search(message):
            kind = "gone"
        name = _NAME.search(message)
        return RemoteFault(message, kind, name[1] if name else "")

    def close(self) -> None:
        self._client.close()
