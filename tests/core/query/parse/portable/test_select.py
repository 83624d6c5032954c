"""Queries that are judged portable give the same answer on PostgreSQL and on DuckDB."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import product
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import duckdb
import psycopg
import pytest

from core.engines import TableCopy
from core.engines.postgres.copy import copy_table
from core.model import same_number
from core.query.binding import bind
from core.query.parse.portable.select import find_obstacle
from core.query.parse.statement import examine
from tests.conftest import NewDatabase

ZONE = ZoneInfo("Europe/Berlin")
PARAMETERS = {
    "start": datetime(2026, 3, 29, tzinfo=ZONE),
    "end": datetime(2026, 10, 25, tzinfo=ZONE),
    "period_start": datetime(2026, 3, 29, tzinfo=ZONE),
    "period_end": datetime(2026, 10, 26, tzinfo=ZONE),
    # In the hour that the clock repeats.
    "cut_off": datetime(2026, 10, 25, 1, 30, tzinfo=UTC).astimezone(ZONE),
    "first_day": date(2026, 3, 29),
    "last_day": date(2026, 10, 24),
}
TYPES = {
    "id": "bigint",
    "i": "integer",
    "si": "smallint",
    "b": "bigint",
    "f": "double precision",
    "n": "numeric(12,2)",
    "free": "numeric",
    "r": "real",
    "yes": "boolean",
    "d": "date",
    "ts": "timestamp without time zone",
    "tz": "timestamp with time zone",
    "x": "text",
    "v": "character varying(20)",
    "c": "character(8)",
    "mood": "stg.mood",
}
COLUMNS = [name for name in TYPES if name != "id"]
DAYS = ("2026-03-28", "2026-03-29", "2026-10-24", "2026-10-25", "2026-10-26")

AGGREGATES = """
    count({}) | count(DISTINCT {}) | sum({}) | avg({}) | min({}) | max({}) | bool_or({})
    sum({})/count(*) | sum({})::float/nullif(count(*), 0) | sum({}::int) | sum({}::float)
    sum({}::numeric) | sum(round({})) | sum(floor({})) | sum(abs({})) | max({}) - min({})
    sum(extract(week FROM {})) | sum(extract(dow FROM {}))/3 | sum(extract(hour FROM {}))
    avg(extract(epoch FROM tz - {})) | avg(extract(epoch FROM ts - {}))
    sum(extract(epoch FROM date_trunc('week', tz) - {})) | sum(d - {}::date)
    percentile_cont(0.3) WITHIN GROUP (ORDER BY {}) | sum(extract(epoch FROM {}))
    percentile_cont(0.5) WITHIN GROUP (ORDER BY {} DESC) FILTER (WHERE i > 0)
    sum(length({})) | sum(coalesce({}, 1)) | sum(greatest({}, 1)) | sum(nullif({}, 1))
    sum(CASE WHEN {} > 1 THEN 1 ELSE 0 END) | 100.0 * count({}) / count(*)
"""
CONDITIONS = """
    {}::date >= :first_day | {} + interval '1 month' > :end | {} - interval '36 hours' > :start
    {}::timestamptz < :cut_off | {}::timestamp < :cut_off | {} = 'high' | {} IN ('high', 'a')
    {} LIKE 'h%' | lower({}) = 'a' | {} BETWEEN 0 AND 2 | {} IS NULL | NOT {} | {} IS TRUE
    date_trunc('week', {}) = date_trunc('week', tz) | date_trunc('month', {})::date = '2026-10-01'
"""
QUERIES = """
    SELECT {} AS field, count(*) AS value FROM stg.t GROUP BY {}
    SELECT DISTINCT {} AS field, 1 AS value FROM stg.t
    WITH a AS (SELECT {} AS k, count(*) AS n FROM stg.t GROUP BY 1) \
        SELECT sum(n) / count(*) AS value FROM a WHERE n > 3
    SELECT count(*) AS value FROM (SELECT {} AS k FROM stg.t UNION SELECT {} FROM stg.t) AS z
    SELECT count(*) AS value FROM stg.t WHERE {} IN (SELECT {} FROM stg.t AS o WHERE o.i > 0)
    SELECT count(*) AS value FROM stg.t AS o WHERE EXISTS ( \
        SELECT 1 FROM stg.u WHERE u.id = o.id AND u.at < o.{})
    SELECT count(*) AS value FROM stg.t LEFT JOIN stg.u ON u.id = t.id AND u.at > {}
    SELECT max({}) OVER () AS value FROM stg.t
    SELECT {} AS value FROM stg.t ORDER BY {} LIMIT 1
