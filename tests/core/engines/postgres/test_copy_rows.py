"""Of a table of PostgreSQL, the rows come over that lie within days."""

from __future__ import annotations

from datetime import date

import pytest

from core.engines import TableCopy
from core.engines.base import Warehouse
from core.query import RowSet
from core.query.row_set import DaySpan
from tests.core.engines.asking import ask_local

NEW_YEAR, MARCH = date(2026, 1, 1), date(2026, 3, 1)
EVENTS = """
    CREATE DOMAIN moment AS timestamptz;
    CREATE TABLE events (n int, day date, local timestamp(0), at timestamptz, "At2" date, m moment,
        free numeric, note text);
    INSERT INTO events SELECT n, d, d, d::timestamp AT TIME ZONE 'UTC', d,
        d::timestamp AT TIME ZONE 'UTC', n / 8.0, d::text
    FROM (SELECT n, DATE '2026-01-01' + n AS d FROM generate_series(0, 99) AS n) AS days;
    INSERT INTO events VALUES (100);
    INSERT INTO events VALUES (101, 'infinity', 'infinity', 'infinity', NULL, 'infinity'),
        (102, '-infinity', '-infinity', '-infinity', NULL, '-infinity');
"""


@pytest.mark.parametrize(
    ("column", "first", "last", "expected"),
    [
        *((column, MARCH, MARCH, [59]) for column in ("day", "local", "at", "m")),
        *((column, None, NEW_YEAR, [0, 102]) for column in ("day", "local", "at", "m")),
        *((column, date(2026, 4, 10), None, [99, 101]) for column in ("day", "local", "at", "m")),
    ],
)
def test_rows_of_days_are_copied(
    on_postgres: Warehouse, column: str, first: date, last: date, expected: list[int]
) -> None:
    assert copied(on_postgres, column, first, last) == expected


@pytest.mark.parametrize("column", ["At2", "at2", "note", "free", "nope"])
def test_columns_without_times_or_with_capitals_bound_nothing(
    on_postgres: Warehouse, column: str
) -> None:
    assert len(copied(on_postgres, column, MARCH, MARCH)) == 103


def copied(warehouse: Warehouse, column: str, first: date | None, last: date | None) -> list[int]:
    warehouse.script(EVENTS)  # type: ignore[attr-defined]
    rows = RowSet((((column, DaySpan(first, last)),),))
    with warehouse.snapshot(20) as snapshot:
        # Days are those of UTC, whatever the zone of the session.
        snapshot.set_timezone("Pacific/Apia")
        snapshot.extract("public.events", TableCopy(frozenset({"n", "free"}), rows))
        found = ask_local(snapshot, "SELECT n FROM public.events ORDER BY n").rows
    return [row[0] for row in found]
