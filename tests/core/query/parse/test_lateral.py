"""One query for many periods gives what many queries give."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.engines.local import LocalDuckDb
from core.query.binding import bind
from core.query.lateral import periods_table, split_periods
from core.query.parse.lateral import lateral_form
from core.query.result import Result

BERLIN = ZoneInfo("Europe/Berlin")


@pytest.fixture(scope="module")
def queries() -> Iterator[LocalDuckDb]:
    with duckdb.connect() as connection:
        connection.execute("SET TimeZone = 'Europe/Berlin'")
        connection.execute(
            "CREATE TABLE forms AS SELECT range AS id, DATE '2026-01-01' + (range * 7919 %"
            " 300)::INTEGER AS sent_on, range % 3 AS kind, range * 31 % 17 AS amount FROM"
            " range(2000)"
        )
        with closing(LocalDuckDb(connection, 60)) as found:
            yield found


def week(number: int) -> dict[str, Any]:
    first = date.fromisocalendar(2026, number, 1)
    start, end = (
        datetime.combine(day, datetime.min.time(), BERLIN)
        for day in (first, first + timedelta(days=7))
    )
    return {"first_day": first, "last_day": first + timedelta(days=6), "start": start, "end": end}


def one_by_one(queries: LocalDuckDb, sql: str, weeks: list[int]) -> list[list[tuple[Any, ...]]]:
    text, names = bind(sql, "named")
    found = []
    for number in weeks:
        params = {name: week(number)[name] for name in names}
        found.append(sorted(queries.connection.execute(text, params).fetchall(), key=repr))
    return found


def together(queries: LocalDuckDb, sql: str, weeks: list[int]) -> list[list[tuple[Any, ...]]]:
    text, names = bind(sql, "named")
    params = [{name: week(number)[name] for name in names} for number in weeks]
    found = run_many(queries, lateral_form(text, set()), params)
    return [sorted(result.rows, key=repr) for result in found]


def run_many(queries: LocalDuckDb, sql: str, params: list[dict[str, Any]]) -> list[Result]:
    queries.execute(*periods_table(params))
    return split_periods(queries.fetch(sql, {}, integer_division=False), len(params))


QUERIES = [
    "SELECT count(*) AS value FROM forms WHERE sent_on BETWEEN :first_day AND :last_day",
    "SELECT sum(amount) AS value FROM forms WHERE sent_on >= :start AND sent_on < :end",
    (
        "SELECT kind AS field, avg(amount) AS value FROM forms WHERE sent_on BETWEEN :first_day AND"
        " :last_day GROUP BY 1"
    ),
    (
        "WITH until AS (SELECT * FROM forms WHERE sent_on <= :last_day) SELECT median(amount) AS"
        " value FROM until"
    ),
    (
        "SELECT amount AS value FROM forms WHERE sent_on <= :last_day ORDER BY sent_on DESC, id"
        " LIMIT 1"
    ),
    (
        "SELECT max(gap) AS value FROM (SELECT sent_on - lag(sent_on) OVER (ORDER BY sent_on, id)"
        " AS gap FROM forms WHERE sent_on BETWEEN :first_day AND :last_day)"
    ),
    (
        "SELECT count(*) AS value FROM forms f WHERE sent_on <= :last_day AND NOT EXISTS (SELECT 1"
        " FROM forms g WHERE g.kind = f.kind AND g.sent_on > f.sent_on AND g.sent_on <= :last_day)"
    ),
    "SELECT epoch(:end - :start) / 3600 AS value",
]


@pytest.mark.parametrize("sql", QUERIES)
def test_the_weeks_of_a_year_at_once_are_the_weeks_one_by_one(
    queries: LocalDuckDb, sql: str
) -> None:
    weeks = list(range(1, 54))

    assert together(queries, sql, weeks) == one_by_one(queries, sql, weeks)


@given(
    weeks=st.lists(st.integers(1, 53), min_size=1, max_size=8),
    number=st.integers(0, len(QUERIES) - 1),
)
def test_any_weeks_in_any_order_come_back_in_that_order(
    queries: LocalDuckDb, weeks: list[int], number: int
) -> None:
    assert together(queries, QUERIES[number], weeks) == one_by_one(queries, QUERIES[number], weeks)


def test_a_history_is_that_of_the_period_at_hand(queries: LocalDuckDb) -> None:
    queries.connection.execute(
        "CREATE OR REPLACE TEMP TABLE kpi_06 AS SELECT * FROM (VALUES "
        "(0, '2026-W01', DATE '2025-12-29', DATE '2026-01-04', '', 1.0), "
        "(0, '2026-W02', DATE '2026-01-05', DATE '2026-01-11', '', 3.0), "
        "(1, '2026-W02', DATE '2026-01-05', DATE '2026-01-11', '', 3.0), "
        "(1, '2026-W03', DATE '2026-01-12', DATE '2026-01-18', '', 8.0)"
        ") AS t(n_, period, period_start, period_end, field, value)"
    )
    sql = lateral_form(
        "SELECT avg(k.value) AS value, $last_day AS day FROM kpi_06 AS k", {"kpi_06"}
    )
    found = run_many(
        queries, sql, [{"last_day": date(2026, 1, 11)}, {"last_day": date(2026, 1, 18)}]
    )

    assert [result.rows for result in found] == [
        [(2.0, date(2026, 1, 11))],
        [(5.5, date(2026, 1, 18))],
    ]
    assert found[0].columns == ("value", "day")


def test_a_common_table_of_a_historys_name_is_the_authors_own(queries: LocalDuckDb) -> None:
    sql = lateral_form("WITH kpi_06 AS (SELECT 7 AS value) SELECT value FROM kpi_06", {"kpi_06"})

    assert run_many(queries, sql, [{}])[0].rows == [(7,)]


@pytest.mark.parametrize(
    "sql", ["SELECT $a||$b||$a AS value", "SELECT '", "", "SELECT 1 AS value FROM (("]
)
def test_what_cannot_be_taken_apart_is_left_to_be_asked_one_by_one(sql: str) -> None:
    try:
        found = lateral_form(sql, set())
    except Exception as error:  # noqa: BLE001 -- whatever it is, it must not come out
        pytest.fail(f"{type(error).__name__} came out")

    assert found == "" or "$" not in found.replace("$$", "")
