"""The sample company's queries over tables give PostgreSQL's values on Sail and on ClickHouse."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import duckdb
import psycopg
import pytest

from core.catalog.entries import Entry
from core.catalog.loading import load_catalogue
from core.demo.generate import generate
from core.model import parse_period
from core.query import find_unproven, translate
from core.resources import sql_folder
from tests.core.query.remote.engines import (
    ClickHouse,
    Postgres,
    SparkEngine,
    is_same,
    set_up_clickhouse,
    set_up_spark,
)
from tests.core.query.remote.prove import clickhouse_session, sail_session

ROOT = Path(__file__).parents[4]
ZONE = "Europe/Berlin"
# Two recent weeks, and those in which the clock changes.
WEEKS = ("2026-W45", "2026-W43", "2026-W13", "2025-W43")
SPARK = {
    "TIMESTAMP": "timestamp_ntz",
    "TIMESTAMP WITH TIME ZONE": "timestamp",
    "VARCHAR": "string",
    "INTEGER": "int",
}
CLICKHOUSE = {
    "BIGINT": "Int64",
    "INTEGER": "Int32",
    "VARCHAR": "String",
    "BOOLEAN": "Bool",
    "DATE": "Date32",
    "TIMESTAMP": "DateTime64(6)",
    "TIMESTAMP WITH TIME ZONE": "DateTime64(6, 'UTC')",
}


@dataclass(frozen=True)
class Company:
    """The company's tables: the types of their columns, and a file of each."""

    types: Mapping[str, Mapping[str, str]]
    csv: Mapping[str, Path]
    parquet: Mapping[str, Path]


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory) -> Company:
    folder = tmp_path_factory.mktemp("company")
    csv = generate(folder, date(2026, 11, 16))
    types, parquet = {}, {}
    with duckdb.connect() as lake:
        lake.execute("SET TimeZone = 'Europe/Berlin'")
        lake.execute((sql_folder("sample") / "warehouse.sql").read_text(encoding="utf-8"))
        for name, path in csv.items():
            lake.execute(f"COPY {name} FROM '{path}' (HEADER)")
            parquet[name] = folder / name / "all.parquet"
            parquet[name].parent.mkdir()
            lake.execute(f"COPY {name} TO '{parquet[name]}'")
            described = lake.execute(f"DESCRIBE {name}").fetchall()
            types[name] = {str(row[0]): str(row[1]) for row in described}
    return Company(types, csv, parquet)


@pytest.fixture(scope="module")
def server(company: Company, new_database: Any) -> Iterator[Postgres]:
    schema = (sql_folder("sample") / "warehouse.sql").read_bytes()
    zone = f"-c timezone={ZONE}"
    with new_database() as url, psycopg.connect(url, autocommit=True, options=zone) as connection:
        connection.execute(schema)
        for name, path in company.csv.items():
            statement = f"COPY {name} FROM STDIN (FORMAT csv, HEADER)".encode()
            with connection.cursor().copy(statement) as copy:
                copy.write(path.read_bytes())
        yield Postgres(connection)


@pytest.fixture(scope="module")
def spark(company: Company) -> Iterator[SparkEngine]:
    with sail_session() as session:
        set_up_spark(session)
        for name, types in company.types.items():
            columns = ", ".join(f"{column} {SPARK.get(t, t)}" for column, t in types.items())
            session.sql(f"CREATE SCHEMA IF NOT EXISTS {name.partition('.')[0]}")
            place = company.parquet[name].parent
            session.sql(f"CREATE TABLE {name} ({columns}) USING parquet LOCATION '{place}'")
        yield SparkEngine(session)


@pytest.fixture(scope="module")
def clickhouse(company: Company) -> Iterator[ClickHouse]:
    with clickhouse_session() as session:
        set_up_clickhouse(session)
        for name, types in company.types.items():
            session.query(f"CREATE DATABASE IF NOT EXISTS {name.partition('.')[0]}")
            columns = ", ".join(f"{c} Nullable({CLICKHOUSE.get(t, t)})" for c, t in types.items())
            session.query(f"CREATE TABLE {name} ({columns}) ENGINE = MergeTree ORDER BY tuple()")
            session.query(f"INSERT INTO {name} SELECT * FROM file('{company.parquet[name]}')")
        yield ClickHouse(session)


def entries() -> list[Entry]:
    return [entry for entry in load_catalogue(ROOT).entries if entry.in_warehouse]


def params(week: str) -> dict[str, Any]:
    """Return the parameters of a range of four weeks that ends with `week`."""
    period, zone = parse_period(week), ZoneInfo(ZONE)
    first_day, day_after = period.first_day - timedelta(weeks=3), period.day_after
    start, last, end = (
        datetime.combine(day, time(), zone) for day in (first_day, period.first_day, day_after)
    )
    return {
        "start": start,
        "end": end,
        "period_start": last,
        "period_end": end,
        "first_day": first_day,
        "last_day": period.last_day,
        "cut_off": end + timedelta(hours=6),
    }


def types_of(company: Company) -> dict[str, dict[str, str]]:
    """Return the types as PostgreSQL names them."""
    return {
        table: {name: postgres_type(kind) for name, kind in columns.items()}
        for table, columns in company.types.items()
    }


def postgres_type(kind: str) -> str:
    return kind.lower().replace("varchar", "text").replace("decimal", "numeric")


@pytest.mark.parametrize("engine_name", ["spark", "clickhouse"])
def test_every_query_over_tables_gives_postgresqls_values(
    company: Company, server: Postgres, engine_name: Any, request: pytest.FixtureRequest
) -> None:
    engine = request.getfixturevalue(engine_name)
    types, different = types_of(company), []
    for entry in entries():
        for week in WEEKS:
            expected = server.fetch(entry.query, params(week))
            translation = translate(entry.query, params(week), engine_name, types, ZONE)
            found = engine.run(translation.sql, translation.params)
            if not is_same(expected, found):
                different.append((entry.id, week, expected, found))

    assert different == []
    assert len(entries()) == 32


@pytest.mark.parametrize("engine_name", ["spark", "clickhouse", "bigquery"])
def test_the_check_without_types_finds_nothing_in_them(engine_name: Any) -> None:
    found = {entry.id: list(find_unproven(entry.query, engine_name)) for entry in entries()}

    assert {name: faults for name, faults in found.items() if faults} == {}
