"""A copy holds what the table holds, or is refused by the name of the column."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

import pytest

from core.engines.base import Warehouse
from core.errors import QueryError
from tests.core.engines.asking import ask_local, extract

TYPES = """
    CREATE TYPE mood AS ENUM ('good', 'it''s bad', 'awful');
    CREATE DOMAIN share AS numeric(5, 4); CREATE DOMAIN small_share AS share CHECK (VALUE < 0.5);
"""


def test_values_of_every_carried_type_arrive_as_they_are(on_postgres: Warehouse) -> None:
    on_postgres.script(TYPES)
    on_postgres.script(r"""
        CREATE TABLE kinds (
            tiny smallint, fixed char(8), name name, short varchar(9), single real, long float8,
            mood mood, share small_share, amount numeric, tenths numeric(6, 1),
            thousands numeric(3, -3), small numeric(2, 4), doc jsonb, bytes bytea, id uuid,
            day date, clock time, zoned timetz, local timestamp, instant timestamptz, yes boolean,
            "Sum Total" bigint
        );
        INSERT INTO kinds VALUES (
            -32768, 'high', 'n', '', 0.1, 0.1,
            'awful', 0.125, 12345678901234567890.5000, 12.25,
            123456, 0.0012, '{"b": [1, null], "a": "x"}', '\x00ff22', gen_random_uuid(),
            '2026-11-09', '24:00', '08:30+01', '2026-11-09 08:30:00.000001', 'infinity', true,
            9223372036854775807
        );
        UPDATE kinds SET id = '6f1f5a52-6d0e-4f3c-9d0e-000000000001';
        CREATE VIEW seen AS SELECT * FROM kinds;
        """)
    sql = """
        SELECT tiny, fixed || '|', fixed = 'high', length(fixed), name, short = '', single::double,
            long, mood::text, share, amount, tenths, thousands, small, doc->>'$.b[0]', bytes, id,
            day, clock::text, zoned::text, local, isinf(instant), yes, "Sum Total"
        FROM seen
    """

    with on_postgres.snapshot(20) as snapshot:
        extract(snapshot, "seen", sql)
        found = ask_local(snapshot, sql).rows[0]

    assert found == (
        *(-32768, "high|", True, 4, "n", True),
        0.10000000149011612,  # the float nearest to 0.1, as double precision
        0.1,
        *("awful", Decimal("0.125"), Decimal("12345678901234567890.5"), Decimal("12.3")),
        *(123000, Decimal("0.0012"), "1", b'\x00\xff"'),
        *(UUID("6f1f5a52-6d0e-4f3c-9d0e-000000000001"), date(2026, 11, 9)),
        *("24:00:00", "08:30:00+01", datetime(2026, 11, 9, 8, 30, 0, 1)),
        *(True, True, 9223372036854775807),
    )


def test_labels_of_an_enum_keep_their_order(on_postgres: Warehouse) -> None:
    on_postgres.script(TYPES)
    on_postgres.script("CREATE TABLE t (mood mood); INSERT INTO t VALUES ('awful'), ('good')")
    with on_postgres.snapshot(20) as snapshot:
        extract(snapshot, "t", "SELECT mood FROM t")
        rows = ask_local(snapshot, "SELECT max(mood), count(*) FILTER (mood = 'good') FROM t").rows

    assert rows == [("awful", 1)]


@pytest.mark.parametrize(
    "span",
    [
        "1 year 2 mons 3 days 04:05:06.789",
        "-6 mons +33 days",
        "-17 days +22:07:33.209413",
        "-1 years -2 mons +15 days 126:01:57.5",
        "-00:00:00.000001",
        "0",
    ],
)
def test_an_interval_keeps_months_days_and_microseconds(on_postgres: Warehouse, span: str) -> None:
    on_postgres.script(f"CREATE TABLE t (span interval); INSERT INTO t VALUES ('{span}')")
    parts = "extract(year FROM span) * 12 + extract(month FROM span), extract(day FROM span)"
    # From one instant, so that months and days count as they do there.
    later = "epoch_us(TIMESTAMP '2026-01-31 12:00' + span)"
    with on_postgres.snapshot(20) as snapshot:
        extract(snapshot, "t", "SELECT span FROM t")
        found = ask_local(snapshot, f"SELECT {parts}, {later} FROM t").rows[0]

    on_server = on_postgres.execute(
        f"SELECT {parts},"
        " (extract(epoch FROM TIMESTAMP '2026-01-31 12:00' + span) * 1000000)::bigint FROM t"
    )
    assert [int(part) for part in found] == [int(part) for part in on_server.rows[0]]


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("money", "7"),
        ("int[]", "{1,2}"),
        ("inet", "10.0.0.1"),
        ("int4range", "[1,3)"),
        ("bit(3)", "101"),
        ("point", "(1,2)"),
        ("tsvector", "a"),
        ("oid", "7"),
        ('"char"', "c"),
    ],
)
def test_a_type_that_duckdb_cannot_hold_is_refused_where_it_is_read(
    on_postgres: Warehouse, kind: str, value: str
) -> None:
    on_postgres.script(f"CREATE TABLE t (odd {kind}, n int); INSERT INTO t VALUES ('{value}', 7)")

    with on_postgres.snapshot(20) as snapshot:
        extract(snapshot, "t", "SELECT n FROM t")
        assert ask_local(snapshot, "SELECT n FROM t").rows == [(7,)]
        for sql in ("SELECT odd FROM t", "SELECT * FROM t"):
            with pytest.raises(QueryError, match=r"^t\.odd is .*, which DuckDB cannot hold; leave"):
                extract(snapshot, "t", sql)


@pytest.mark.parametrize(
    ("kind", "values"),
    [
        ("numeric", "('NaN')"),
        ("numeric", "('infinity')"),
        ("numeric", "(1e30), (1e-9)"),
        ("numeric(50, 10)", "(1234567890123456789012345678901234567890.5)"),
    ],
)
def test_numbers_of_too_many_digits_are_refused(
    on_postgres: Warehouse, kind: str, values: str
) -> None:
    on_postgres.script(f"CREATE TABLE t (n {kind}); INSERT INTO t VALUES {values}")

    many = pytest.raises(QueryError, match=r"t\.n is numeric.* more than the 38 digits that")
    with on_postgres.snapshot(20) as snapshot, many:
        extract(snapshot, "t", "SELECT n FROM t")


def test_numbers_without_a_declared_precision_are_exact(on_postgres: Warehouse) -> None:
    """As double precision, 1e17 + 0.5 loses its half and a tenth is not a tenth."""
    on_postgres.script("CREATE TABLE t (n numeric, none numeric)")
    on_postgres.script("INSERT INTO t VALUES (1e17 + 0.5), (0.1000000000000000), (NULL)")
    with on_postgres.snapshot(20) as snapshot:
        extract(snapshot, "t", "SELECT n, none FROM t")
        found = ask_local(snapshot, "SELECT sum(n), count(none) FROM t").rows[0]

    assert found == (Decimal("100000000000000000.6"), 0)


def test_text_with_any_sign_arrives_as_it_is(on_postgres: Warehouse) -> None:
    texts = ["", '"', ",", "\r", "a\r\nb", '\r,"', "\n", "\\N", "NULL", " x ", "\u2028\U0001f600"]
    on_postgres.script("CREATE TABLE t (id int, v text)")
    on_postgres.execute(
        "INSERT INTO t SELECT id, v FROM unnest(:texts::text[]) WITH ORDINALITY AS s(v, id)",
        {"texts": texts},
    )
    with on_postgres.snapshot(20) as snapshot:
        extract(snapshot, "t", "SELECT id, v FROM t")
        found = ask_local(snapshot, "SELECT v FROM t ORDER BY id").rows

    assert [row[0] for row in found] == texts


def test_a_query_that_names_no_column_copies_the_first(on_postgres: Warehouse) -> None:
    on_postgres.script("CREATE TABLE t (a int, b int); INSERT INTO t VALUES (1, 2), (3, 4)")
    on_postgres.script("CREATE TABLE odd (a money); INSERT INTO odd VALUES (1), (NULL)")

    with on_postgres.snapshot(20) as snapshot:
        for table in ("t", "odd"):
            extract(snapshot, table, f"SELECT count(*) FROM {table}")
            assert ask_local(snapshot, f"SELECT * FROM {table}").columns == ("a",)
            assert ask_local(snapshot, f"SELECT count(*) FROM {table}").rows == [(2,)]


def test_a_day_before_christ_stays_there(on_postgres: Warehouse) -> None:
    on_postgres.script("CREATE TABLE t (day date); INSERT INTO t VALUES ('0044-03-15 BC')")

    with on_postgres.snapshot(20) as snapshot:
        extract(snapshot, "t", "SELECT day FROM t")
        days = ask_local(snapshot, "SELECT DATE '0001-01-01' - day FROM t").rows[0][0]

    assert on_postgres.execute("SELECT DATE '0001-01-01' - day FROM t").rows == [(days,)]


def test_a_time_outside_of_duckdbs_calendar_is_refused_by_its_column(
    on_postgres: Warehouse,
) -> None:
    on_postgres.script("CREATE TABLE t (at timestamp); INSERT INTO t VALUES ('294276-12-31')")

    with on_postgres.snapshot(20) as snapshot, pytest.raises(QueryError, match='"at"'):
        extract(snapshot, "t", "SELECT at FROM t")
