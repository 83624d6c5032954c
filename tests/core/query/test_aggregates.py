"""Which queries are scans, and that one pass over their rows gives what each query gives alone."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import asdict, replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.compute.outcome import interpret, same_outcome
from core.engines.local import LocalDuckDb
from core.query.aggregates import Bound, TimeAggregate, scan_from_json
from core.query.cache import FactsCache
from core.query.facts import examine
from core.query.one_pass import AggregateRequest, one_pass, split_rows

BERLIN = ZoneInfo("Europe/Berlin")
WEEK = "FROM stg.forms WHERE sent_at >= :start AND sent_at < :end"


def scan_of(sql: str) -> TimeAggregate:
    scan = examine(sql, "postgres").scan
    assert scan is not None, sql
    return scan


@pytest.mark.parametrize(
    "sql",
    [
        f"SELECT count(*) AS value {WEEK}",
        f"SELECT COUNT(id) AS VALUE {WEEK} AND kind = 'a'",
        (
            "SELECT sum(amount) / nullif(count(*), 0) AS value, sum(amount) AS numerator, count(*)"
            f" AS denominator {WEEK}"
        ),
        f"SELECT round(avg(amount) FILTER (WHERE kind IN ('a', 'b')), 2) AS value {WEEK}",
        f"SELECT coalesce(max(amount), 0) - coalesce(min(amount), 0) AS value {WEEK}",
        (
            "SELECT CASE WHEN count(*) > 9 THEN 100.0 * count(*) FILTER (WHERE id IS NULL) /"
            f" count(*) END AS value {WEEK}"
        ),
        f"SELECT extract(epoch FROM max(done_at) - min(sent_at)) / 3600 AS value {WEEK}",
        (
            "SELECT count(*) AS value FROM stg.forms WHERE :start <= sent_at AND kind = 'a' AND"
            " :end > sent_at"
        ),
        (
            "SELECT count(*) AS value FROM stg.forms WHERE sent_at >= :period_start AND sent_at <"
            " :period_end"
        ),
        "SELECT count(*) AS value FROM stg.forms WHERE sent_on BETWEEN :first_day AND :last_day",
        (
            "SELECT count(*) AS value FROM stg.forms WHERE sent_on > :first_day AND (sent_on <="
            " :last_day)"
        ),
        "SELECT count(*) AS value FROM stg.forms WHERE sent_at < :end",
        (
            "SELECT count(*) AS value FROM stg.forms WHERE coalesce(sent_at, done_at) < :end AND"
            " (kind = 'a' OR id = 1)"
        ),
        (
            "SELECT count(*) AS value FROM stg.forms f JOIN stg.kinds k ON k.kind = f.kind LEFT"
            " JOIN stg.bills USING (id) WHERE f.sent_at >= :start AND f.sent_at < :end AND k.name"
            " ILIKE 'A%'"
        ),
        f"SELECT count(*) AS value {WEEK} -- forms",
    ],
)
def test_plain_aggregates_over_a_span_of_time_are_a_scan(sql: str) -> None:
    assert examine(sql, "postgres").scan is not None


@pytest.mark.parametrize(
    "sql",
    [
        # What is not made of parts.
        f"SELECT count(DISTINCT client_id) AS value {WEEK}",
        f"SELECT sum(DISTINCT amount) AS value {WEEK}",
        f"SELECT median(amount) AS value {WEEK}",
        f"SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY amount) AS value {WEEK}",
        f"SELECT stddev(amount) AS value {WEEK}",
        f"SELECT sum(count(*)) OVER () AS value {WEEK}",
        f"SELECT length(string_agg(kind, ',')) AS value {WEEK}",
        f"SELECT count(f.*) AS value {WEEK.replace('forms', 'forms f')}",
        # What is not one row.
        f"SELECT amount AS value {WEEK}",
        f"SELECT 1 AS value {WEEK}",
        f"SELECT kind AS field, count(*) AS value {WEEK} GROUP BY kind",
        f"SELECT count(*) AS value {WEEK} HAVING count(*) > 3",
        f"SELECT count(*) AS value {WEEK} LIMIT 1",
        f"SELECT DISTINCT count(*) AS value {WEEK}",
        f"SELECT count(*) AS value {WEEK} UNION ALL SELECT 1",
        # Columns that no KPI may return, or not twice.
        f"SELECT count(*) AS number {WEEK}",
        f"SELECT count(*) AS value, sum(id) AS value {WEEK}",
        f"SELECT count(*) AS value, sum(id) AS total {WEEK}",
        # A parameter anywhere else.
        f"SELECT count(*) FILTER (WHERE done_at < :end) AS value {WEEK}",
        f"SELECT count(*) / extract(day FROM :end - :start) AS value {WEEK}",
        f"SELECT count(*) AS value {WEEK} AND (done_at IS NULL OR done_at >= :end)",
        f"SELECT count(*) AS value {WEEK} AND sent_at < :cut_off",
        (
            "SELECT count(*) AS value FROM stg.forms f JOIN stg.kinds k ON k.begins < :end WHERE"
            " sent_at >= :start AND sent_at < :end"
        ),
        # Time that is not bounded once on a side, by bounds of one kind.
        "SELECT count(*) AS value FROM stg.forms",
        "SELECT count(*) AS value FROM stg.forms WHERE sent_at >= :start",
        "SELECT count(*) AS value FROM stg.forms WHERE sent_at >= :start AND done_at < :end",
        "SELECT count(*) AS value FROM stg.forms WHERE sent_at >= :first_day AND sent_at < :end",
        "SELECT count(*) AS value FROM stg.forms WHERE sent_at >= :start OR sent_at < :end",
        "SELECT count(*) AS value FROM stg.forms WHERE NOT (sent_at >= :start AND sent_at < :end)",
        (
            "SELECT count(*) AS value FROM stg.forms WHERE sent_on NOT BETWEEN :first_day AND"
            " :last_day"
        ),
        "SELECT count(*) AS value FROM stg.forms WHERE sent_at < :cut_off",
        f"SELECT count(*) AS value {WEEK} AND sent_at < :end",
        # What may be something else at another time, or reads something else.
        f"SELECT count(*) AS value {WEEK} AND random() < 0.5",
        f"SELECT count(*) AS value {WEEK} AND done_at < now()",
        f"SELECT count(*) AS value {WEEK} AND due_on < current_date",
        f"SELECT count(*) AS value {WEEK} AND our_own_function(id)",
        f"SELECT count(*) AS value {WEEK} AND id IN (SELECT id FROM stg.bills)",
        f"SELECT count(*) AS value {WEEK} AND EXISTS (SELECT 1 FROM stg.bills)",
        f"SELECT count(*) + (SELECT count(*) FROM stg.bills) AS value {WEEK}",
        f"WITH forms AS (SELECT 1) SELECT count(*) AS value {WEEK}",
        (
            "SELECT count(*) AS value FROM (SELECT * FROM stg.forms) f WHERE sent_at >= :start AND"
            " sent_at < :end"
        ),
        (
            "SELECT count(*) AS value FROM stg.forms TABLESAMPLE SYSTEM (10) WHERE sent_at >="
            " :start AND sent_at < :end"
        ),
        (
            "SELECT count(*) AS value FROM generate_series(1, 9) AS s(n) WHERE n >= :start AND n <"
            " :end"
        ),
        (
            "SELECT count(*) AS value FROM stg.forms, LATERAL (SELECT 1) AS l WHERE sent_at >="
            " :start AND sent_at < :end"
        ),
    ],
)
def test_anything_else_is_none(sql: str) -> None:
    assert examine(sql, "postgres").scan is None


def test_a_query_over_files_and_values_is_none() -> None:
    assert (
        examine(
            "SELECT count(*) AS value FROM forms WHERE sent_at >= :start AND sent_at < :end",
            "duckdb",
        ).scan
        is None
    )


def test_a_scan_is_its_rows_its_time_its_parts_and_what_they_make_together() -> None:
    scan = scan_of(
        f"SELECT avg(amount) * 2 AS value, count(*) AS denominator {WEEK} AND kind = 'a'"
    )
    total, count, rows = scan.partials

    assert scan.rows == ("FROM stg.forms", "sent_at", False)
    assert (scan.since, scan.until) == (Bound("start", after=False), Bound("end", after=False))
    assert [part.sql for part in scan.partials] == [
        "sum(amount) FILTER (WHERE (kind = 'a'))",
        "count(amount) FILTER (WHERE (kind = 'a'))",
        "count(*) FILTER (WHERE (kind = 'a'))",
    ]
    assert scan.outputs == (
        ("value", f'(CAST("{total.name}" AS DOUBLE) / NULLIF("{count.name}", 0)) * 2'),
        ("denominator", f'"{rows.name}"'),
    )


def test_days_and_instants_do_not_share_a_pass() -> None:
    days = scan_of(
        "SELECT count(*) AS value FROM stg.forms WHERE sent_at BETWEEN :first_day AND :last_day"
    )

    assert days.until == Bound("last_day", after=True)
    assert days.rows != scan_of(f"SELECT count(*) AS value {WEEK}").rows


@pytest.mark.parametrize(
    "sql",
    [f"SELECT avg(amount) AS value {WEEK}", "SELECT count(*) AS value FROM s.t WHERE t < :end"],
)
def test_a_scan_is_remembered_as_it_was(sql: str, tmp_path: Path) -> None:
    assert scan_from_json(json.loads(json.dumps(asdict(scan_of(sql))))) == scan_of(sql)
    first = FactsCache(tmp_path / "sql.json")
    first.examine(sql, "postgres")
    first.save()
    assert FactsCache(tmp_path / "sql.json").examine(sql, "postgres") == examine(sql, "postgres")


# Every column is NULL in some rows; times lie on bounds, one instant before them, and in weeks when
# the clock changes.
ROWS = """
    CREATE SCHEMA stg;
    CREATE TABLE stg.kinds AS SELECT 'k' || n AS kind, n % 2 = 0 AS even FROM range(4) AS s(n);
    CREATE TABLE stg.forms AS
    SELECT n AS id, CASE WHEN n % 11 > 0 THEN at_ END AS sent_at, at_::TIMESTAMP AS local_at,
        CASE WHEN n % 13 > 0 THEN at_::DATE END AS sent_on, strftime(at_, '%Y-%m-%d %H:%M:%S') AS sent_text,
        CASE WHEN n % 7 > 0 THEN 'k' || (n * 31 % 5) END AS kind,
        CASE WHEN n % 5 > 0 THEN ((n * 7919 % 1000) / 100.0)::DECIMAL(12, 2) END AS amount,
        CASE n % 97 WHEN 1 THEN NULL WHEN 2 THEN 'nan'::DOUBLE ELSE n * 37 % 101 / 7 END AS hours, n * 13 % 17 AS count_
    FROM (SELECT n, TIMESTAMPTZ '2026-03-01 00:00:00 Europe/Berlin' + to_hours((n * 6)::INTEGER)
              - CASE WHEN n % 3 = 0 THEN INTERVAL 1 MICROSECOND ELSE INTERVAL 0 SECOND END AS at_
          FROM range(1100) AS s(n) WHERE n NOT BETWEEN 300 AND 380);