"""
OPERANDS = [*COLUMNS, ":start", ":first_day", "'2026-03-29'", "5", "0.3", "'high'", "NULL", "true"]
NUMBERS = ["i", "si", "b", "f", "n", "free", "r", "2", "0.5"]


def constructs() -> list[str]:
    """Return queries of every operator and function over every type."""
    found = []
    for column in COLUMNS:
        values = [text.strip() for text in AGGREGATES.replace("\n", "|").split("|")]
        conditions = [text.strip() for text in CONDITIONS.replace("\n", "|").split("|")]
        found += [
            f"SELECT {text} AS value FROM stg.t".replace("{}", column) for text in values if text
        ]
        found += [
            f"SELECT count(*) FILTER (WHERE {text}) AS value FROM stg.t".replace("{}", column)
            for text in conditions
            if text
        ]
        found += [text.strip().replace("{}", column) for text in QUERIES.strip().split("\n")]
    for one, other in product(OPERANDS, repeat=2):
        for sign in ("=", "<", "IS DISTINCT FROM"):
            found.append(f"SELECT count(*) AS value FROM stg.t WHERE {one} {sign} {other}")
    for one, other in product(NUMBERS, repeat=2):
        for sign in "+-*/%":
            found.append(f"SELECT sum({one} {sign} nullif({other}, 0)) AS value FROM stg.t")
    return found


@dataclass(frozen=True)
class Engines:
    """The same rows on both engines."""

    server: psycopg.Connection[tuple[Any, ...]]
    local: duckdb.DuckDBPyConnection
    types: dict[str, dict[str, str]]

    def answers(self, sql: str) -> tuple[Any, Any]:
        """Return what both engines answer, sorted rows or the error's class."""
        text, names = bind(sql, "numbered")
        facts = examine(sql, "postgres")
        values = {name: PARAMETERS[name] for name in facts.parameters}
        return (
            answer(lambda: self.server.execute(text, [PARAMETERS[name] for name in names])),
            answer(lambda: self.local.execute(facts.duckdb, values)),
        )


def answer(ask: Any) -> Any:
    try:
        return sorted(ask().fetchall(), key=repr)
    except (psycopg.Error, duckdb.Error) as error:
        return type(error).__name__


@pytest.fixture(scope="module")
def engines(
    new_database: NewDatabase, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Engines]:
    with (
        new_database() as url,
        psycopg.connect(url, autocommit=True, cursor_factory=psycopg.RawCursor) as server,
        duckdb.connect() as local,
    ):
        server.execute("CREATE SCHEMA stg; CREATE TYPE stg.mood AS ENUM ('low', 'high')")
        described = ", ".join(f"{name} {kind}" for name, kind in TYPES.items())
        server.execute(f"CREATE TABLE stg.t ({described})")
        server.execute("CREATE TABLE stg.u (id bigint, at timestamptz)")
        fill(server)
        for connection in (server, local):
            connection.execute("SET TimeZone = 'Europe/Berlin'")
        server.execute("SET DateStyle = 'ISO'")
        local.execute("SET integer_division = true")
        folder: Path = tmp_path_factory.mktemp("copies")
        for table in ("stg.t", "stg.u"):
            copy_table(server, local, table, TableCopy(frozenset("*")), folder)
        yield Engines(
            server,
            local,
            {"stg.t": TYPES, "stg.u": {"id": "bigint", "at": "timestamp with time zone"}},
        )


def fill(server: psycopg.Connection[tuple[Any, ...]]) -> None:
    chance = random.Random(20261121)
    for number in range(300):
        moment = (
            f"{chance.choice(DAYS)} {chance.randrange(24):02}:{chance.choice(['00', '30', '59'])}"
        )
        moment += chance.choice([":00", ":59.999999", ":00.5"])
        row: list[Any] = [
            number,
            chance.choice([None, -7, -2, 0, 1, 2, 100_000]),
            chance.choice([None, -1, 0, 1, 300]),
            chance.choice([None, -3, 0, 5, 2**40]),
            chance.choice([None, -1.5, 0.0, 0.1, 2.5, 1e15]),
            chance.choice([None, "-1.25", "0", "0.10", "0.30", "12345678.99"]),
            chance.choice([None, "0.1", "1"]),
            chance.choice([None, 0.1]),
            chance.choice([None, True, False]),
            moment[:10],
            moment,
            moment + chance.choice(["+00", "+02", "-05"]),
            chance.choice([None, "a", "A", "é", "b ", "ä%", "", "x_y"]),
            chance.choice([None, "high", "low ", ""]),
            chance.choice([None, "high", "low"]),
            chance.choice([None, "low", "high"]),
        ]
        marks = ", ".join(f"${place}" for place in range(1, len(row) + 1))
        server.execute(f"INSERT INTO stg.t VALUES ({marks})", row)
        if number % 3 == 0:
            server.execute("INSERT INTO stg.u VALUES ($1, $2)", [number, f"{moment}+01"])


