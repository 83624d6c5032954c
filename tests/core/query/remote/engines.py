"""The corpus of constructs, and engines that run it: PostgreSQL, Sail and ClickHouse."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from math import isclose, isnan
from pathlib import Path
from typing import Any, Protocol
from zoneinfo import ZoneInfo

import psycopg
import pyarrow as pa

from core.query import SESSION_SETTINGS, RemoteDialect, bind
from core.query.remote.statement import written
from tests.core.query.remote import words

BERLIN = ZoneInfo("Europe/Berlin")
HERE = Path(__file__).parent
AGGREGATES = ("count(", "sum(", "avg(", "min(", "max(", "agg(", "within group", "bool_", "every(")
STATISTICS = ("stddev", "var", "corr(", "covar", "regr_", "bit_and", "bit_or")
TYPES = {
    "stg.t": {
        "id": "integer",
        "i": "integer",
        "j": "integer",
        "b": "bigint",
        "n": "numeric(10,2)",
        "f": "double precision",
        "x": "text",
        "d": "date",
        "ts": "timestamp without time zone",
        "tz": "timestamp with time zone",
        "yes": "boolean",
        "g": "text",
    },
    "stg.words": words.TYPES,
}
PARAMS = {
    "start": datetime(2026, 3, 23, tzinfo=BERLIN),
    "end": datetime(2026, 3, 30, tzinfo=BERLIN),
    "period_start": datetime(2026, 3, 23, tzinfo=BERLIN),
    "period_end": datetime(2026, 3, 30, tzinfo=BERLIN),
    "first_day": date(2026, 3, 23),
    "last_day": date(2026, 3, 29),
    "cut_off": datetime(2026, 3, 30, 6, tzinfo=BERLIN),
}
# id, i, j, b, n, f, x, d, ts, tz in UTC, yes, g
ROWS = [
    "1|7|2|10000000000|2.50|2.5|Apple|2026-01-31|2026-01-31 10:30:15.123456"
    "|2026-03-28 11:00:00|true|a",
    "2|-7|2|-3|-2.50|-2.5|banana|2026-02-28|2026-12-31 23:59:59.999999|2026-03-29 10:00:00|false|a",
    "3|0|-3|5|1.05|3.5|Ärger|2024-02-29|2024-02-29 00:00:00|2026-10-25 01:30:00||b",
    "4||5||0.13|0.5|a_b%c|2025-12-29|2025-12-29 12:00:00|2026-10-24 10:00:00|true|b",
    "5|100|7|9007199254740993|1234567.89|1e6|zebra 42|2026-06-15|||false|",
    "6|3|3|2|||||2021-01-03 08:05:09|2021-01-03 08:05:09|true|c",
]
COLUMNS = {
    "id": "int",
    "i": "int",
    "j": "int",
    "b": "bigint",
    "n": "numeric(10, 2)",
    "f": "double precision",
    "x": "text",
    "d": "date",
    "ts": "timestamp",
    "tz": "timestamptz",
    "yes": "boolean",
    "g": "text",
}
SPARK = {
    "numeric(10, 2)": "decimal(10, 2)",
    "double precision": "double",
    "text": "string",
    "timestamp": "timestamp_ntz",
    "timestamptz": "timestamp",
}
CLICKHOUSE = {
    "int": "Int32",
    "bigint": "Int64",
    "numeric(10, 2)": "Decimal(10, 2)",
    "double precision": "Float64",
    "text": "String",
    "date": "Date32",
    "timestamp": "DateTime64(6)",
    "timestamptz": "DateTime64(6, 'UTC')",
    "boolean": "Bool",
}

Rows = list[tuple[Any, ...]]


def corpus() -> list[str]:
    """Return the constructs: one expression over stg.t a line, or a whole query."""
    shared = HERE.parent / "parse" / "same_answers.txt"
    own = (HERE / name for name in ("constructs.txt", "sets.txt", "texts.txt"))
    texts = [path.read_text(encoding="utf-8") for path in (shared, *own)]
    return [line for text in texts for line in text.splitlines() if line]


def query_of(line: str) -> str:
    if line.startswith(("select", "with")):
        return line
    is_whole = " over " in line or any(word in line for word in AGGREGATES + STATISTICS)
    return f"SELECT {line} AS value FROM stg.t{'' if is_whole else ' ORDER BY id'}"


def plain(rows: Rows) -> Rows:
    """Return rows in one order, with one kind of numbers and of times."""
    return sorted((tuple(plain_value(value) for value in row) for row in rows), key=roughly)


def roughly(row: tuple[Any, ...]) -> list[str]:
    return [f"{value:.6g}" if isinstance(value, float) else repr(value) for value in row]


def plain_value(value: Any) -> Any:
    if isinstance(value, Decimal | int):
        return float(value)
    if isinstance(value, float):
        return value + 0.0  # not -0.0
    if isinstance(value, datetime):
        return (value if value.tzinfo else value.replace(tzinfo=BERLIN)).timestamp()
    return value.isoformat() if isinstance(value, date) else value


def is_same(one: Rows, other: Rows, absolute: float = 0.0) -> bool:
    """Return whether results are equal to 1e-9, or to `absolute` where large numbers cancel out."""
    if [len(row) for row in one] != [len(row) for row in other]:
        return False
    pairs = [pair for rows in zip(one, other, strict=True) for pair in zip(*rows, strict=True)]
    return all(is_same_value(*pair, absolute) for pair in pairs)


def is_same_value(one: Any, other: Any, absolute: float = 0.0) -> bool:
    if isinstance(one, float) and isinstance(other, float):
        return isclose(one, other, rel_tol=1e-9, abs_tol=absolute) or (isnan(one) and isnan(other))
    return type(one) is type(other) and bool(one == other)


class Engine(Protocol):
    """Runs a query in PostgreSQL's dialect; raises what the engine raises."""

    dialect: RemoteDialect

    def fetch(self, sql: str, timezone: str = "Europe/Berlin") -> Rows: ...


