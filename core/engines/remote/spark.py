"""Spark: Spark Connect, which Sail speaks too, and a driver of our own for a Spark master."""

from __future__ import annotations

import re
import socket
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from ibis.backends.sql.datatypes import PySparkType
from pyspark.errors import PySparkException
from pyspark.sql.types import DataType, StructType, TimestampType

from core.engines.plans import PlannedColumns
from core.engines.relations import WarehouseTable
from core.engines.remote.client import RemoteFault
from core.engines.remote.errors import one_line
from core.engines.remote.lake import find_lake_tables
from core.engines.remote.spark_session import connect_session, start_session, stop_session
from core.engines.remote.spark_versions import find_versions
from core.engines.remote.types import postgres_type
from core.engines.remote.watch import answer_within, end_within
from core.errors import SettingsError
from core.query import SESSION_SETTINGS, Params, RemoteDialect, TableVersion
from core.settings import Settings

if TYPE_CHECKING:
    import pyarrow as pa
    from pyspark.sql import SparkSession

LAKE_SETTING = "SCORECARD_LAKE"
_PORT = 15002
_MARK = "spark.scorecard.session"  # a setting of our own, of a session that has our settings
_PATIENCE, _FAREWELL = 10.0, 2.0  # seconds
_START = 60.0  # seconds until a server has to answer at first
_TABLE = re.compile(r"TABLE_OR_VIEW_NOT_FOUND|SCHEMA_NOT_FOUND|[Tt]able not found")
_COLUMN = re.compile(r"UNRESOLVED_COLUMN|cannot resolve attribute|missing from the schema")
# Of Sail, Delta and Iceberg, in this order.
_GONE = re.compile(
    r"Missing commit file|Object at location .* not found|No such file"
    r"|DELTA_VERSION_NOT_FOUND|DELTA_FILE_NOT_FOUND|Cannot time travel|FAILED_READ_FILE"
    r"|Cannot find snapshot|Snapshot .* not found|NotFoundException"
)
_NAME = re.compile(r"(?:with name |table or view |not found: )[`\"]?([\w`.]+)")
_SAIL_NAME = re.compile(r"Identifier\(\"(\w+)\"\)")
_LOST = re.compile(
    r"UNAVAILABLE|Connection refused|Connection reset|Broken pipe|Socket closed|RETRIES_EXCEEDED"
    r"|Answer from Java side is empty|SparkContext was shut down|SESSION_CLOSED"
    r"|is not running|Py4JNetworkError|stopped SparkContext"
)
_ENDED = re.compile(r"OPERATION_CANCELED|operation not found|cancelled")
_PREFIX = re.compile(r"^\[[A-Z_.]+\] ")
_SUFFIX = re.compile(r"\s*SQLSTATE: \w+.*", re.DOTALL)


def open_client(url: str, settings: Settings) -> SparkClient:
    """Connect to `sc://host:port`, or start a driver for `spark://master`.

    A master may be that of a cluster (`host:7077`), or `local[2]` and `local-cluster[2,1,1024]` for
    this machine.
    """
    if url.startswith("sc://"):
        parts = urlsplit(url)
        place = f"{parts.hostname}:{parts.port or _PORT}"
        _require_listener(parts.hostname or "", parts.port or _PORT)
        session = connect_session(url)
        answer_within(_START, lambda: session.version)
        client = SparkClient(session, f"Spark Connect at {place}", is_connect=True)
    else:
        session, master = start_session(url, settings)
        client = SparkClient(session, f"Spark at {master}", is_connect=False)
    if lake := settings.environment.get(LAKE_SETTING):
        client.show_files(settings.path(lake))
    return client


def _require_listener(host: str, port: int) -> None:
    """Raise OSError if nothing listens: Spark's client would try again for minutes."""
    with socket.create_connection((host, port), _PATIENCE):
        pass


