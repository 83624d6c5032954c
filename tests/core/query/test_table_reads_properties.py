"""A query over the rows that it is known to need gives what it gives over all rows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, time, timedelta
from itertools import chain
from typing import Any
from zoneinfo import ZoneInfo

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.query import Params, bind
from core.query.parse.table_reads import find_table_reads
from core.query.row_set import DaySpan, RowSet
from core.query.table_reads import find_rows

# Samoa skipped 30 December 2011; the others change their clocks, or are far from UTC.
ZONES = ["Pacific/Apia", "Europe/Berlin", "America/New_York", "Pacific/Kiritimati", "UTC"]
DAYS = st.dates(date(2011, 10, 1), date(2012, 4, 10))
Row = tuple[int, date | None, datetime | None, datetime | None]


@st.composite
def rows(draw: st.DrawFn, day: date) -> Row:
    near = datetime.combine(day, time()) + timedelta(hours=draw(st.integers(-200, 200)))
    number = draw(st.integers(0, 5))
    which = draw(st.integers(0, 8))
    local = near + timedelta(microseconds=draw(st.sampled_from([0, 1, 999_999])))
    values = (near.date(), local, local.replace(tzinfo=UTC))
    return (number, *(None if which == place else value for place, value in enumerate(values)))  # type: ignore[return-value]


@st.composite
def bounds(draw: st.DrawFn) -> str:
    name = draw(
        st.sampled_from(["start", "end", "first_day", "last_day", "period_start", "cut_off"])
    )
    amount = draw(st.integers(-40, 40))
    unit = draw(st.sampled_from(["hours", "days", "weeks", "months"]))
    forms = [
        f":{name}",
        f":{name}",
        f":{name}::date",
        f":{name}::timestamp",
        f":{name} - interval '{amount} {unit}'",
        f":{name} + interval '{abs(amount)}' day",
        f"date_trunc('week', :{name})",
        f"date_trunc('month', :{name}) + interval '1 month'",
        ":first_day - 3",
        "DATE '2011-12-30'",
        "'2011-12-30 12:00'",
    ]
    return draw(st.sampled_from(forms))


@st.composite
def conditions(draw: st.DrawFn, qualifier: str) -> str:
    column = qualifier + draw(st.sampled_from(["d", "l", "t", "d::date", "l::date", "t::date"]))
    bound = draw(bounds())
    operator = draw(st.sampled_from([">=", ">=", ">", "<", "<", "<=", "="]))
    forms = [
        f"{column} {operator} {bound}",
        f"{column} {operator} {bound}",
        f"{bound} {operator} {column}",
        f"{column} BETWEEN {bound} AND {draw(bounds())}",
        f"NOT {column} {operator} {bound}",
        f"({column} {operator} {bound} OR {qualifier}l IS NULL)",
        f"coalesce({column} {operator} {bound}, true)",
    ]
    return draw(st.sampled_from(forms))


@st.composite
def projections(draw: st.DrawFn) -> str:
    forms = [
        "SELECT * FROM s.o",
        "SELECT n, d, l, t FROM s.o AS q",
        "SELECT q.n, q.l AS d, d AS l, t FROM s.o AS q",
        "SELECT n, d, l::date AS l, t::timestamp AS t FROM s.o",
        "SELECT n, d + 9 AS d, l, t FROM s.o",
        "SELECT *, l AS m FROM s.o",
        "SELECT DISTINCT n, d, l, t FROM s.o",
        f"SELECT * FROM s.o WHERE {draw(conditions(''))}",
    ]
    return draw(st.sampled_from(forms))


@st.composite
def queries(draw: st.DrawFn) -> str:
    one, two = draw(conditions("o.")), draw(conditions("o."))
    plain = draw(conditions(""))
    side = draw(st.sampled_from(["", "LEFT", "RIGHT", "FULL"]))
    forms = [
        f"SELECT o.n, f.n FROM s.o {side} JOIN f ON o.n = f.n WHERE {one} AND ({two})",
        f"SELECT o.n, f.n FROM s.o {side} JOIN f ON o.n = f.n AND {one} AND {two}",
        f"SELECT o.n, f.n FROM f {side} JOIN s.o ON o.n = f.n AND {one}",
        f"SELECT o.n, f.n, p.n FROM s.o {side} JOIN f ON o.n = f.n LEFT JOIN s.o AS p ON p.n = f.n"
        f" AND {two} AND p.l >= :start WHERE {one}",
        f"SELECT n FROM f WHERE EXISTS (SELECT 1 FROM s.o WHERE o.n = f.n AND {one} AND {plain})",
        f"SELECT n FROM f WHERE n NOT IN (SELECT n FROM s.o WHERE {plain})",
        f"WITH few AS (SELECT n FROM s.o WHERE {plain}) SELECT n, (SELECT count(*) FROM few) FROM f"
        f" UNION ALL SELECT n, 0 FROM s.o WHERE {one}",
        f"SELECT n, rank() OVER (ORDER BY l, t, d) FROM s.o WHERE {plain} AND {one}",
        f"SELECT count(*) FILTER (WHERE {one}), max(n) FROM s.o WHERE {plain}",
        f"SELECT count(*) FROM s.o GROUP BY n HAVING max(l) >= :start AND min({plain})",
        f"SELECT d AS l, l AS d FROM s.o WHERE {plain}",
        f"WITH o AS ({draw(projections())}) SELECT o.n, f.n FROM o {side} JOIN f ON o.n = f.n"
        f" AND {one} WHERE {two}",
        f"WITH p AS ({draw(projections())}), o AS ({draw(projections()).replace('s.o', 'p')})"
        f" SELECT n, (SELECT count(*) FROM p WHERE {plain}) FROM o WHERE {one}",
        f"SELECT n FROM ({draw(projections())}) AS o WHERE {one}"
        f" UNION ALL SELECT n FROM s.o WHERE {plain}",
        f"SELECT f.n FROM f, s.o o ASOF JOIN f AS g ON o.n >= g.n WHERE {one}",
        f"SELECT n FROM f EXCEPT SELECT n FROM s.o WHERE {plain}",
    ]
    return draw(st.sampled_from(forms))


@pytest.fixture(scope="module")
def connection() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as found:
        found.execute("CREATE TABLE f AS SELECT unnest([0, 1, 2, 3, 9]) AS n")
        for schema in ("s", "few"):
            found.execute(f"CREATE SCHEMA {schema}")
            found.execute(f"CREATE TABLE {schema}.o (n INT, d DATE, l TIMESTAMP, t TIMESTAMPTZ)")
        yield found


def fill(connection: duckdb.DuckDBPyConnection, table: str, rows: list[Row]) -> None:
    connection.execute(f"DELETE FROM {table}")
    if rows:
        marks = ", ".join(["(?, ?, ?, ?)"] * len(rows))
        connection.execute(f"INSERT INTO {table} VALUES {marks}", list(chain.from_iterable(rows)))


def params_of(day: date, zone: str) -> dict[str, Any]:
    start = datetime.combine(day, time(), ZoneInfo(zone))
    end = datetime.combine(day + timedelta(days=7), time(), ZoneInfo(zone))
    return {
        "start": start,
        "end": end,
        "first_day": day,
        "last_day": day + timedelta(days=6),
        "period_start": start,
        "cut_off": end + timedelta(hours=5, minutes=10),
    }


def among(needed: RowSet, row: Row) -> bool:
    """Return whether a row is copied: as an engine compares that keeps its clock in UTC."""
    _, day, local, instant = row
    midnight = datetime.combine(day, time()) if day else None
    times = {"d": midnight, "l": local, "t": instant and instant.replace(tzinfo=None)}
    return any(all(is_within(span, times[column]) for column, span in box) for box in needed.boxes)


def is_within(span: DaySpan, value: datetime | None) -> bool:
    if value is None:
        return False
    first, last = (day and datetime.combine(day, time()) for day in span)
    return (first is None or value >= first) and (last is None or value <= last)


def answers(connection: duckdb.DuckDBPyConnection, sql: str, params: Params) -> list[Any] | str:
    text, names = bind(sql, "named")
    try:
        found = connection.execute(text, {name: params[name] for name in names}).fetchall()
    except duckdb.Error as error:
        return type(error).__name__
    return sorted(found, key=str)


@settings(max_examples=60, deadline=None)
@given(st.data(), DAYS, st.sampled_from(ZONES), queries())
def test_the_rows_left_out_change_no_answer(
    connection: duckdb.DuckDBPyConnection, data: st.DataObject, day: date, zone: str, sql: str
) -> None:
    own = data.draw(st.lists(rows(day), min_size=1, max_size=12))
    periods: list[Mapping[str, Any]] = [params_of(day, zone), params_of(day + timedelta(7), zone)]
    needed = find_rows(find_table_reads(sql), "s.o", periods)
    connection.execute(f"SET TimeZone = '{zone}'")
    fill(connection, "s.o", own)
    fill(connection, "few.o", [row for row in own if among(needed, row)])

    for params in periods:
        whole = answers(connection, sql, params)
        assert whole in (
            answers(connection, sql.replace("s.o", "few.o"), params),
            "BinderException",
        )