@dataclass
class Postgres:
    connection: psycopg.Connection[tuple[Any, ...]]

    def fetch(self, sql: str, params: Mapping[str, Any] = PARAMS) -> Rows:
        text, names = bind(sql.replace("%", "%%"), "numbered")
        for place in range(len(names), 0, -1):
            text = text.replace(f"${place}", f"%({names[place - 1]})s")
        given = params if names else {}
        return plain(self.connection.execute(text.encode(), given).fetchall())


@contextmanager
def postgres(url: str, rows: Sequence[str] = ROWS) -> Iterator[Postgres]:
    with psycopg.connect(url, autocommit=True, options="-c timezone=Europe/Berlin") as connection:
        columns = ", ".join(f"{name} {kind}" for name, kind in COLUMNS.items())
        connection.execute(f"CREATE SCHEMA stg; CREATE TABLE stg.t ({columns})".encode())
        with connection.cursor().copy("COPY stg.t FROM STDIN (FORMAT csv, DELIMITER '|')") as copy:
            for row in rows:
                cells = row.split("|")
                cells[9] = cells[9] and f"{cells[9]}Z"
                copy.write("|".join(cells) + "\n")
        words.fill_postgres(connection)
        yield Postgres(connection)


@dataclass
class SparkEngine:
    session: Any
    dialect: RemoteDialect = "spark"

    def fetch(self, sql: str, timezone: str = "Europe/Berlin") -> Rows:
        return self.run(*written(sql, PARAMS, "spark", TYPES, timezone))

    def run(self, text: str, params: Mapping[str, Any]) -> Rows:
        return plain(rows_of(self.session.sql(text, args=dict(params) or None).toArrow()))


def set_up_spark(session: Any) -> None:
    for name, value in SESSION_SETTINGS["spark"].items():
        session.conf.set(name, value)


def fill_spark(session: Any, folder: str, rows: Sequence[str] = ROWS) -> SparkEngine:
    set_up_spark(session)
    columns = ", ".join(f"{name} {SPARK.get(kind, kind)}" for name, kind in COLUMNS.items())
    session.sql("CREATE SCHEMA IF NOT EXISTS stg")
    session.sql(f"CREATE TABLE stg.t ({columns}) USING parquet LOCATION '{folder}/t'")
    values = ", ".join(f"({spark_row(row.split('|'))})" for row in rows)
    session.sql(f"INSERT INTO stg.t VALUES {values}")
    words.fill_spark(session, f"{folder}/words")
    return SparkEngine(session)


def spark_row(cells: list[str]) -> str:
    kinds = [SPARK.get(kind, kind) for kind in COLUMNS.values()]
    cells[9] = cells[9] and f"{cells[9]}Z"
    return ", ".join(
        f"CAST('{cell}' AS {kind})" if cell else "NULL"
        for cell, kind in zip(cells, kinds, strict=True)
    )


@dataclass
class ClickHouse:
    session: Any
    dialect: RemoteDialect = "clickhouse"

    def fetch(self, sql: str, timezone: str = "Europe/Berlin") -> Rows:
        return self.run(*written(sql, PARAMS, "clickhouse", TYPES, timezone))

    def run(self, text: str, params: Mapping[str, Any]) -> Rows:
        try:
            result = self.session.query(text, "ArrowStream", params=dict(params))
        finally:
            # What a failed query has begun to write would come before the next result.
            self.session.query("SELECT 1", "JSONCompact")
        return plain(rows_of(pa.ipc.open_stream(io.BytesIO(result.bytes())).read_all()))


def set_up_clickhouse(session: Any) -> None:
    settings = ", ".join(f"{k} = '{v}'" for k, v in SESSION_SETTINGS["clickhouse"].items())
    session.query(f"SET {settings}")


def fill_clickhouse(session: Any, rows: Sequence[str] = ROWS) -> ClickHouse:
    set_up_clickhouse(session)
    columns = ", ".join(
        f"{name} {CLICKHOUSE[kind] if name in ('id', 'j') else f'Nullable({CLICKHOUSE[kind]})'}"
        for name, kind in COLUMNS.items()
    )
    session.query("CREATE DATABASE IF NOT EXISTS stg")
    session.query(f"CREATE TABLE stg.t ({columns}) ENGINE = MergeTree ORDER BY tuple()")
    values = ", ".join(f"({clickhouse_row(row.split('|'))})" for row in rows)
    session.query(f"INSERT INTO stg.t VALUES {values}")
    words.fill_clickhouse(session)
    return ClickHouse(session)


def clickhouse_row(cells: list[str]) -> str:
    return ", ".join(f"'{cell}'" if cell else "NULL" for cell in cells)


def rows_of(table: Any) -> Rows:
    columns = [
        [arrow_value(column, value) for value in column.to_pylist()] for column in table.columns
    ]
    return list(zip(*columns, strict=True))


def arrow_value(column: Any, value: Any) -> Any:
    """Return a value; a column without a zone comes with the session's, which is Etc/UTC here."""
    if isinstance(value, bytes):
        return int.from_bytes(value, "little", signed=True)
    if isinstance(value, datetime) and column.type.tz == "Etc/UTC":
        return value.replace(tzinfo=None)
    return value
