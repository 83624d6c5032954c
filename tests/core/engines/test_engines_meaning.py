"""A query means the same on every engine."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from core.compute.outcome import Computed, interpret
from core.engines.base import Snapshot, Warehouse
from core.errors import QueryError
from tests.core.engines.asking import ask, ask_local, extract, value

BERLIN = ZoneInfo("Europe/Berlin")

EVENTS = """
    CREATE TABLE events (name text, local timestamp, instant timestamptz);
    INSERT INTO events VALUES
        ('Sunday 23:30 in Berlin', '2026-11-08 23:30', '2026-11-08 22:30Z'),
        ('Monday 00:30 in Berlin', '2026-11-09 00:30', '2026-11-08 23:30Z'),
        ('Monday 01:30 in Berlin', '2026-11-09 01:30', '2026-11-09 00:30Z');
"""


@pytest.mark.parametrize(
    ("timezone", "by_local", "by_instant"), [("Europe/Berlin", 2, 2), ("Europe/Lisbon", 2, 1)]
)
def test_a_timestamp_without_a_zone_is_business_time_and_one_with_a_zone_an_instant(
    warehouse: Warehouse, timezone: str, by_local: int, by_instant: int
) -> None:
    warehouse.script(EVENTS)
    start = datetime(2026, 11, 9, tzinfo=ZoneInfo(timezone))

    with warehouse.snapshot(20) as snapshot:
        snapshot.set_timezone(timezone)
        counts = [
            value(snapshot, f"(SELECT count(*) FROM events WHERE {column} >= :start)", start=start)
            for column in ("local", "instant")
        ]
        extract(snapshot, "events", "SELECT local, instant FROM events")
        sql = (
            "SELECT count(*) FILTER (local >= :start), count(*) FILTER (instant >= :start) FROM"
            " events"
        )
        in_duckdb = ask_local(snapshot, sql, start=start).rows[0]

    assert counts == [by_local, by_instant]
    assert in_duckdb == (by_local, by_instant)


def test_a_week_in_which_the_clock_changes_has_its_own_length(snapshot: Snapshot) -> None:
    snapshot.set_timezone("Europe/Berlin")
    start, end = datetime(2026, 3, 23, tzinfo=BERLIN), datetime(2026, 3, 30, tzinfo=BERLIN)

    hours = value(
        snapshot,
        "(extract(epoch FROM (:end::timestamptz - :start::timestamptz)) / 3600)::int",
        start=start,
        end=end,
    )
    local = value(
        snapshot,
        "(extract(epoch FROM (:end::timestamp - :start::timestamp)) / 3600)::int",
        start=start,
        end=end,
    )

    assert (hours, local) == (167, 168)


def test_the_time_between_two_instants_counts_the_hours_that_passed(warehouse: Warehouse) -> None:
    """The clock was put forward on the night to 29 March 2026: from Saturday noon to Sunday noon 23
    hours passed.
    """
    warehouse.script(
        "CREATE TABLE spans (opened timestamptz, closed timestamptz);INSERT INTO spans VALUES"
        " ('2026-03-28 12:00+01', '2026-03-29 12:00+02'), ('2026-03-28 12:00+01', NULL)"
    )

    with warehouse.snapshot(20) as snapshot:
        snapshot.set_timezone("Europe/Berlin")
        hours = value(
            snapshot, "(SELECT avg(extract(epoch FROM (closed - opened))) / 3600 FROM spans)"
        )
        until_midnight = "(SELECT avg(extract(epoch FROM :end - opened)) / 3600 FROM spans)"
        since = value(snapshot, until_midnight, end=datetime(2026, 3, 30, tzinfo=BERLIN))

    assert (hours, since) == (23, 35)


@pytest.mark.parametrize(
    ("sql", "expected"),
    [
        ("17 % 5", 2),
        ("(SELECT count(*) FROM (VALUES ('abc'), ('bcd'), ('a%')) AS v(t) WHERE t LIKE 'a%')", 2),
        ("(SELECT count(*) FROM (VALUES ('100%'), ('100')) AS v(t) WHERE t LIKE '%\\%')", 1),
        ("'at :first_day, 100%s %(x)s $1 it''s'", "at :first_day, 100%s %(x)s $1 it's"),
        ("'7'::int + '1'::int", 8),
        ("(:first_day::date)::text", "2026-11-09"),
        ("CASE WHEN :first_day = DATE '2026-11-09' THEN ':first_day' END", ":first_day"),
        ("1 /* :nothing, it's % */ + 1 -- :nothing either, isn't it", 2),
        ('(SELECT ":odd" FROM (SELECT 5 AS ":odd") AS q)', 5),
        ("(:last_day - :first_day) + (:last_day - :first_day)", 12),
        ("(ARRAY[10, 20, 30])[2:3]::text", "{20,30}"),
    ],
)
def test_what_an_author_writes_reaches_the_database_as_written(
    snapshot: Snapshot, sql: str, expected: Any
) -> None:
    found = value(snapshot, f"{sql}\n", first_day=date(2026, 11, 9), last_day=date(2026, 11, 15))

    # An array's text is the engine's own.
    assert str(found).replace("[20, 30]", "{20,30}") == str(expected)


@pytest.mark.parametrize(
    ("sql", "expected"),
    [
        ("3::int", 3.0),
        ("2.50::numeric(8, 2)", 2.5),
        ("123456789012345000000000000000::numeric", 123456789012345000000000000000.0),
        ("0.1::float8", 0.1),
        ("sum(n) FROM (VALUES (1::bigint), (2)) AS v(n)", 3.0),
        ("avg(n) FROM (VALUES (1), (2)) AS v(n)", 1.5),
        ("count(*) FROM (VALUES (1), (2)) AS v(n)", 2.0),
        ("-0.0::float8", 0.0),
    ],
)
def test_numbers_of_every_type_are_values(snapshot: Snapshot, sql: str, expected: float) -> None:
    assert interpret(
        ask(
            snapshot,
            (
                f"SELECT {sql}".replace(" FROM", " AS value FROM")
                if " FROM" in sql
                else f"SELECT {sql} AS value"
            ),
        )
    ) == (Computed("", "value", expected),)


@pytest.mark.parametrize(
    ("sql", "reason"),
    [
        ("NULL::int", "the query returned NULL"),
        ("'NaN'::float8", "the result is not finite (nan); was something divided by zero?"),
        ("'infinity'::float8", "the result is not finite (inf); was something divided by zero?"),
        ("'-infinity'::float8", "the result is not finite (-inf); was something divided by zero?"),
    ],
)
def test_what_is_no_number_is_no_value_and_says_why(
    snapshot: Snapshot, sql: str, reason: str
) -> None:
    assert interpret(ask(snapshot, f"SELECT {sql} AS value")) == (
        Computed("", "none", reason=reason),
    )


@pytest.mark.parametrize(
    ("sql", "message"),
    [
        ("true", "the query returned the truth value True as value; cast it: value::int"),
        ("'12'", "the query returned text ('12') as value; return a number"),
        ("DATE '2026-11-09'", "the query returned a date ('2026-11-09') as value; return a number"),
        (
            "INTERVAL '1 day'",
            "the query returned a timedelta ('1 day, 0:00:00') as value; return a number",
        ),
    ],
)
def test_what_is_of_another_type_is_refused_by_name(
    snapshot: Snapshot, sql: str, message: str
) -> None:
    with pytest.raises(QueryError) as caught:
        interpret(ask(snapshot, f"SELECT {sql} AS value"))
    assert str(caught.value) == message


@pytest.mark.parametrize(
    "sql",
    ["1 / 0", "1.5 / 0", "1::float8 / 0", "1::numeric / 0.0", "7 % 0", "count(*)::float8 / 0"],
)
def test_division_by_zero_fails(snapshot: Snapshot, sql: str) -> None:
    with pytest.raises(QueryError, match=r"(?i)division by zero"):
        value(snapshot, sql)


@pytest.mark.parametrize(
    ("sql", "expected"),
    [
        ("7 / 2", 3),
        ("-7 / 2", -3),
        ("-7 % 2", -1),
        ("7 / 2.0", Decimal("3.5")),
        ("7 / 2::float8", 3.5),
        ("sum(n) / count(*) FROM (VALUES (3), (4)) AS v(n)", 3),
        ("avg(n) / 2 FROM (VALUES (3), (4)) AS v(n)", Decimal("1.75")),
        ("sum(n)::float8 / count(*) FROM (VALUES (3), (4)) AS v(n)", 3.5),
        ("1 / nullif(0, 0)", None),
        ("round(2.5)", 3),
        ("round(-2.5)", -3),
        ("2.5::int", 3),
        ("3.5::int", 4),
    ],
)
def test_arithmetic_is_postgresqls_on_every_engine(
    snapshot: Snapshot, sql: str, expected: Any
) -> None:
    assert ask(snapshot, f"SELECT {sql}").rows[0][0] == expected