"""


@pytest.fixture(scope="module")
def queries() -> Iterator[LocalDuckDb]:
    with duckdb.connect() as connection, closing(LocalDuckDb(connection, 60)) as found:
        found.set("TimeZone", "Europe/Berlin")
        connection.execute(ROWS)
        yield found


def params_of(week: int, weeks: int) -> dict[str, Any]:
    """Return the parameters of some weeks of 2026, ending with a week."""
    period = date.fromisocalendar(2026, week, 1)
    first, after = period - timedelta(weeks=weeks - 1), period + timedelta(weeks=1)
    start, period_start, end = (
        datetime.combine(day, datetime.min.time(), BERLIN) for day in (first, period, after)
    )
    return {
        "start": start,
        "end": end,
        "first_day": first,
        "last_day": after - timedelta(days=1),
        "period_start": period_start,
        "period_end": end,
    }


def must_agree(queries: LocalDuckDb, *asked: tuple[str, Sequence[tuple[int, int]]]) -> None:
    """Compare a pass for queries, each with its weeks and their ranges, with each query for each
    week alone.
    """
    scans = [
        AggregateRequest(scan_of(sql), [params_of(*each) for each in periods])
        for sql, periods in asked
    ]
    passed = split_rows(scans, queries.fetch(*one_pass(scans), integer_division=True).rows)
    for (sql, periods), (_, params), results in zip(asked, scans, passed, strict=True):
        for period, own, result in zip(periods, params, results, strict=True):
            facts = examine(sql, "postgres")
            given = {name: own[name] for name in facts.parameters}
            alone = queries.fetch(facts.duckdb, given, integer_division=True)
            assert result.columns == alone.columns
            assert [type(value) for value in result.rows[0]] == [
                type(value) for value in alone.rows[0]
            ], (sql, period)
            assert same_outcome(interpret(result), interpret(alone)), (sql, period, result, alone)


TIMES = [
    "sent_at >= :start AND sent_at < :end",
    "sent_at > :start AND sent_at <= :end",
    "sent_at >= :period_start AND sent_at < :period_end",
    "sent_at < :end",
    "local_at >= :start AND local_at < :end",
    "sent_on >= :start AND sent_on < :end",
    "sent_on BETWEEN :first_day AND :last_day",
    "sent_at BETWEEN :first_day AND :last_day",
    "sent_on > :first_day AND sent_on < :last_day",
    "coalesce(sent_at, local_at) >= :start AND coalesce(sent_at, local_at) < :end",
]
VALUES = [
    "count(*)",
    "count(hours)",
    "count(kind = 'k1')",
    "sum(amount)",
    "sum(count_)",
    "sum(hours)",
    "sum(amount * count_)",
    "min(amount)",
    "max(hours)",
    "avg(count_)",
    "avg(amount)",
    "avg(hours) FILTER (WHERE count_ > 3)",
    "sum(count_) / nullif(count(amount), 0)",
    "count(*) FILTER (WHERE kind = 'k1' OR amount < 3)::double precision / nullif(count(*), 0)",
    "coalesce(sum(count_) FILTER (WHERE kind IS NULL), 0) + 1",
    "round(avg(amount) FILTER (WHERE kind <> 'k2')::numeric, 1)",
    "CASE WHEN count(*) > 5 THEN max(count_) - min(count_) END",
    "extract(epoch FROM max(sent_at)) - extract(epoch FROM min(sent_at))",
    "sum(10 / nullif(count_, 0)) FILTER (WHERE count_ > 0)",
]
FILTERS = [
    "",
    " AND kind = 'k1'",
    " AND (kind <> 'k1' OR kind IS NULL) AND amount BETWEEN 2 AND 7",
    " AND id < 0",
]


@pytest.mark.parametrize("time", TIMES)
def test_every_aggregate_of_every_week_is_that_of_the_week_alone(
    queries: LocalDuckDb, time: str
) -> None:
    weeks = [(week, reach) for reach in (1, 4, 26) for week in range(8, 50)]
    sqls = [f"SELECT {value} AS value FROM stg.forms WHERE {time}" for value in VALUES]
    must_agree(queries, *((sql, weeks[::3]) for sql in sqls))


@given(
    time=st.sampled_from(TIMES),
    asked=st.lists(
        st.tuples(
            st.lists(st.sampled_from(VALUES), min_size=1, max_size=3),
            st.sampled_from(FILTERS),
            st.lists(st.tuples(st.integers(5, 52), st.integers(1, 30)), min_size=1, max_size=5),
        ),
        min_size=1,
        max_size=4,
    ),
)
def test_any_queries_for_any_weeks_in_one_pass_are_each_week_alone(
    queries: LocalDuckDb, time: str, asked: list[tuple[list[str], str, list[tuple[int, int]]]]
) -> None:
    names = ("value", "numerator", "denominator")
    must_agree(
        queries,
        *(
            (
                "SELECT "
                + ", ".join(
                    f"{value} AS {name}" for value, name in zip(values, names, strict=False)
                )
                + f" FROM stg.forms WHERE {time}{only}",
                weeks,
            )
            for values, only, weeks in asked
        ),
    )


def test_joined_rows_are_in_the_week_of_their_own_time(queries: LocalDuckDb) -> None:
    joined = (
        "SELECT {} AS value FROM stg.forms f LEFT JOIN stg.kinds k ON k.kind = f.kind, stg.kinds"
        " other WHERE f.sent_at >= :start AND f.sent_at < :end AND coalesce(k.even, other.even)"
    )
    must_agree(
        queries,
        *(
            (joined.format(value), [(20, 1), (21, 1), (21, 9)])
            for value in ("count(*)", "sum(f.count_)")
        ),
    )


def test_an_argument_is_not_evaluated_for_rows_that_the_query_leaves_out(
    queries: LocalDuckDb,
) -> None:
    inverse = (
        "SELECT sum(100 / count_) AS value FROM stg.forms WHERE sent_at >= :start AND sent_at <"
        " :end AND count_ > 0"
    )
    must_agree(queries, (inverse, [(20, 1), (21, 4)]))


def test_what_is_not_defined_for_a_span_is_not_evaluated_for_it(queries: LocalDuckDb) -> None:
    # There are no forms in the weeks 21 and 22, for which only the other KPI is asked.
    week = "FROM stg.forms WHERE sent_at >= :start AND sent_at < :end"
    must_agree(
        queries,
        (f"SELECT 100 / count(*) AS value {week}", [(14, 1), (15, 1)]),
        (f"SELECT count(*) AS value {week}", [(21, 1), (22, 1)]),
    )


def test_alike_parts_of_several_queries_are_computed_once() -> None:
    one, other = (
        scan_of(f"SELECT sum(amount) AS value {WEEK}"),
        scan_of(f"SELECT avg(amount) AS value {WEEK}"),
    )
    sql, _ = one_pass(
        [AggregateRequest(one, [params_of(20, 1)]), AggregateRequest(other, [params_of(20, 4)])]
    )

    assert sql.count("sum(amount)") == 1


def test_two_scans_that_differ_in_a_bound_are_not_the_same(queries: LocalDuckDb) -> None:
    scan = scan_of(
        "SELECT count(*) AS value FROM stg.forms WHERE local_at >= :start AND local_at < :end"
    )
    closed = replace(scan, until=Bound("end", after=True))
    on_the_bound = AggregateRequest(scan, [params_of(week, 1) for week in range(10, 16)])
    found = split_rows(
        [on_the_bound], queries.fetch(*one_pass([on_the_bound]), integer_division=True).rows
    )
    other = AggregateRequest(closed, on_the_bound.params)

    assert found != split_rows(
        [other], queries.fetch(*one_pass([other]), integer_division=True).rows
    )
