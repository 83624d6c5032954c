"""How much a relation of DuckDB holds, and how new it is."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import duckdb
import pytest

from core.engines.base import Measured
from core.engines.local_measure import measure_relation


@pytest.fixture(scope="module")
def connection() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as found:
        found.execute("SET TimeZone = 'Europe/Berlin'")
        found.execute("""
            CREATE TABLE forms AS SELECT n, DATE '2026-11-08' + n::INT AS day,
                TIMESTAMP '2026-11-09 00:30' AS local, TIMESTAMPTZ '2026-11-09 00:30Z' AS instant,
                '2026-11-09 10:00' AS text, 'soon' AS vague, NULL::TIMESTAMP AS empty
            FROM range(3) AS s(n)
        """)
        yield found


@pytest.mark.parametrize(
    ("column", "newest"),
    [
        ("day", datetime(2026, 11, 9, 23, tzinfo=UTC)),
        ("local", datetime(2026, 11, 8, 23, 30, tzinfo=UTC)),
        ("INSTANT", datetime(2026, 11, 9, 0, 30, tzinfo=UTC)),
        ("text", datetime(2026, 11, 9, 9, tzinfo=UTC)),
        ("empty", None),
        ("", None),
    ],
)
def test_the_newest_time_is_an_instant(
    connection: duckdb.DuckDBPyConnection, column: str, newest: datetime | None
) -> None:
    assert measure_relation(connection, "forms", column) == Measured(3, newest=newest)


@pytest.mark.parametrize(
    ("column", "fault"),
    [
        ("gone", "has no column gone"),
        ("n", "has bigint in its column n, not times"),
        ("vague", "has nothing in its column vague that reads like a time"),
    ],
)
def test_a_column_without_times_is_a_fault_and_rows_are_counted(
    connection: duckdb.DuckDBPyConnection, column: str, fault: str
) -> None:
    assert measure_relation(connection, "forms", column) == Measured(3, fault=fault)
