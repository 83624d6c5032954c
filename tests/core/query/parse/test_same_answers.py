"""A query over tables gives PostgreSQL's answer on DuckDB, or fails there; it never differs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from math import isclose, isnan
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import duckdb
import psycopg
import pytest

from core.query.parse.statement import examine

BERLIN = ZoneInfo("Europe/Berlin")
# One expression over stg.t a line, or a whole query.
CORPUS = Path(__file__).with_name("same_answers.txt").read_text(encoding="utf-8").splitlines()
AGGREGATES = ("count(", "sum(", "avg(", "min(", "max(", "agg(", "within group", "bool_", "every(")
STATISTICS = ("stddev", "var", "corr(", "covar", "regr_", "bit_and", "bit_or")

TABLE = """
    CREATE SCHEMA stg;
    CREATE TABLE stg.t (id int, i int, j int, b bigint, n numeric(10, 2), f double precision,
        x text, d date, ts timestamp, tz timestamptz, yes boolean, g text);
    INSERT INTO stg.t VALUES
        (1, 7, 2, 10000000000, 2.50, 2.5, 'Apple', '2026-01-31', '2026-01-31 10:30:15.123456',
            '2026-03-28 12:00+01', true, 'a'),
        (2, -7, 2, -3, -2.50, -2.5, 'banana', '2026-02-28', '2026-12-31 23:59:59.999999',
            '2026-03-29 12:00+02', false, 'a'),
        (3, 0, -3, 5, 1.05, 3.5, 'Ärger', '2024-02-29', '2024-02-29 00:00:00',
            '2026-10-25 02:30+01', NULL, 'b'),
        (4, NULL, 5, NULL, 0.125, 0.5, 'a_b%c', '2025-12-29', '2025-12-29 12:00:00',
            '2026-10-24 12:00+02', true, 'b'),
        (5, 100, 7, 9007199254740993, 1234567.89, 1e6, 'zebra 42', '2026-06-15', NULL, NULL, false,
            NULL),
        (6, 3, 3, 2, NULL, NULL, NULL, NULL, '2021-01-03 08:05:09', '2021-01-03 08:05:09+00', true,
            'c');
"""


@dataclass(frozen=True)
class Engines:
    server: psycopg.Connection[tuple[Any, ...]]
    local: duckdb.DuckDBPyConnection

    def on_server(self, sql: str) -> list[tuple[Any, ...]]:
        return plain(self.server.execute(sql.encode()).fetchall())

    def on_duckdb(self, sql: str) -> list[tuple[Any, ...]]:
        facts = examine(sql, "postgres")
        assert facts.problems == ()
        return plain(self.local.execute(facts.duckdb).fetchall())


@pytest.fixture(scope="module")
def engines(new_database: Any) -> Iterator[Engines]:
    with (
        new_database() as url,
        psycopg.connect(url, autocommit=True, options="-c timezone=Europe/Berlin") as server,
        duckdb.connect() as local,
    ):
        local.execute("SET TimeZone = 'Europe/Berlin'; SET integer_division = true")
        server.execute(TABLE.encode())
        local.execute(TABLE)
        yield Engines(server, local)


def plain(rows: list[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    """Return rows in one order, with one kind of numbers and of times."""
    return sorted((tuple(plain_value(value) for value in row) for row in rows), key=repr)


def plain_value(value: Any) -> Any:
    if isinstance(value, Decimal | int) and not isinstance(value, bool):
        return float(value)
    if isinstance(value, datetime):
        return (value if value.tzinfo else value.replace(tzinfo=BERLIN)).timestamp()
    return value.isoformat() if isinstance(value, date) else value


def is_same(one: Any, other: Any) -> bool:
    if isinstance(one, float) and isinstance(other, float):
        return isclose(one, other, rel_tol=1e-9) or (isnan(one) and isnan(other))
    return type(one) is type(other) and bool(one == other)


def query_of(line: str) -> str:
    if line.startswith(("select", "with")):
        return line
    is_whole = " over " in line or any(word in line for word in AGGREGATES + STATISTICS)
    return f"SELECT {line} AS value FROM stg.t{'' if is_whole else ' ORDER BY id'}"


def test_every_construct_gives_postgresqls_answer_or_fails(engines: Engines) -> None:
    different, failed = [], []
    for line in CORPUS:
        expected = engines.on_server(query_of(line))
        try:
            found = engines.on_duckdb(query_of(line))
        except duckdb.Error:
            failed.append(line)
            continue
        rows = zip(expected, found, strict=False)
        cells = [zip(one, other, strict=False) for one, other in rows]
        same = all(is_same(one, other) for row in cells for one, other in row)
        if not same or [len(row) for row in expected] != [len(row) for row in found]:
            different.append((line, expected, found))

    assert different == []
    assert len(CORPUS) - len(failed) > 380
    assert len(failed) < 50


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("7 / 2", 3.0),
        ("-7 / 2", -3.0),
        ("mod(-7, 3)", -1.0),
        ("div(7.5, 2)", 3.0),
        ("round(2.5::float8)", 2.0),
        ("round(5::float8 / 2)", 2.0),
        ("round(-2.5::float8)", -2.0),
        ("round(2.5::numeric)", 3.0),
        ("2.5::numeric::int", 3.0),
        ("(5 / 2.0)::numeric::int", 3.0),
        ("2.5::float8::int", 2.0),
        ("2.675::numeric(10, 2)", 2.68),
        ("substring('Apple', -1, 4)", "Ap"),
        ("substring('Apple', -9, 4)", ""),
        ("substr('Apple', -2)", "Apple"),
        ("'Apple' SIMILAR TO '(A|b)%'", True),
        ("'a.c' SIMILAR TO 'a.c'", True),
        ("'abc' SIMILAR TO 'a.c'", False),
        ("'a' || chr(10) || 'c' SIMILAR TO 'a_c'", True),
        ("to_char(DATE '2025-12-29', 'IYYY\"-W\"IW')", "2026-W01"),
        ("extract(second FROM TIMESTAMP '2026-01-01 00:00:07.25')", 7.25),
        ("extract(milliseconds FROM TIMESTAMP '2026-01-01 00:00:07.25')", 7250.0),
        (
            "extract(day FROM TIMESTAMPTZ '2026-03-29 10:00Z' - TIMESTAMPTZ '2026-03-28 11:00Z')",
            0.0,  # 23 hours: the clock was put forward
        ),
        (
            "extract(hour FROM TIMESTAMPTZ '2026-03-29 10:00Z' - TIMESTAMPTZ '2026-03-28 11:00Z')",
            23.0,
        ),
        ("'ABCDEF'::varchar(3)", "ABC"),
        ("'ab   '::char(4) || '|'", "ab|"),
        ("octet_length('Ärger')", 6.0),
        ("every(v) FROM (VALUES (true), (false)) AS q(v)", False),
        ("greatest(1, NULL, 3)", 3.0),
        ("concat('a', NULL, 'z')", "az"),
        ("(DATE '2026-01-31' + INTERVAL '1 month')::date", "2026-02-28"),
        ("count(DISTINCT (a, b)) FROM (VALUES (1, NULL), (1, NULL), (2, 3)) AS q(a, b)", 2.0),
        ("percentile_disc(0.5) WITHIN GROUP (ORDER BY v) FROM (VALUES (1), (2)) AS q(v)", 1.0),
    ],
)
def test_the_answer_is_the_one_worked_out_independently(
    engines: Engines, expression: str, expected: Any
) -> None:
    sql = f"SELECT {expression}"

    assert is_same(engines.on_server(sql)[0][0], expected)
    assert is_same(engines.on_duckdb(sql)[0][0], expected)
