"""What every engine does alike: the behaviour that the rest of the product is built on."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, closing
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest

from core.compute.outcome import Computed, interpret
from core.engines import open_warehouse
from core.engines.base import Access, Snapshot, Warehouse
from core.errors import LockedError, QueryError, SettingsError, WarehouseError
from core.query.facts import EVERY_COLUMN, SqlFacts
from core.query.parse.statement import examine
from core.query.result import Query, Result
from core.run.context import open_locked
from core.settings import Settings
from tests.conftest import NewDatabase
from tests.processes import another_process_holding
from tests.warehouses import HOLDER, execute, open_for, settings_for

BERLIN = ZoneInfo("Europe/Berlin")

# Minutes of work on any machine, and no rows to hold in memory.
ENDLESS = """
    SELECT count(*) AS value
    FROM generate_series(1, 1000000) AS a(x), generate_series(1, 1000000) AS b(y)
    WHERE (a.x * b.y) % 7 = 3
"""


@pytest.fixture
def settings(warehouse_url: str, tmp_path: Path) -> Settings:
    return settings_for(tmp_path, warehouse_url)


@pytest.fixture
def warehouse(settings: Settings) -> Iterator[Warehouse]:
    found = open_for(settings)
    yield found
    found.close()


@pytest.fixture
def on_postgres(postgres_url: str, tmp_path: Path) -> Iterator[Warehouse]:
    found = open_for(settings_for(tmp_path, postgres_url))
    yield found
    found.close()


@pytest.fixture(scope="module", params=["duckdb", "postgresql"])
def untouched(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Warehouse]:
    """Return a warehouse in which nothing is made, so that tests can share it."""
    root = tmp_path_factory.mktemp("untouched")
    with ExitStack() as stack:
        url = f"duckdb:///{root / 'w.duckdb'}"
        if request.param == "postgresql":
            url = stack.enter_context(request.getfixturevalue("new_database")())
        yield stack.enter_context(closing(open_for(settings_for(root, url))))


@pytest.fixture
def snapshot(untouched: Warehouse) -> Iterator[Snapshot]:
    with untouched.snapshot(20) as found:
        yield found


def ask(snapshot: Snapshot, sql: str, **params: Any) -> Result:
    facts = examine(sql, "postgres")
    return snapshot.fetch(Query(sql, facts.duckdb, named(facts, params)))


def ask_local(snapshot: Snapshot, sql: str, **params: Any) -> Result:
    facts = examine(sql, "duckdb")
    return snapshot.local().fetch(facts.duckdb, named(facts, params), integer_division=False)


def named(facts: SqlFacts, params: dict[str, Any]) -> dict[str, Any]:
    return {name: params[name] for name in facts.parameters}


def extract(snapshot: Snapshot, table: str, sql: str) -> None:
    snapshot.extract(table, examine(sql, "duckdb").columns_read)


def value(snapshot: Snapshot, sql: str, **params: Any) -> Any:
    return ask(snapshot, f"SELECT {sql} AS value", **params).rows[0][0]


def test_a_statement_takes_named_parameters_each_as_often_as_it_likes(warehouse: Warehouse) -> None:
    found = warehouse.execute(
        "SELECT :day::date + 1 AS Next, :name::text || :name::text AS Twice",
        {"day": date(2026, 2, 28), "name": "é"},
    )

    assert found.columns == ("next", "twice")
    assert [(str(day)[:10], twice) for day, twice in found.rows] == [("2026-03-01", "éé")]


def test_lists_are_parameters_too(warehouse: Warehouse) -> None:
    found = warehouse.execute(
        "SELECT unnest(:numbers::int[]), unnest(:texts::text[])",
        {"numbers": [1, 2], "texts": ["a", None]},
    )

    assert found.rows == [(1, "a"), (2, None)]


def test_a_transaction_commits_all_of_it(warehouse: Warehouse, warehouse_url: str) -> None:
    warehouse.script("CREATE TABLE t (n int); CREATE TABLE u (n int)")
    with warehouse.transaction():
        warehouse.execute("INSERT INTO t VALUES (:n)", {"n": 1})
        warehouse.execute("INSERT INTO u VALUES (:n)", {"n": 2})
    warehouse.close()

    assert execute(warehouse_url, "SELECT t.n, u.n FROM t, u") == [(1, 2)]


def test_a_transaction_that_fails_leaves_nothing(warehouse: Warehouse) -> None:
    warehouse.script("CREATE TABLE t (n int PRIMARY KEY)")

    def fail() -> None:
        with warehouse.transaction():
            warehouse.execute("INSERT INTO t VALUES (1)")
            warehouse.script("CREATE TABLE u (n int)")
            warehouse.execute("INSERT INTO t VALUES (1)")

    with pytest.raises(WarehouseError, match=r"the warehouse failed: .*(?i:duplicate)"):
        fail()
    tables = "SELECT count(*) FROM information_schema.tables WHERE table_name = 'u'"
    assert warehouse.execute("SELECT count(*) FROM t").rows == [(0,)]
    assert warehouse.execute(tables).rows == [(0,)]


def test_an_interrupted_transaction_leaves_nothing(warehouse: Warehouse) -> None:
    warehouse.script("CREATE TABLE t (n int)")

    def interrupt() -> None:
        with warehouse.transaction():
            warehouse.execute("INSERT INTO t VALUES (1)")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupt()
    assert warehouse.execute("SELECT count(*) FROM t").rows == [(0,)]


def test_a_snapshot_sees_no_change_made_after_it_was_taken(warehouse: Warehouse) -> None:
    warehouse.script("CREATE TABLE t (n int); INSERT INTO t VALUES (1)")

    with warehouse.snapshot(20) as snapshot:
        warehouse.execute("INSERT INTO t VALUES (2)")
        before = value(snapshot, "(SELECT sum(n) FROM t)")
        warehouse.execute("UPDATE t SET n = 100")
        warehouse.execute("DELETE FROM t WHERE n = 100")
        after = value(snapshot, "(SELECT sum(n) FROM t)")
    with warehouse.snapshot(20) as snapshot:
        later = value(snapshot, "(SELECT count(*) FROM t)")

    assert (before, after, later) == (1, 1, 0)


def test_a_snapshot_is_still_the_same_after_a_query_has_failed(
    on_postgres: Warehouse, postgres_url: str
) -> None:
    """PostgreSQL has other writers; DuckDB's file is this process's alone, and its sources are
    written by none.
    """
    on_postgres.script("CREATE TABLE t (n int); INSERT INTO t VALUES (1)")

    with on_postgres.snapshot(20) as snapshot:
        execute(postgres_url, "INSERT INTO t VALUES (10)")
        with pytest.raises(QueryError, match="division by zero"):
            value(snapshot, "1 / 0")
        snapshot.recover()
        execute(postgres_url, "INSERT INTO t VALUES (100)")
        found = value(snapshot, "(SELECT sum(n) FROM t)")

    assert found == 1


def test_after_a_failed_query_the_next_one_runs_in_the_same_time_zone(snapshot: Snapshot) -> None:
    snapshot.set_timezone("America/New_York")
    with pytest.raises(QueryError):
        value(snapshot, "1 / 0")
    snapshot.recover()

    assert (
        value(snapshot, "extract(epoch FROM '2026-01-01 00:00'::timestamp::timestamptz)::int")
        == 1767243600
    )


@pytest.mark.parametrize(
    "sql",
    [
        "INSERT INTO t VALUES (2)",
        "UPDATE t SET n = 2",
        "DELETE FROM t",
        "CREATE TABLE u (n int)",
        "DROP TABLE t",
        "SELECT nextval('numbers') AS value",
    ],
)
def test_a_query_cannot_write_even_if_it_got_past_the_checks(
    warehouse: Warehouse, sql: str
) -> None:
    warehouse.script("CREATE TABLE t (n int); INSERT INTO t VALUES (1); CREATE SEQUENCE numbers")

    with warehouse.snapshot(20) as snapshot:
        with pytest.raises(QueryError):
            snapshot.fetch(Query(sql, sql, {}))
        snapshot.recover()
        assert value(snapshot, "(SELECT sum(n) FROM t)") == 1


def test_a_slow_query_ends_at_the_time_limit_and_the_next_one_works(warehouse: Warehouse) -> None:
    with warehouse.snapshot(0.3) as snapshot:
        began = time.monotonic()
        with pytest.raises(QueryError, match=r"took longer than 0\.3 s; .*SCORECARD_QUERY_TIMEOUT"):
            ask(snapshot, ENDLESS)
        took = time.monotonic() - began
        snapshot.recover()

        assert 0.25 < took < 3
        assert value(snapshot, "1 + 1") == 2


def test_a_slow_query_over_extracts_ends_at_the_time_limit_too(warehouse: Warehouse) -> None:
    with warehouse.snapshot(0.3) as snapshot:
        with pytest.raises(QueryError, match=r"took longer than 0\.3 s"):
            ask_local(snapshot, ENDLESS)
        snapshot.recover()

        assert ask_local(snapshot, "SELECT 2 AS value").rows == [(2,)]


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
        ("123456789012345678901234567890::numeric", 123456789012345678901234567890.0),
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


def test_an_error_is_the_databases_own_message_in_one_line(snapshot: Snapshot) -> None:
    with pytest.raises(QueryError, match=r"nowhere") as caught:
        ask(snapshot, "SELECT count(*) AS value\nFROM nowhere.at_all")
    assert "\n" not in str(caught.value)
    assert "Error" not in str(caught.value).partition(":")[0] or "Catalog" in str(caught.value)


# locks


def hold(settings: Settings, wait: float, domain: str = "success") -> float:
    """Take the lock and return how long that took."""
    began = time.monotonic()
    with open_locked(settings, Access(HOLDER, write=True, wait=wait), [domain]) as warehouse:
        warehouse.execute("SELECT 1")
        return time.monotonic() - began


def test_who_comes_second_waits_and_is_then_told_who_holds_the_lock(
    settings: Settings, warehouse_url: str, tmp_path: Path
) -> None:
    with another_process_holding(tmp_path, warehouse_url) as holder:
        began = time.monotonic()
        with pytest.raises(LockedError) as caught:
            hold(settings, wait=0.4)
        took = time.monotonic() - began

    assert 0.4 <= took < 3
    assert caught.value.exit_code == 4
    assert "scorecard run success --week 2026-W46 by " in str(caught.value)
    assert f"(pid {holder.pid})" in str(caught.value)


def test_the_lock_is_free_once_its_holder_has_ended(
    settings: Settings, warehouse_url: str, tmp_path: Path
) -> None:
    with another_process_holding(tmp_path, warehouse_url, seconds=0.5):
        assert 0.1 < hold(settings, wait=20) < 10


def test_the_lock_is_free_once_its_holder_is_killed(
    settings: Settings, warehouse_url: str, tmp_path: Path
) -> None:
    with another_process_holding(tmp_path, warehouse_url) as holder:
        holder.kill()
        holder.wait()
        assert hold(settings, wait=5) < 5


def test_runs_of_two_domains_go_side_by_side_on_postgresql(
    postgres_url: str, tmp_path: Path
) -> None:
    settings = settings_for(tmp_path, postgres_url)

    with another_process_holding(tmp_path, postgres_url, domain="recruitment"):
        assert hold(settings, wait=0) < 3


def test_a_lock_in_another_database_of_the_same_server_is_not_ours(
    new_database: NewDatabase, postgres_url: str, tmp_path: Path
) -> None:
    with (
        new_database() as beside,
        another_process_holding(tmp_path, beside),
        another_process_holding(tmp_path, postgres_url) as holder,
        pytest.raises(LockedError, match=rf"\(pid {holder.pid}\)"),
    ):
        hold(settings_for(tmp_path, postgres_url), wait=0)


def test_a_reader_of_a_duckdb_file_is_told_who_writes_it(tmp_path: Path) -> None:
    url = f"duckdb:///{tmp_path / 'w.duckdb'}"
    with (
        another_process_holding(tmp_path, url) as holder,
        pytest.raises(LockedError, match=rf"\(pid {holder.pid}\)"),
    ):
        open_for(settings_for(tmp_path, url), write=False)


# files and extracts

CSV = """\
name,note,n,moment
plain,,1,2026-11-09 08:00:00+01
"comma, and ""quotes"" in it","",2,
"two
lines","\\N",,2026-11-09T07:00:00Z
"""


def test_a_csv_file_keeps_empty_text_apart_from_nothing(
    warehouse: Warehouse, tmp_path: Path
) -> None:
    warehouse.script(
        "CREATE SCHEMA stg; CREATE TABLE stg.deals (name text, note text, n int, moment"
        " timestamptz)"
    )
    path = tmp_path / "it's deals.csv"
    path.write_text(CSV, encoding="utf-8")

    count = warehouse.load_csv("stg.deals", path)

    assert count == 3
    assert warehouse.execute("SELECT name, note, n FROM stg.deals ORDER BY name").rows == [
        ('comma, and "quotes" in it', "", 2),
        ("plain", None, 1),
        ("two\nlines", "\\N", None),
    ]
    assert warehouse.execute(
        "SELECT count(DISTINCT moment), count(moment) FROM stg.deals"
    ).rows == [(1, 2)]


TYPES: Mapping[str, tuple[str, Any]] = {
    "small": ("smallint", 1),
    "whole": ("integer", -2),
    "large": ("bigint", 9007199254740993),
    "exact": ("numeric(12,2)", Decimal("10.25")),
    "single": ("real", 0.5),
    "double": ("double precision", 0.1),
    "yes": ("boolean", True),
    "day": ("date", date(2026, 11, 9)),
    "local": ("timestamp", datetime(2026, 11, 9, 1, 2, 3, 456000)),
    "text": ("text", "a 'quoted', \"line\"\nand another"),
    "short": ("varchar(10)", "ä"),
    "empty": ("text", ""),
    "nothing": ("integer", None),
    "span": ("interval", timedelta(days=1, hours=2)),
    "id": ("uuid", UUID("00000000-0000-4000-8000-000000000001")),
}


def test_an_extract_of_a_table_keeps_values_and_types(warehouse: Warehouse) -> None:
    columns = ", ".join(f"{name} {kind}" for name, (kind, _) in TYPES.items())
    given = {name: found for name, (_, found) in TYPES.items()}
    warehouse.script(f"CREATE SCHEMA stg; CREATE TABLE stg.things ({columns}, moment timestamptz)")
    warehouse.execute(
        f"INSERT INTO stg.things VALUES ({', '.join(f':{name}' for name in given)}, :moment)",
        {**given, "moment": datetime(2026, 11, 9, 0, 30, tzinfo=BERLIN)},
    )
    sql = f"SELECT {', '.join(given)}, epoch(moment)::bigint FROM stg.things"

    with warehouse.snapshot(20) as snapshot:
        extract(snapshot, "stg.things", sql)
        found = ask_local(snapshot, sql).rows[0]

    assert dict(zip([*given, "moment"], found, strict=True)) == {**given, "moment": 1794180600}
    assert [type(each) for each in found[:-1]] == [type(each) for each in given.values()]


def test_an_extract_takes_any_type_that_postgresql_has(on_postgres: Warehouse) -> None:
    on_postgres.script("""
        CREATE TYPE mood AS ENUM ('good', 'bad'); CREATE DOMAIN share AS numeric(5,4);
        CREATE TABLE odd (
            list int[], doc jsonb, bytes bytea, mood mood, share share, anything numeric, huge numeric(50,10),
            clock time, zoned timetz, fixed char(3), forever timestamptz, "Sum Total" int, span interval
        );
        INSERT INTO odd VALUES (
            '{1,2}', '{"a": [1, null]}', '\\x00ff', 'bad', 0.125, 'NaN', 1234567890123456789012345678901234567890.5,
            '08:30', '08:30+01', 'ab', 'infinity', 7, '1 year 2 mons 3 days 04:05:06'
        );
        CREATE VIEW seen AS SELECT * FROM odd;
        """)
    sql = """
        SELECT list, doc::json->>'$.a[0]', bytes, mood, share * 8, isnan(anything), huge > 1e39, clock::text,
            zoned, fixed, isinf(forever), "Sum Total", datepart('month', span)
        FROM seen
    """

    with on_postgres.snapshot(20) as snapshot:
        extract(snapshot, "seen", sql)
        found = ask_local(snapshot, sql).rows[0]

    assert found == (
        "{1,2}",
        "1",
        "\\x00ff",
        "bad",
        1,
        True,
        True,
        "08:30:00",
        "08:30:00+01",
        "ab ",
        True,
        7,
        2,
    )


def test_an_extract_grows_by_the_columns_that_a_later_query_needs(warehouse: Warehouse) -> None:
    warehouse.script(
        "CREATE SCHEMA stg; CREATE TABLE stg.t (a int, b int, c int); INSERT INTO stg.t VALUES (1,"
        " 2, 3)"
    )
    queries = (
        "SELECT a FROM stg.t",
        "SELECT count(*) FROM stg.t",
        "SELECT b + a FROM stg.t",
        "SELECT * FROM stg.t",
    )

    with warehouse.snapshot(20) as snapshot:
        found = []
        for sql in queries:
            extract(snapshot, "stg.t", sql)
            found += ask_local(snapshot, sql).rows

    assert found == [(1,), (1,), (3,), (1, 2, 3)]


def test_a_table_is_copied_once_however_many_queries_read_all_of_it(on_postgres: Warehouse) -> None:
    on_postgres.script("CREATE TABLE public.t (a int)")

    with on_postgres.snapshot(20) as snapshot:
        snapshot.extract("public.t", frozenset((EVERY_COLUMN,)))
        snapshot.local().execute("INSERT INTO public.t VALUES (7)")
        snapshot.extract("public.t", frozenset((EVERY_COLUMN,)))
        snapshot.extract("public.t", frozenset("a"))
        assert ask_local(snapshot, "SELECT * FROM public.t").rows == [(7,)]


def test_an_extract_of_a_table_that_is_not_there_fails_every_time(warehouse: Warehouse) -> None:
    with warehouse.snapshot(20) as snapshot:
        for _ in range(2):
            with pytest.raises(QueryError, match=r"nothing.*does not exist"):
                extract_and_fetch(snapshot, "stg.nothing", "SELECT a FROM stg.nothing")
            snapshot.recover()


def extract_and_fetch(snapshot: Snapshot, table: str, sql: str) -> Result:
    extract(snapshot, table, sql)
    return ask_local(snapshot, sql)


def test_a_copy_that_takes_too_long_ends_at_the_time_limit(on_postgres: Warehouse) -> None:
    on_postgres.script(f"CREATE VIEW slow AS {ENDLESS}")

    with on_postgres.snapshot(0.3) as snapshot:
        with pytest.raises(QueryError, match=r"took longer than 0\.3 s"):
            snapshot.extract("slow", frozenset(("value",)))
        snapshot.recover()
        assert value(snapshot, "2") == 2


# what cannot be reached


def test_a_connection_that_the_server_ends_is_told_as_such(
    on_postgres: Warehouse, postgres_url: str
) -> None:
    with on_postgres.snapshot(20) as snapshot:
        execute(
            postgres_url,
            "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE application_name ="
            " 'scorecard queries' AND datname = current_database()",
        )
        with pytest.raises(QueryError):
            value(snapshot, "1")
        with pytest.raises(WarehouseError, match="nothing is half stored"):
            snapshot.recover()


def test_a_snapshot_whose_keeper_is_gone_is_told_as_such(
    on_postgres: Warehouse, postgres_url: str
) -> None:
    with on_postgres.snapshot(20) as snapshot:
        with pytest.raises(QueryError):
            value(snapshot, "1 / 0")
        execute(
            postgres_url,
            "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE application_name ="
            " 'scorecard snapshot' AND datname = current_database()",
        )
        with pytest.raises(WarehouseError, match="nothing is half stored"):
            snapshot.recover()


@pytest.mark.parametrize(
    "url",
    [
        "postgresql://me:s3cret@127.0.0.1:1/warehouse",
        "postgresql://me:s3cret@no-such-host.invalid/warehouse",
        "postgresql://me:s3/cret@127.0.0.1/warehouse",
        "postgresql://me:s3#cret@127.0.0.1:1/warehouse",
        "postgresql://me@127.0.0.1:1/warehouse?password=s3cret",
        "postgresql://me:s3cret@127.0.0.1:1/warehouse?s3cret=1",
        "duckdb:///scorecards",
        "sqlite:///me:s3cret@w",
        "s3cret",
        "",
    ],
)
def test_a_warehouse_that_cannot_be_reached_is_one_sentence_without_a_secret(
    url: str, tmp_path: Path
) -> None:
    settings = settings_for(tmp_path, url or "duckdb:///scorecards/../scorecards")

    with pytest.raises(SettingsError, match=r"^SCORECARD_WAREHOUSE") as caught:
        open_warehouse(settings, Access(HOLDER, write=True))
    assert caught.value.exit_code == 3
    assert "\n" not in str(caught.value)
    assert "cret" not in str(caught.value)


def test_a_file_that_is_no_database_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "notes.duckdb"
    path.write_text("notes, " * 5000)

    with pytest.raises(SettingsError, match="not a valid DuckDB database"):
        open_for(settings_for(tmp_path, f"duckdb:///{path}"))


def test_a_reader_of_a_duckdb_file_that_is_not_there_finds_an_empty_warehouse_and_makes_none(
    tmp_path: Path,
) -> None:
    path = tmp_path / "w.duckdb"
    warehouse = open_for(settings_for(tmp_path, f"duckdb:///{path}"), write=False)

    assert warehouse.execute("SELECT count(*) FROM information_schema.tables").rows == [(0,)]
    warehouse.close()
    assert not path.exists()
