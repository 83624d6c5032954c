"""Remote warehouses of tests: Sail in a process of its own, and chdb in this one."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

# It prints the port, and serves until it is killed.
_SERVE = """
import time
from pysail.spark import SparkConnectServer
server = SparkConnectServer("127.0.0.1", 0)
server.start(background=True)
print(server.listening_address[1], flush=True)
time.sleep(86400)
"""
_CLICKHOUSE_TYPES = (
    (pa.types.is_boolean, "Bool"),
    (pa.types.is_int64, "Int64"),
    (pa.types.is_int32, "Int32"),
    (pa.types.is_floating, "Float64"),
    (pa.types.is_date, "Date32"),
    (pa.types.is_string, "String"),
)


@contextmanager
def sail_server() -> Iterator[subprocess.Popen[str]]:
    """Serve Spark Connect in a process of its own, until the end or until the test kills it."""
    with subprocess.Popen(
        [sys.executable, "-c", _SERVE],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as server:
        try:
            yield server
        finally:
            server.kill()


def sail_url(server: subprocess.Popen[str]) -> str:
    """Return the URL of a server that has just begun."""
    assert server.stdout is not None
    return f"sc://127.0.0.1:{int(server.stdout.readline())}"


def write_lake(folder: Path, tables: Mapping[str, pa.Table]) -> Path:
    """Write tables as the files that `SCORECARD_LAKE` names; return the folder."""
    for name, table in tables.items():
        schema, _, stem = name.partition(".")
        (folder / schema).mkdir(parents=True, exist_ok=True)
        pq.write_table(table, folder / schema / f"{stem}.parquet")
    return folder


def append_to_table(server: str, folder: Path, rows: pa.Table, kind: str = "delta") -> None:
    """Append rows to a table of Delta or Iceberg, which the first call makes.

    A session of its own writes them, as a loader beside a run does.
    """
    from core.engines.remote.spark_session import connect_session

    session: Any = connect_session(server)
    try:
        session.createDataFrame(rows).write.format(kind).mode("append").save(str(folder))
    finally:
        session.client.release_session()


def _chdb(folder: Path) -> Any:
    import clickhouse_connect

    settings = {"session_timezone": "UTC"}
    return clickhouse_connect.get_client(interface="chdb", path=str(folder), settings=settings)


def empty_chdb(folder: Path, tables: Iterable[str]) -> None:
    """Remove tables from a folder of chdb."""
    with _chdb(folder) as client:
        for name in tables:
            client.command(f"DROP TABLE {name} SYNC")


def fill_chdb(folder: Path, tables: Mapping[str, pa.Table]) -> str:
    """Make tables in a folder of chdb; return its URL."""
    with _chdb(folder) as client:
        for name, table in tables.items():
            client.command(f"CREATE DATABASE IF NOT EXISTS {name.partition('.')[0]}")
            columns = ", ".join(
                f'"{field.name}" {_clickhouse_type(field)}' for field in table.schema
            )
            client.command(f"CREATE TABLE {name} ({columns}) ENGINE = MergeTree ORDER BY tuple()")
            client.insert_arrow(name, table)
    return f"chdb:///{folder}"


def show_lake_tables(folder: Path, tables: Mapping[str, tuple[str, Path]]) -> None:
    """Make tables of chdb that read folders of Delta or Iceberg, each with its table engine.

    It reads those below the working directory of this process only.
    """
    with _chdb(folder) as client:
        for name, (engine, place) in tables.items():
            client.command(f"CREATE TABLE {name} ENGINE = {engine}('{place}')")


def _clickhouse_type(field: Any) -> str:
    kind = field.type
    if pa.types.is_timestamp(kind):
        name = "DateTime64(6, 'UTC')" if kind.tz else "DateTime64(6)"
    elif pa.types.is_decimal(kind):
        name = f"Decimal({kind.precision}, {kind.scale})"
    else:
        name = next(name for fits, name in _CLICKHOUSE_TYPES if fits(kind))
    return f"Nullable({name})" if field.nullable else name
