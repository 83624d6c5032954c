"""The table of periods, and the results by period."""

from __future__ import annotations

from datetime import UTC, date, datetime

import duckdb

from core.query.lateral import NUMBER, PERIODS, periods_table, split_periods
from core.query.result import Result


def test_the_table_of_periods_has_a_row_per_period_with_its_parameters() -> None:
    start = datetime(2026, 11, 9, tzinfo=UTC)
    days = [date(2026, 11, 15), date(2026, 11, 22)]
    sql, params = periods_table([{"last_day": day, "start": start} for day in days])
    with duckdb.connect() as connection:
        connection.execute(sql, params)
        rows = connection.execute(
            f"SELECT {NUMBER}, last_day, typeof(start), epoch(start) FROM {PERIODS} ORDER BY 1"
        ).fetchall()

    zoned = "TIMESTAMP WITH TIME ZONE"
    assert rows == [(n, days[n], zoned, start.timestamp()) for n in (0, 1)]


def test_periods_without_parameters_are_numbers_alone() -> None:
    with duckdb.connect() as connection:
        connection.execute(*periods_table([{}, {}]))
        assert connection.execute(f"FROM {PERIODS} ORDER BY 1").fetchall() == [(0,), (1,)]


def test_each_period_has_its_own_rows_and_one_without_rows_has_none() -> None:
    result = Result(("n_", "field", "value"), [(2, "a", 1), (0, "a", 2), (2, "b", 3)])

    assert split_periods(result, 3) == [
        Result(("field", "value"), [("a", 2)]),
        Result(("field", "value"), []),
        Result(("field", "value"), [("a", 1), ("b", 3)]),
    ]
