"""BigQuery, by Google's own client. Never run against the service."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from concurrent.futures import TimeoutError as OverdueError
from datetime import datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, urlsplit

from google.api_core.exceptions import GoogleAPICallError, NotFound, RetryError, ServerError
from google.auth.exceptions import TransportError
from google.cloud import bigquery
from google.cloud.bigquery.retry import DEFAULT_RETRY
from ibis.backends.sql.datatypes import BigQueryType
from requests.exceptions import ConnectionError as NoConnectionError

from core.engines.plans import PlannedColumns
from core.engines.relations import WarehouseTable
from core.engines.remote.client import FaultKind, RemoteFault
from core.engines.remote.dbapi import quoted_word
from core.engines.remote.types import postgres_type
from core.errors import SettingsError
from core.query import Params, RemoteDialect, TableVersion
from core.settings import Settings

if TYPE_CHECKING:
    import pyarrow as pa

BYTES_SETTING = "SCORECARD_BYTES_BILLED"
_PATIENCE = 20.0  # seconds for an answer that needs no computation
# A request that fails is sent again; Google's own limit is ten minutes, longer than most queries.
_RETRY = DEFAULT_RETRY.with_timeout(_PATIENCE)
_UNKNOWN_NAME = re.compile(r"Unrecognized name: ([\w.]+)")
_UNKNOWN_TABLE = re.compile(r"(?:Table|Dataset) (?:\"|'|`)?([\w.:-]+)")


def open_client(url: str, settings: Settings) -> BigQueryClient:
    """Connect to `bigquery://project/dataset?location=EU` by Application Default Credentials.

    Raises:
        SettingsError: The URL has no project, or the limit of bytes is not a number.
    """
    project, options = connect_arguments(url)
    most = settings.environment.get(BYTES_SETTING, "").replace("_", "")
    if most and not (most.isdecimal() and int(most)):
        raise SettingsError(f"{BYTES_SETTING} is not a number of bytes; write 10000000000")
    client = bigquery.Client(project=project, location=options.get("location"))
    dataset = options.get("dataset", "")
    defaults = bigquery.QueryJobConfig(
        maximum_bytes_billed=int(most) if most else None,
        default_dataset=f"{project}.{dataset}" if dataset else None,
    )
    found = BigQueryClient(client, defaults)
    found.plan("SELECT 1", {})  # shows that it answers
    return found


def connect_arguments(url: str) -> tuple[str, dict[str, str]]:
    """Return the project of a URL, and its options with the dataset among them.

    Raises:
        SettingsError: It has no project.
    """
    parts = urlsplit(url)
    options = dict(parse_qsl(parts.query))
    if dataset := parts.path.strip("/"):
        options["dataset"] = dataset
    if not parts.netloc:
        raise SettingsError(
            "SCORECARD_WAREHOUSE: a bigquery:// URL has a project; write bigquery://project/dataset"
        )
    return parts.netloc, options


class BigQueryClient:
    """See `core.engines.remote.client.RemoteClient`."""

    dialect: RemoteDialect = "bigquery"
    # The engine ends a query itself at the time limit.
    grace = 5.0
    engine = "BigQuery"

    def __init__(self, client: bigquery.Client, defaults: bigquery.QueryJobConfig) -> None:
        self.place = f"BigQuery project {client.project}"
        self._client = client
        self._defaults = defaults
        self._job: Any = None

    def config(self, params: Params, **limits: Any) -> bigquery.QueryJobConfig:
        """Return how a query runs: its parameters, which are texts, and its limits."""
        bound = [bigquery.ScalarQueryParameter(name, "STRING", params[name]) for name in params]
        given = bigquery.QueryJobConfig(query_parameters=bound, **limits)
        return given._fill_from_default(self._defaults)

    def query(self, sql: str, params: Params, timeout: float, most_rows: int | None) -> pa.Table:
        config = self.config(params, job_timeout_ms=max(1, round(timeout * 1000)))
        self._job = self._client.query(
            sql, job_config=config, timeout=_PATIENCE, retry=_RETRY, job_retry=None
        )
        rows = self._job.result(max_results=most_rows, retry=_RETRY)
        return rows.to_arrow(create_bqstorage_client=False)

    def plan(self, sql: str, params: Params) -> PlannedColumns:
        config = self.config(params, dry_run=True, use_query_cache=False)
        job = self._client.query(sql, job_config=config, timeout=_PATIENCE, retry=None)
        return tuple(_described(job.schema or ()))

    def columns(self, table: str) -> Mapping[str, str]:
        found = self._find_table(table)
        if found is None:
            return {}
        return {name.lower(): kind for name, kind in _described(found.schema)}

    def _find_table(self, name: str) -> bigquery.Table | None:
        try:
            place = f"{self._client.project}.{name}"
            return self._client.get_table(place, timeout=_PATIENCE, retry=_RETRY)
        except NotFound:
            return None

    def versions(
        self, tables: Sequence[str], moment: datetime | None
    ) -> Mapping[str, TableVersion]:
        # A view takes the clause too, and reads its tables as they are now all the same.
        found = {table: self._find_table(table) for table in tables}
        stored = [name for name, table in found.items() if table and table.table_type == "TABLE"]
        if not stored:
            return {}
        return dict.fromkeys(stored, TableVersion("time", at=moment or self._now()))

    def _now(self) -> datetime:
        """Return the service's own time: a clock of ours may be ahead of it."""
        found = self.query("SELECT CURRENT_TIMESTAMP() AS moment", {}, _PATIENCE, None)
        moment: datetime = found.column(0)[0].as_py()
        return moment

    def relations(self) -> list[WarehouseTable]:
        found = []
        for dataset in self._client.list_datasets(timeout=_PATIENCE):
            for table in self._client.list_tables(dataset.reference, timeout=_PATIENCE):
                schema = self._client.get_table(table.reference, timeout=_PATIENCE).schema
                kind = "view" if table.table_type == "VIEW" else "table"
                columns = tuple(_described(schema))
                found.append(
                    WarehouseTable(dataset.dataset_id, table.table_id, kind, None, columns)
                )
        return found

    def attempt_write(self) -> None:
        self._client.create_dataset("scorecard_doctor", timeout=_PATIENCE)
        self._client.delete_dataset("scorecard_doctor", timeout=_PATIENCE)

    def cancel(self) -> None:
        if self._job is not None:
            self._job.cancel(timeout=_PATIENCE)

    def fault(self, error: Exception) -> RemoteFault:
        if isinstance(error, RetryError) and isinstance(error.cause, Exception):
            error = error.cause
        message = error.message if isinstance(error, GoogleAPICallError) else str(error)
        kind = _kind(error, message)
        if "bytes billed" in message:
            message = f"{message} Raise {BYTES_SETTING} if it may cost as much"
        if kind == "table":
            name = _UNKNOWN_TABLE.search(message)
            return RemoteFault(message, kind, name[1].replace(":", ".") if name else "")
        unknown = _UNKNOWN_NAME.search(message)
        word = unknown[1] if unknown else quoted_word(message)
        return RemoteFault(message or type(error).__name__, kind, word)

    def close(self) -> None:
        self._client.close()


def _kind(error: Exception, message: str) -> FaultKind:
    """Return what Google's error means."""
    if isinstance(error, OverdueError) or "timed out" in message or "cancelled" in message:
        return "time"
    if isinstance(error, NotFound):
        return "table"
    if isinstance(error, ServerError | TransportError | NoConnectionError | ConnectionError):
        return "lost"
    if "Invalid snapshot time" in message:
        return "gone"
    return "column" if _UNKNOWN_NAME.search(message) else ""


def _described(schema: Any) -> list[tuple[str, str]]:
    return [
        (field.name, postgres_type(BigQueryType.from_string(_written(field)))) for field in schema
    ]


def _written(field: Any) -> str:
    kind = str(field.field_type)
    return f"ARRAY<{kind}>" if field.mode == "REPEATED" else kind
