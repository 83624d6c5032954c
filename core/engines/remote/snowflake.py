"""Snowflake, by its own connector. Never run against the service."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, unquote, urlsplit

import snowflake.connector
from ibis.backends.sql.datatypes import SnowflakeType
from snowflake.connector.constants import FIELD_ID_TO_NAME
from snowflake.connector.errors import InterfaceError, OperationalError

from core.engines.plans import PlannedColumns
from core.engines.relations import WarehouseTable, group_columns
from core.engines.remote.client import FaultKind, RemoteFault
from core.engines.remote.dbapi import RELATIONS, quoted_word
from core.engines.remote.types import postgres_type
from core.errors import SettingsError
from core.query import SESSION_SETTINGS, Params, RemoteDialect, TableVersion
from core.settings import Settings

if TYPE_CHECKING:
    import pyarrow as pa

_PATIENCE = 20  # seconds for a connection
# https://docs.snowflake.com/en/developer-guide/python-connector/python-connector-api
_KINDS: Mapping[int, FaultKind] = {
    2003: "table",
    904: "column",
    604: "time",
    630: "time",
    707: "gone",
}
_TYPE = """
    CASE WHEN data_type = 'NUMBER'
        THEN 'NUMBER(' || numeric_precision || ',' || numeric_scale || ')' ELSE data_type END
"""
_COLUMNS = f"""
    SELECT lower(column_name), {_TYPE} FROM information_schema.columns
    WHERE lower(table_schema) = %(schema)s AND lower(table_name) = %(name)s
    ORDER BY ordinal_position
"""

# Tables that Snowflake keeps the past of, and its own time: a clock of ours may be ahead of it.
# https://docs.snowflake.com/en/sql-reference/info-schema/tables
_STORED = """
    SELECT lower(table_schema) || '.' || lower(table_name), current_timestamp()
    FROM information_schema.tables
    WHERE lower(table_schema) IN ({})
        AND table_type = 'BASE TABLE' AND is_iceberg = 'NO' AND retention_time > 0
        AND NOT EXISTS (
            SELECT 1 FROM information_schema.databases
            WHERE database_name = current_database() AND type = 'IMPORTED DATABASE'
        )
"""


def open_client(url: str, settings: Settings) -> SnowflakeClient:
    """Connect to `snowflake://user@account/database/schema?warehouse=…&role=…`.

    The password is in SNOWFLAKE_PASSWORD; `private_key_file=…` is a key instead of it.

    Raises:
        SettingsError: The URL has no account or no database.
    """
    arguments = connect_arguments(url, settings)
    return SnowflakeClient(snowflake.connector.connect(**arguments), str(arguments["account"]))


def connect_arguments(url: str, settings: Settings) -> dict[str, Any]:
    """Return the arguments of the connector's own `connect`.

    Raises:
        SettingsError: The URL has no account or no database.
    """
    parts, options = urlsplit(url), dict(parse_qsl(urlsplit(url).query))
    database, _, schema = parts.path.strip("/").partition("/")
    if not (parts.hostname and database):
        raise SettingsError(
            "SCORECARD_WAREHOUSE: a snowflake:// URL has an account and a database; write"
            " snowflake://user@account/database?warehouse=…"
        )
    password = unquote(parts.password or "") or settings.environment.get("SNOWFLAKE_PASSWORD", "")
    limit = {"STATEMENT_TIMEOUT_IN_SECONDS": max(1, round(settings.query_timeout))}
    given = {
        "account": parts.hostname,
        "user": unquote(parts.username or ""),
        "password": password,
        "database": database,
        "schema": schema,
        "application": "scorecard",
        "login_timeout": _PATIENCE,
        # Without it the connector warns of its next version on stderr.
        "enable_server_session_keep_alive_auto_detection": False,
        **{name: int(text) if text.isdecimal() else text for name, text in options.items()},
    }
    return {name: value for name, value in given.items() if value != ""} | {
        "session_parameters": {**SESSION_SETTINGS["snowflake"], **limit},
    }


class SnowflakeClient:
    """See `core.engines.remote.client.RemoteClient`."""

    dialect: RemoteDialect = "snowflake"
    # The engine ends a query itself at the time limit.
    grace = 5.0

    def __init__(self, connection: Any, account: str) -> None:
        self.place = f"Snowflake account {account}"
        self._connection = connection
        [version] = self._execute("SELECT current_version()", {}).fetchone()
        self.engine = f"Snowflake {version}"

    def _execute(self, sql: str, params: Params, timeout: float | None = None) -> Any:
        seconds = max(1, round(timeout)) if timeout else None
        return self._connection.cursor().execute(sql, dict(params), timeout=seconds)

    def query(self, sql: str, params: Params, timeout: float, most_rows: int | None) -> pa.Table:
        limited = sql if most_rows is None else f"SELECT * FROM ({sql}) LIMIT {most_rows:d}"
        return self._execute(limited, params, timeout).fetch_arrow_all(force_return_table=True)

    def plan(self, sql: str, params: Params) -> PlannedColumns:
        described = self._connection.cursor().describe(sql, dict(params))
        return tuple((column.name, _type_name(_written(column))) for column in described)

    def columns(self, table: str) -> Mapping[str, str]:
        schema, _, name = table.rpartition(".")
        rows = self._execute(_COLUMNS, {"schema": schema, "name": name}).fetchall()
        return {str(column): _type_name(str(kind)) for column, kind in rows}

    def versions(
        self, tables: Sequence[str], moment: datetime | None
    ) -> Mapping[str, TableVersion]:
        schemas = sorted({table.rpartition(".")[0] for table in tables})
        names = {f"schema_{place}": schema for place, schema in enumerate(schemas)}
        sql = _STORED.format(", ".join(f"%({name})s" for name in names))
        rows = self._execute(sql, names).fetchall()
        times = {str(name): moment or now for name, now in rows if name in tables}
        return {name: TableVersion("time", at=at) for name, at in times.items()}

    def relations(self) -> list[WarehouseTable]:
        rows = self._execute(RELATIONS.replace("c.data_type", _TYPE), {}).fetchall()
        return group_columns((*row[:5], _type_name(str(row[5]))) for row in rows)

    def attempt_write(self) -> None:
        self._execute("CREATE SCHEMA scorecard_doctor", {})
        self._execute("DROP SCHEMA scorecard_doctor", {})

    def cancel(self) -> None:
        session = {"id": self._connection.session_id}
        self._execute("SELECT SYSTEM$CANCEL_ALL_QUERIES(%(id)s)", session)

    def fault(self, error: Exception) -> RemoteFault:
        number, message = getattr(error, "errno", None), getattr(error, "raw_msg", None)
        message = str(message or error) or type(error).__name__
        if kind := _KINDS.get(number or 0):
            return RemoteFault(message, kind, quoted_word(message))
        is_lost = isinstance(error, OperationalError | InterfaceError | ConnectionError)
        return RemoteFault(message, "lost" if is_lost else "")

    def close(self) -> None:
        self._connection.close()


def _written(column: Any) -> str:
    """Return the type of a described column, as Snowflake writes it in SQL."""
    name = FIELD_ID_TO_NAME[column.type_code]
    return f"NUMBER({column.precision},{column.scale})" if name == "FIXED" else str(name)


def _type_name(text: str) -> str:
    return postgres_type(SnowflakeType.from_string(text))
