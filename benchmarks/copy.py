"""Ways to copy a table from PostgreSQL to DuckDB, each in its own process, from one snapshot.

`python -m benchmarks copy`. For binary and ADBC, run `pip install adbc-driver-postgresql pyarrow`.
"""

from __future__ import annotations

import os
import sys
import tempfile
import threading
from collections.abc import Callable
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any

from benchmarks.generate import TYPES
from benchmarks.kpis import TABLES, Table
from benchmarks.sides import environment, measured, place, python

if TYPE_CHECKING:
    import psycopg
    from duckdb import DuckDBPyConnection

ROUNDS = 3


def main() -> None:
    """Measure each way with each table in turn, and print medians; all must copy the same rows."""
    import psycopg

    print("| table         | way                | seconds | CPU s | peak MB |")
    print("| ------------- | ------------------ | ------: | ----: | ------: |")
    with (
        tempfile.TemporaryDirectory(prefix="scorecard-bench-") as name,
        place("postgresql", Path(name)) as postgres,
    ):
        keeper = psycopg.connect(postgres.url)
        keeper.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        (snapshot,) = keeper.execute("SELECT pg_export_snapshot()").fetchone() or ("",)
        with psycopg.connect(postgres.url) as other:  # changes that no way may see
            for table in TABLES:
                other.execute(f"DELETE FROM {table.name} WHERE id % 100 = 0".encode())
        for table in TABLES:
            _show(table, [postgres.url, snapshot, table.name, name])
        keeper.close()


@dataclass(frozen=True)
class Job:
    """A table to copy from a snapshot of the server into DuckDB."""

    target: DuckDBPyConnection
    url: str
    snapshot: str
    table: Table
    folder: Path

    @property
    def columns(self) -> dict[str, str]:
        """Return the columns that the KPIs read, with DuckDB's types."""
        return {
            "client_id": "INTEGER",
            self.table.group: "VARCHAR",
            self.table.time: "TIMESTAMPTZ",
            self.table.measure: TYPES[self.table.measure].replace("numeric", "decimal"),
        }

    @property
    def query(self) -> str:
        """Return the query that reads the columns."""
        return f"SELECT {', '.join(self.columns)} FROM {self.table.name}"

    def source(self) -> psycopg.Connection[tuple[Any, ...]]:
        """Return a connection that sees the snapshot."""
        import psycopg

        connection = psycopg.connect(self.url, autocommit=True, cursor_factory=psycopg.RawCursor)
        connection.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
        connection.execute(f"SET TRANSACTION SNAPSHOT '{self.snapshot}'".encode())
        return connection


def _show(table: Table, arguments: list[str]) -> None:
    costs: dict[str, list[tuple[float, float, float]]] = {way: [] for way in _ways()}
    for _ in range(ROUNDS):
        for way, rounds in costs.items():
            command = python("benchmarks.copy", way, *arguments)
            rounds.append(measured(command, environment()))
    for way, rounds in costs.items():
        seconds, cpu, megabytes = (median(column) for column in zip(*rounds, strict=True))
        print(
            f"| {table.name:13} | {way:18} | {seconds:7.2f} | {cpu:5.2f} | {megabytes:7.0f} |",
            flush=True,
        )


def _ways() -> list[str]:
    """Return the ways whose libraries are installed."""
    return [way for way in WAYS if all(find_spec(module) for module in NEEDS.get(way, ()))]


def _nothing(job: Job) -> None:
    """Copy nothing: the cost of starting Python and its libraries."""
    job.source().close()


def _product(job: Job) -> None:
    from core.engines.postgres.copy import copy_table

    copy_table(job.source(), job.target, job.table.name, set(job.columns), job.folder)
    job.target.execute(f"CREATE VIEW copied AS SELECT * FROM {job.table.name}")


def _csv(job: Job) -> None:
    """Copy as the product does, but quote only where necessary."""
    path = job.folder / "plain.csv"
    _send_csv(job, path)
    _read_csv(job, path)
    path.unlink()


def _pipe(job: Job) -> None:
    """Let DuckDB read while the server still sends, without a file between them."""
    path = job.folder / "pipe.csv"
    os.mkfifo(path)
    sender = threading.Thread(target=_send_csv, args=(job, path))
    sender.start()
    _read_csv(job, path)
    sender.join()
    path.unlink()


def _send_csv(job: Job, path: Path) -> None:
    statement = f"COPY ({job.query}) TO STDOUT (FORMAT csv)".encode()
    with path.open("wb") as file, job.source().cursor() as cursor, cursor.copy(statement) as copy:
        for chunk in copy:
            file.write(chunk)


def _read_csv(job: Job, path: Path) -> None:
    options = (
        "header=false, auto_detect=false, delim=',', quote='\"', escape='\"', nullstr='',"
        " allow_quoted_nulls=false"
    )
    job.target.execute(
        f"CREATE TABLE copied AS SELECT * FROM read_csv($path, columns=$columns, {options})",
        {"path": str(path), "columns": job.columns},
    )


def _binary(job: Job) -> None:
    """Copy in the binary format: psycopg parses it to Python objects, pyarrow makes columns."""
    import pyarrow as pa  # type: ignore[import-not-found] # installed for this alone

    statement = f"COPY ({job.query}) TO STDOUT (FORMAT binary)".encode()
    with job.source().cursor() as cursor, cursor.copy(statement) as copy:
        copy.set_types(
            ["integer", "text", "timestamptz", TYPES[job.table.measure].partition("(")[0]]
        )
        columns = [pa.array(values) for values in zip(*copy.rows(), strict=True)]
    _from_arrow(job, pa.table(columns, list(job.columns)))


def _adbc(job: Job) -> None:
    """Copy with Arrow's driver, which reads the binary format into batches of columns."""
    from adbc_driver_postgresql import dbapi  # type: ignore[import-not-found] # as above

    with dbapi.connect(job.url) as connection, connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        cursor.execute(f"SET TRANSACTION SNAPSHOT '{job.snapshot}'")
        cursor.execute(job.query)
        _from_arrow(job, cursor.fetch_record_batch())


def _from_arrow(job: Job, arrow: Any) -> None:
    casts = ", ".join(f"{name}::{kind} AS {name}" for name, kind in job.columns.items())
    job.target.register("arrow", arrow)
    job.target.execute(f"CREATE TABLE copied AS SELECT {casts} FROM arrow")


WAYS: dict[str, Callable[[Job], None]] = {
    "nothing": _nothing,
    "csv, all quoted": _product,
    "csv": _csv,
    "csv through a pipe": _pipe,
    "binary": _binary,
    "adbc": _adbc,
}
NEEDS = {"binary": ["pyarrow"], "adbc": ["adbc_driver_postgresql", "pyarrow"]}


def _copy(way: str, job: Job) -> None:
    """Copy a table in one way.

    Raises:
        SystemExit: Its rows differ from those of the other ways.
    """
    job.target.execute("SET TimeZone = 'Europe/Berlin'")
    WAYS[way](job)
    if way == "nothing":
        return
    query = f"SELECT count(*), bit_xor(hash({', '.join(job.columns)})) FROM copied"
    digest = str(job.target.execute(query).fetchone())
    expected = job.folder / f"{job.table.name}.rows"
    if not expected.exists():
        expected.write_text(digest)
    elif expected.read_text() != digest:
        raise SystemExit(f"copied {digest} instead of {expected.read_text()}")


if __name__ == "__main__":
    import duckdb

    way, url, snapshot, name, folder = sys.argv[1:]
    (table,) = (table for table in TABLES if table.name == name)
    _copy(way, Job(duckdb.connect(), url, snapshot, table, Path(folder)))