def agree(one: Any, other: Any) -> bool:
    if isinstance(one, str) or isinstance(other, str):
        # A query that fails on the copy is asked again in the server.
        return isinstance(other, str)
    return len(one) == len(other) and all(map(same_row, one, other))


def same_row(one: tuple[Any, ...], other: tuple[Any, ...]) -> bool:
    for value, twin in zip(one, other, strict=True):
        is_number = (
            value is not None and twin is not None and not isinstance(value, str | date | bool)
        )
        if not (same_number(float(value), float(twin)) if is_number else value == twin):
            return False
    return True


@pytest.mark.slow
def test_what_is_portable_gives_the_same_answer_for_every_construct_and_type(
    engines: Engines,
) -> None:
    queries = constructs()
    portable = [sql for sql in queries if not find_obstacle(sql, engines.types)]

    different = [sql for sql in portable if not agree(*engines.answers(sql))]

    assert different == []
    assert len(queries) > 2000
    assert len(portable) > 700


def test_what_the_engines_are_known_to_answer_differently_stays_in_the_server(
    engines: Engines,
) -> None:
    different = [
        "SELECT count(*) AS value FROM stg.t WHERE c = 'high '",
        "SELECT count(*) AS value FROM stg.t WHERE mood > 'high'",
        "SELECT sum(DISTINCT b) FILTER (WHERE b = 5) / 2 AS value FROM stg.t",
        "SELECT sum(r) AS value FROM stg.t",
    ]

    for sql in different:
        assert not agree(*engines.answers(sql)), sql
        assert find_obstacle(sql, engines.types), sql


@pytest.mark.parametrize(
    ("sql", "obstacle"),
    [
        ("SELECT count(*) AS value FROM stg.t WHERE c = 'high'", "stg.t.c, which is character(8)"),
        ("SELECT sum(free) AS value FROM stg.t", "stg.t.free, which is numeric"),
        ("SELECT sum(round(n)) AS value FROM stg.t", "ROUND: ROUND(t.n)"),
        ("SELECT min(x) AS value FROM stg.t", "MIN of text"),
        ("SELECT count(*) AS value FROM stg.t WHERE x ~ 'a'", "REGEXPLIKE: t.x ~ 'a'"),
        ("SELECT count(*) AS value FROM stg.t WHERE x < v", "the order of text"),
        ("SELECT i AS value FROM stg.t ORDER BY id LIMIT 1", "the clause LIMIT"),
        ("SELECT DISTINCT ON (i) i AS value FROM stg.t", "DISTINCT ON"),
        ("SELECT yes AS value FROM stg.t", "the column value, which is boolean"),
        ("SELECT count(x) AS value FROM stg.other", "SQL that cannot be taken apart"),
    ],
)
def test_the_obstacle_is_named(sql: str, obstacle: str) -> None:
    types = {"stg.t": TYPES}

    assert find_obstacle(sql, types) == obstacle


def test_a_common_kpi_is_portable() -> None:
    sql = """
        SELECT count(*) FILTER (WHERE yes)::float / nullif(count(*), 0) AS value,
            count(*) AS denominator
        FROM stg.t
        WHERE ts >= :start AND ts < :end AND v <> 'test' AND (d IS NULL OR d >= :first_day)
    """

    assert find_obstacle(sql, {"stg.t": TYPES}) == ""


def test_a_column_of_a_mentioned_name_would_be_copied_too() -> None:
    """The copy of a table has all columns whose names the query mentions, whichever it reads."""
    sql = "SELECT count(a.v) AS value FROM stg.a AS a JOIN stg.b AS b ON a.id = b.id"
    other = {"stg.a": {"id": "bigint", "v": "text"}, "stg.b": {"id": "bigint", "v": "money"}}

    assert find_obstacle(sql, other) == "stg.b.v, which is money"
