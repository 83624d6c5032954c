"""Trino, by its own client over HTTP. Never run against the service."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, unquote, urlsplit

import pyarrow as pa
from ibis.backends.sql.datatypes import TrinoType
from requests.exceptions import ConnectionError as NoConnectionError
from trino.auth import BasicAuthentication
from trino.dbapi import connect
from trino.exceptions import TrinoConnectionError, TrinoQueryError

from core.engines.plans import PlannedColumns
from core.engines.relations import WarehouseTable, group_columns
from core.engines.remote.client import FaultKind, RemoteFault
from core.engines.remote.dbapi import COLUMNS, RELATIONS, quoted_word
from core.engines.remote.trino_versions import find_versions
from core.engines.remote.types import postgres_type
from core.engines.remote.watch import answer_within
from core.errors import SettingsError
from core.query import Params, RemoteDialect, TableVersion
from core.settings import Settings

if TYPE_CHECKING:
    from trino.dbapi import Cursor

_START = 60  # seconds until a server has to answer at first
_KINDS: Mapping[str, FaultKind] = {
    "TABLE_NOT_FOUND": "table",
    "SCHEMA_NOT_FOUND": "table",
    "COLUMN_NOT_FOUND": "column",
    "EXCEEDED_TIME_LIMIT": "time",
    "USER_CANCELED": "time",
}
_GONE = re.compile("snapshot ID does not exist|No version history")
_SECURE_PORTS = (443, 8443)


def open_client(url: str, settings: Settings) -> TrinoClient:
    """Connect to `trino://user@host:8443/catalog`; the password is in TRINO_PASSWORD.

    Raises:
        SettingsError: The URL has no catalogue.
    """
    client = TrinoClient(connect_arguments(url, settings))
    answer_within(_START, client.learn_version)
    return client


def connect_arguments(url: str, settings: Settings) -> dict[str, Any]:
    """Return the arguments of Trino's own `connect`.

    Raises:
        SettingsError: The URL has no catalogue.
    """
    parts, options = urlsplit(url), dict(parse_qsl(urlsplit(url).query))
    catalog = parts.path.strip("/")
    if not (parts.hostname and catalog):
        raise SettingsError(
            "SCORECARD_WAREHOUSE: a trino:// URL has a server and a catalogue; write"
            " trino://user@host:8443/catalog"
        )
    user = unquote(parts.username or "scorecard")
    password = unquote(parts.password or "") or settings.environment.get("TRINO_PASSWORD", "")
    port = parts.port or 8443
    is_secure = bool(password) or port in _SECURE_PORTS
    return {
        "host": parts.hostname,
        "port": port,
        "user": user,
        "auth": BasicAuthentication(user, password) if password else None,
        "http_scheme": "https" if is_secure else "http",
        "catalog": catalog,
        "schema": options.get("schema"),
        "source": "scorecard",
        "timezone": "UTC",
        "max_attempts": 2,
        "request_timeout": 30,
    }


class TrinoClient:
    """See `core.engines.remote.client.RemoteClient`."""

    dialect: RemoteDialect = "trino"
    # The engine ends a query itself at the time limit.
    grace = 5.0
    engine = "Trino"

    def __init__(self, arguments: Mapping[str, Any]) -> None:
        self.place = f"Trino at {arguments['host']}"
        self._arguments = arguments
        self._cursor: Cursor | None = None
        self._release = 0

    def learn_version(self) -> None:
        """Ask the server for its version, which also shows that it answers."""
        [[version]] = self._execute("SELECT version()", ()).fetchall()
        self.engine = f"Trino {version}"
        release = re.match(r"\d+", version)
        self._release = int(release[0]) if release else 0

    def _execute(self, sql: str, params: Sequence[str], **properties: str) -> Cursor:
        # A time limit is a property of the session, and a session is nothing but these arguments.
        connection = connect(**self._arguments, session_properties=properties)
        self._cursor = connection.cursor()
        self._cursor.execute(sql, list(params) or None)
        return self._cursor

    def query(self, sql: str, params: Params, timeout: float, most_rows: int | None) -> pa.Table:
        cursor = self._execute(
            sql, list(params.values()), query_max_run_time=f"{max(1, round(timeout))}s"
        )
        rows = cursor.fetchall() if most_rows is None else cursor.fetchmany(most_rows)
        cursor.cancel()
        kinds = [TrinoType.from_string(str(column[1])) for column in cursor.description]
        values = zip(*rows, strict=True) if rows else ((),) * len(kinds)
        arrays = [
            pa.array(list(column), kind.to_pyarrow())
            for column, kind in zip(values, kinds, strict=True)
        ]
        return pa.table(arrays, [str(column[0]) for column in cursor.description])

    def plan(self, sql: str, params: Params) -> PlannedColumns:
        cursor = self._execute(f"SELECT * FROM ({sql}) AS planned LIMIT 0", list(params.values()))
        cursor.fetchall()
        return tuple((str(each[0]), _type_name(str(each[1]))) for each in cursor.description)

    def columns(self, table: str) -> Mapping[str, str]:
        schema, _, name = table.rpartition(".")
        rows = self._execute(COLUMNS.format("?", "?"), (schema, name)).fetchall()
        return {str(column): _type_name(str(kind)) for column, kind in rows}

    def versions(
        self, tables: Sequence[str], moment: datetime | None
    ) -> Mapping[str, TableVersion]:
        catalog = str(self._arguments["catalog"])
        return find_versions(self._rows, catalog, self._release, tables)

    def _rows(self, sql: str, params: Sequence[str]) -> Sequence[Sequence[Any]]:
        rows: Sequence[Sequence[Any]] = self._execute(sql, params).fetchall()
        return rows

    def relations(self) -> list[WarehouseTable]:
        rows = self._execute(RELATIONS, ()).fetchall()
        return group_columns((*row[:5], _type_name(str(row[5]))) for row in rows)

    def attempt_write(self) -> None:
        self._execute("CREATE SCHEMA scorecard_doctor", ()).fetchall()
        self._execute("DROP SCHEMA scorecard_doctor", ()).fetchall()

    def cancel(self) -> None:
        if self._cursor is not None:
            self._cursor.cancel()

    def fault(self, error: Exception) -> RemoteFault:
        if isinstance(error, TrinoQueryError):
            message = str(error.message)
            kind = "gone" if _GONE.search(message) else _KINDS.get(error.error_name, "")
            return RemoteFault(message, kind, quoted_word(message))
        message = str(error) or type(error).__name__
        is_lost = isinstance(error, TrinoConnectionError | NoConnectionError | ConnectionError)
        return RemoteFault(message, "lost" if is_lost else "")

    def close(self) -> None:
        """Do nothing: each query opens and closes its own connection."""


def _type_name(text: str) -> str:
    return postgres_type(TrinoType.from_string(text))