class SparkClient:
    """See `core.engines.remote.client.RemoteClient`."""

    dialect: RemoteDialect = "spark"
    # Spark has no time limit for a query, so that it is cancelled exactly then.
    grace = 0.0

    def __init__(self, session: SparkSession, place: str, *, is_connect: bool) -> None:
        self.place = place
        self._session = session
        self._is_connect = is_connect
        self.engine = f"Spark {session.version}"
        for name, value in {**SESSION_SETTINGS["spark"], _MARK: _MARK}.items():
            session.conf.set(name, value)

    def show_files(self, lake: Path) -> None:
        """Show what is below a folder as tables of this session, each as `schema/table`.

        These are Parquet files, and folders of Delta or Iceberg. For a session whose catalogue
        knows no tables: Sail's, or that of a driver of our own.

        Raises:
            SettingsError: There are none, or Spark cannot read one of them.
        """
        tables = find_lake_tables(lake)
        if not tables:
            raise SettingsError(
                f"{LAKE_SETTING}: {lake} has neither files schema/table.parquet nor folders"
                " schema/table of Delta or Iceberg; fix the path"
            )
        for schema in sorted({table.schema for table in tables}):
            self._session.sql(f"CREATE SCHEMA IF NOT EXISTS {_quoted(schema)}")
        for table in tables:
            name = f"{_quoted(table.schema)}.{_quoted(table.name)}"
            place = str(table.path).replace("\\", "\\\\").replace("'", "\\'")
            sql = f"CREATE TABLE IF NOT EXISTS {name} USING {table.format} LOCATION '{place}'"
            try:
                self._session.sql(sql)
            except Exception as error:  # noqa: BLE001 -- Java's have a class of their own
                raise SettingsError(
                    f"{LAKE_SETTING}: Spark cannot show {table.path} as a table"
                    f" ({one_line(self.fault(error).message)}); give Spark the package of"
                    f" {table.format}, or move the folder"
                ) from None

    def query(self, sql: str, params: Params, timeout: float, most_rows: int | None) -> pa.Table:
        with self._one_session():
            found = self._session.sql(sql, args=dict(params))
            return (found if most_rows is None else found.limit(most_rows)).toArrow()

    def plan(self, sql: str, params: Params) -> PlannedColumns:
        with self._one_session():
            found = self._session.sql(sql, args=dict(params))
            return tuple(_described(found.schema))

    @contextmanager
    def _one_session(self) -> Iterator[None]:
        """Notice a server that began anew: it answers in a new session, without our settings."""
        try:
            yield
        finally:
            if self._is_connect and self._session.conf.get(_MARK, "") != _MARK:
                raise ConnectionResetError("the server has lost the session")

    def columns(self, table: str) -> Mapping[str, str]:
        schema, _, name = table.rpartition(".")
        try:
            with self._one_session():
                # Ibis's own schema has one type for times with and without a zone.
                found = self._session.table(f"{_quoted(schema)}.{_quoted(name)}").schema
        except PySparkException as error:
            if self.fault(error).kind == "table":
                return {}
            raise
        return {column.lower(): kind for column, kind in _described(found)}

    def versions(
        self, tables: Sequence[str], moment: datetime | None
    ) -> Mapping[str, TableVersion]:
        with self._one_session():
            return find_versions(self._rows, tables)

    def _rows(self, sql: str) -> Sequence[Mapping[str, Any]]:
        """Return the rows of a statement; nothing if Spark refuses it."""
        try:
            found: Sequence[Mapping[str, Any]] = self._session.sql(sql).toArrow().to_pylist()
            return found
        except PySparkException as error:
            if self.fault(error).kind in ("lost", "time"):
                raise
            return ()

    def relations(self) -> list[WarehouseTable]:
        found = []
        for schema in sorted(each.name for each in self._session.catalog.listDatabases()):
            tables = self._session.sql(f"SHOW TABLES IN {_quoted(schema)}").collect()
            for name in sorted(str(row.tableName) for row in tables):
                columns = tuple(self.columns(f"{schema}.{name}").items())
                found.append(WarehouseTable(schema, name, "table", None, columns))
        return found

    def attempt_write(self) -> None:
        self._session.sql("CREATE SCHEMA scorecard_doctor")
        self._session.sql("DROP SCHEMA scorecard_doctor")

    def cancel(self) -> None:
        if self._is_connect:
            self._session.interruptAll()
        else:
            self._session.sparkContext.cancelAllJobs()

    def fault(self, error: Exception) -> RemoteFault:
        text = str(error)
        message = _SUFFIX.sub("", _PREFIX.sub("", text)).strip() or type(error).__name__
        if _LOST.search(text) or isinstance(error, ConnectionError):
            return RemoteFault(message, "lost")
        if _ENDED.search(text):
            return RemoteFault(message, "time")
        word = _missing_name(text)
        if _TABLE.search(text):
            return RemoteFault(message, "table", word)
        if _COLUMN.search(text):
            return RemoteFault(message, "column", word)
        return RemoteFault(message, "gone" if _GONE.search(text) else "")

    def close(self) -> None:
        session: Any = self._session
        if not self._is_connect:
            stop_session(session)
            return
        # Its own attempt to release the session waits as long as a silent network does.
        end_within(_FAREWELL, session.client.release_session)
        session.release_session_on_close = False
        session.stop()


def _missing_name(text: str) -> str:
    """Return the name that a message says is missing; empty if it names none."""
    if parts := _SAIL_NAME.findall(text):
        return ".".join(parts)
    name = _NAME.search(text)
    return name[1].replace("`", "").replace('"', "").rstrip(".") if name else ""


def _quoted(name: str) -> str:
    return f"`{name.replace('`', '``')}`"


def _described(schema: StructType) -> Iterator[tuple[str, str]]:
    for field in schema.fields:
        yield field.name, type_name(field.dataType)


def type_name(kind: DataType) -> str:
    """Return PostgreSQL's name of a type."""
    if isinstance(kind, TimestampType):
        return "timestamp with time zone"
    # By its text: Ibis has no type for some of pyspark's classes, such as variants.
    return postgres_type(PySparkType.from_string(kind.simpleString()))
