"""Many queries in one statement give what each gives alone."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pytest

from core.engines.local import LocalDuckDb
from core.kpi import Table
from core.query.binding import bind, rename_dollar_parameters, rename_parameters
from core.query.result import Query, Result
from core.query.union import Part, can_join, join_queries, split_results
from tests.project import kpi_text, write_project
from tests.runs import rows_of, run
from tests.warehouses import execute


@pytest.fixture(scope="module")
def queries() -> Iterator[LocalDuckDb]:
    with duckdb.connect() as connection, closing(LocalDuckDb(connection, 60)) as found:
        yield found


def results(
    queries: LocalDuckDb, *parts: tuple[str, dict[str, Any], list[str]]
) -> list[Result | None]:
    joined = [Part(Query("", sql, params), outputs) for sql, params, outputs in parts]
    query = join_queries(joined)
    rows = queries.fetch(query.duckdb, query.params, integer_division=True).rows
    return split_results(joined, rows)


def test_each_query_has_its_own_parameters_and_columns(queries: LocalDuckDb) -> None:
    day, other = date(2026, 11, 9), date(2026, 11, 16)
    assert results(
        queries,
        (
            "SELECT 3 AS value, $day = DATE '2026-11-09' AND true AS numerator",
            {"day": day},
            ["value", "numerator"],
        ),
        (
            "SELECT datediff('day', DATE '2026-11-09', $day) AS value -- days",
            {"day": other},
            ["value"],
        ),
        ("SELECT 1 AS denominator, 2.5::DECIMAL(9,1) AS value", {}, ["denominator", "value"]),
    ) == [None, Result(("value",), [(7.0,)]), Result(("denominator", "value"), [(1.0, 2.5)])]


def test_no_row_two_rows_and_null_stay_what_they_are(queries: LocalDuckDb) -> None:
    assert results(
        queries,
        ("SELECT 1 AS value WHERE false", {}, ["value"]),
        ("SELECT * FROM (VALUES (1), (2)) AS t(value)", {}, ["value"]),
        ("SELECT NULL AS value", {}, ["value"]),
        ("SELECT max(x) AS value FROM (SELECT 1.5::FLOAT AS x WHERE false)", {}, ["value"]),
    ) == [
        Result(("value",), []),
        Result(("value",), [(1.0,), (2.0,)]),
        Result(("value",), [(None,)]),
        Result(("value",), [(None,)]),
    ]


@pytest.mark.parametrize(
    "value", ["9007199254740993", "-9007199254740993", "1e16", "2::HUGEINT^60"]
)
def test_a_number_of_which_a_float_may_lose_digits_is_asked_alone(
    queries: LocalDuckDb, value: str
) -> None:
    assert results(queries, (f"SELECT {value} AS value", {}, ["value"])) == [None]


def test_a_number_that_a_float_holds_is_not_asked_again(queries: LocalDuckDb) -> None:
    sql = "SELECT 9007199254740991 AS value, 'inf'::DOUBLE AS numerator"

    assert results(queries, (sql, {}, ["value", "numerator"])) == [
        Result(("value", "numerator"), [(9007199254740991.0, float("inf"))])
    ]


@pytest.mark.parametrize("value", ["true", "'12'", "DATE '2026-11-09'", "INTERVAL 1 DAY"])
def test_what_is_no_number_has_to_be_looked_at(queries: LocalDuckDb, value: str) -> None:
    assert results(queries, ("SELECT 1 AS value", {}, ["value"])) == [Result(("value",), [(1.0,)])]
    try:
        found = results(
            queries,
            ("SELECT 1 AS value", {}, ["value"]),
            (f"SELECT {value} AS value", {}, ["value"]),
        )
    # Refusing the statement is as good: each query is then asked alone.
    except Exception as error:  # noqa: BLE001
        found = [None, None] if "QueryError" in type(error).__name__ else []

    assert found[1] is None


def test_a_breakdown_and_unknown_columns_are_not_joined() -> None:
    assert can_join(["value"])
    assert can_join(["numerator", "value", "denominator"])
    assert not can_join(["field", "value"])
    assert not can_join(["value", "value"])
    assert not can_join(["numerator"])
    assert not can_join([])


def test_only_parameters_are_renamed() -> None:
    named = "SELECT :start, ':start', x::date /* :start */ FROM t WHERE d < :end"
    assert (
        rename_parameters(named, "_7")
        == "SELECT :start_7, ':start', x::date /* :start */ FROM t WHERE d < :end_7"
    )

    sql = "SELECT $start, '$start', \"$start\", /* $start */ x -- $start\nFROM t WHERE d < $end"

    assert (
        rename_dollar_parameters(sql, "_7")
        == "SELECT $start_7, '$start', \"$start\", /* $start */ x -- $start\nFROM t WHERE d <"
        " $end_7"
    )


def test_a_union_is_the_same_query_in_both_dialects() -> None:
    day, other = date(2026, 11, 9), date(2026, 11, 16)
    sql = "SELECT count(*) AS value FROM t WHERE d < :day AND d >= :day - 7 -- until :day\n;"
    dollar = "SELECT COUNT(*) AS value FROM t WHERE d < $day AND d >= $day - 7"
    parts = [Part(Query(sql, dollar, {"day": each}), ["value"]) for each in (day, other)]
    query = join_queries(parts)
    numbered, names = bind(query.sql, "numbered")

    assert query.params == {"day_0": day, "day_1": other}
    assert names == ("day_0", "day_1")
    assert "FROM (SELECT count(*) AS value FROM t WHERE d < $1 AND d >= $1 - 7 --" in numbered
    assert "WHERE d < $2 AND d >= $2 - 7 -- until :day\n" in numbered
    assert "WHERE d < $day_1 AND d >= $day_1 - 7\n) AS part_" in query.duckdb


FORMS = Table("stg.forms")
GOOD = {
    f"success/kpi_{number:02}.py": kpi_text(
        f"SELECT {number} * count(*) AS value FROM stg.forms WHERE sent_on >= :first_day",
        name=f"Times {number}",
        range=f"{number} weeks",
        sources=[FORMS],
    )
    for number in range(1, 8)
}
BAD = {
    "success/kpi_08.py": kpi_text(
        "SELECT 1 / (count(*) - count(*)) AS value FROM stg.forms", name="Zero", sources=[FORMS]
    ),
    "success/kpi_09.py": kpi_text(
        "SELECT true AS value FROM stg.forms LIMIT 1", name="Truth", sources=[FORMS]
    ),
    "success/kpi_10.py": kpi_text(
        "SELECT 'a' AS value FROM stg.forms LIMIT 1", name="Text", sources=[FORMS]
    ),
}


@pytest.mark.parametrize("bad", [[], ["08"], ["09"], ["10"], ["08", "09", "10"]])
def test_a_week_of_many_kpis_is_what_it_is_one_by_one(
    tmp_path: Path, warehouse_url: str, bad: list[str]
) -> None:
    # A form on each Wednesday: one a week, so kpi_N has N times N of them.
    days = ", ".join(f"('{date.fromisocalendar(2026, week, 3)}')" for week in range(30, 47))
    execute(
        warehouse_url,
        "CREATE SCHEMA stg",
        "CREATE TABLE stg.forms (sent_on date)",
        f"INSERT INTO stg.forms VALUES {days}",
    )
    write_project(
        tmp_path,
        GOOD | {f"success/kpi_{number}.py": BAD[f"success/kpi_{number}.py"] for number in bad},
    )
    report = run(tmp_path, warehouse_url, "2026-W46")

    rows = {row.kpi_number: row for row in rows_of(tmp_path, warehouse_url)}
    assert {number: rows[number].value for number in range(1, 8)} == {
        number: number * number for number in range(1, 8)
    }
    assert {f"{number:02}" for number, row in rows.items() if row.outcome == "failed"} == set(bad)
    assert len(report.failed) == len(bad)
    reasons = {"08": "ivision by zero", "09": "truth value True", "10": "text ('a')"}
    assert all(reasons[number] in rows[int(number)].reason for number in bad)
