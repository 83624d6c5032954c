"""Queries, plans, measures and copies, on each remote engine that runs here."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from core.engines import Measured, Snapshot, TableCopy, WarehouseTable
from core.engines.remote.errors import attempt
from core.errors import PlanError, QueryError
from core.query import Part, Query, Result, join_queries, split_results
from tests.core.engines.remote.conftest import TYPES

DAY = {"first_day": date(2026, 7, 1)}
NOON = datetime(2026, 7, 1, 12, 30, 0, 123456)


def ask(snapshot: Snapshot, sql: str, **params: object) -> list[tuple[object, ...]]:
    return list(snapshot.fetch(Query(sql, "", params)).rows)


def test_a_query_is_answered_with_its_columns_in_lower_case(snapshot: Snapshot) -> None:
    found = snapshot.fetch(Query("SELECT count(*) AS Value FROM shop.orders", "", {}))

    assert found.columns == ("value",)
    assert list(found.rows) == [(3,)]


def test_an_instant_is_a_parameter(snapshot: Snapshot) -> None:
    sql = "SELECT count(*) AS value FROM shop.orders WHERE sent_at >= :start"

    assert ask(snapshot, sql, start=NOON.replace(tzinfo=UTC)) == [(1,)]
    assert ask(snapshot, sql, start=NOON.replace(tzinfo=UTC, microsecond=123457)) == [(0,)]


def test_a_query_without_rows_has_none(snapshot: Snapshot) -> None:
    assert ask(snapshot, "SELECT price AS value FROM shop.orders WHERE id = 9") == []


def test_a_sample_has_a_few_rows_of_any_types_as_text(snapshot: Snapshot) -> None:
    table = WarehouseTable("shop", "orders", "table", None, tuple(TYPES.items()))

    assert len(snapshot.sample(table, 2).rows) == 2
    assert ("1.10", "é", "true") in [(*row[4:7],) for row in snapshot.sample(table, 9).rows]


def test_of_a_table_whose_columns_are_not_known_a_sample_is_one_value(snapshot: Snapshot) -> None:
    orders, gone = (WarehouseTable("shop", name, "table", None, ()) for name in ("orders", "gone"))

    assert snapshot.sample(orders, 1).rows == [("1",)]
    with pytest.raises(QueryError, match="gone"):
        snapshot.sample(gone, 1)


def test_queries_in_a_union_give_what_each_gives_alone(snapshot: Snapshot) -> None:
    instants = {"start": NOON.replace(tzinfo=UTC)}
    parts = [
        part("SELECT count(*) AS value FROM shop.orders WHERE sent_at >= :start", instants),
        part("SELECT sum(price) AS value FROM shop.orders WHERE day < :first_day -- old", DAY),
        part("SELECT avg(weight) AS value FROM shop.orders WHERE id = 9", {}),
        part("SELECT weight AS value FROM shop.orders WHERE id = 9", {}),
        part("SELECT max(id) * 4503599627370496 AS value FROM shop.orders", {}),
        part("SELECT name AS value FROM shop.orders", {}),
    ]
    numbers = split_results(parts[:5], snapshot.fetch(join_queries(parts[:5])).rows)

    assert numbers == [result((1.0,)), result((1.1,)), result((None,)), result(), None]
    with pytest.raises(QueryError, match="a cast of text to float"):
        snapshot.fetch(join_queries(parts))


def part(sql: str, params: Mapping[str, object]) -> Part:
    return Part(Query(sql, "", params), ["value"])


def result(*rows: tuple[float | None]) -> Result:
    return Result(("value",), list(rows))


def test_a_query_returns_no_more_rows_than_a_result_may_have(snapshot: Snapshot) -> None:
    with pytest.raises(QueryError, match="more than 10,000 rows"):
        ask(snapshot, "SELECT n AS value FROM shop.numbers")
    assert not snapshot.recover()


def test_cells_become_tables_of_numbers_here(snapshot: Snapshot) -> None:
    reader = snapshot.cell_reader
    assert reader is not None
    by_day = "SELECT CASE WHEN day >= :first_day_0 THEN 1 ELSE 0 END AS cell_, {} FROM shop.orders"
    params = {"first_day_0": date(2026, 7, 1)}
    totals = f"{by_day.format('sum(price) AS total, count(*) AS rows_')} GROUP BY 1"
    reader.read_cells(
        {"cells_": Query(totals, "", params), "ids_": Query("SELECT id FROM shop.orders", "", {})}
    )

    local = snapshot.local()
    found = local.execute("SELECT cell_, total, rows_ FROM cells_ ORDER BY 1")
    assert list(found.rows) == [(0, Decimal("1.10"), 2), (1, Decimal("-2.05"), 1)]
    assert list(local.execute("SELECT sum(id) FROM ids_").rows) == [(6,)]


def test_no_cell_is_read_if_one_statement_cannot_be_translated(snapshot: Snapshot) -> None:
    reader = snapshot.cell_reader
    assert reader is not None
    count = Query("SELECT count(*) AS n FROM shop.orders", "", {})
    odd = Query("SELECT max(name) AS value FROM shop.orders", "", {})
    with pytest.raises(QueryError, match="not proven"):
        reader.read_cells({"one_": count, "two_": odd})
    with pytest.raises(QueryError, match="one_"):
        snapshot.local().execute("SELECT * FROM one_")


def test_a_statement_that_many_share_may_take_four_times_as_long(
    snapshot: Snapshot, monkeypatch: pytest.MonkeyPatch
) -> None:
    limits = []

    def ask_in_time(client: object, work: Callable[[], object], timeout: float) -> object:
        limits.append(timeout)
        return attempt(client, work, timeout)  # type: ignore[arg-type]

    snapshot.column_types(["shop.orders"])
    snapshot.pin(["shop.orders"])
    monkeypatch.setattr("core.engines.remote.snapshot.attempt", ask_in_time)
    sql = "SELECT count(*) AS value FROM shop.orders"
    ask(snapshot, sql)
    for count in (2, 10):
        snapshot.fetch(join_queries([part(sql, {})] * count))
    reader = snapshot.cell_reader
    assert reader is not None
    reader.read_cells({"cells_": Query(sql, "", {})})

    assert limits == [2.0, 4.0, 8.0, 8.0]


def test_a_query_that_is_refused_is_one_sentence(snapshot: Snapshot) -> None:
    with pytest.raises(QueryError, match="nope") as caught:
        ask(snapshot, "SELECT nope AS value FROM shop.orders")

    assert "\n" not in str(caught.value)
    assert not caught.value.transient


def test_a_plan_names_the_columns(snapshot: Snapshot) -> None:
    sql = "SELECT name AS field, weight * 2 AS value FROM shop.orders"

    assert snapshot.plan(Query(sql, "", {})) == (("field", "text"), ("value", "float8"))


def test_a_plan_says_what_is_missing(snapshot: Snapshot) -> None:
    with pytest.raises(PlanError) as caught:
        snapshot.plan(Query("SELECT 1 AS value FROM shop.nope", "", {}))
    assert (caught.value.missing, caught.value.word.split(".")[-1]) == ("table", "nope")

    for name in ("nope", "o.nope"):
        with pytest.raises(PlanError) as caught:
            snapshot.plan(Query(f"SELECT {name} AS value FROM shop.orders AS o", "", {}))
        assert (caught.value.missing, caught.value.word) == ("column", name)


def test_columns_have_postgresqls_types(snapshot: Snapshot) -> None:
    found = snapshot.column_types(["shop.orders", "shop.nope", "nope.nope"])

    assert found == {"shop.orders": TYPES}


def test_a_remote_table_is_never_copied_for_speed(snapshot: Snapshot) -> None:
    assert snapshot.row_count(["shop.orders"]) == math.inf
    assert not snapshot.has_local_tables


def test_a_table_is_counted_and_its_newest_time_found(snapshot: Snapshot) -> None:
    asked = ["", "sent_at", "local_at", "day", "name", "nope"]
    found = snapshot.measure([("shop.orders", column) for column in asked])

    assert found == [
        Measured(3),
        Measured(3, newest=NOON.replace(tzinfo=UTC)),
        Measured(3, newest=NOON.replace(hour=10, tzinfo=UTC)),
        Measured(3, newest=datetime(2026, 6, 30, 22, tzinfo=UTC)),
        Measured(3, fault="has text in its column name, not times"),
        Measured(3, fault="has no column nope"),
    ]


def test_a_missing_table_cannot_be_measured(snapshot: Snapshot) -> None:
    with pytest.raises(QueryError, match=r"relation shop\.nope does not exist"):
        snapshot.measure([("shop.nope", "")])


def test_a_copy_holds_the_same_values(snapshot: Snapshot) -> None:
    snapshot.extract("shop.orders", TableCopy(frozenset("*")))

    found = snapshot.local().execute(
        "SELECT id, local_at, epoch(sent_at), day, price, name, is_test, weight, rank"
        " FROM shop.orders ORDER BY id"
    )
    assert found.rows == [
        (1, NOON, 1782909000.123456, date(1960, 2, 29), Decimal("1.10"), "é", True, 0.1, 1),
        (2, None, 1767225600.0, date(2026, 7, 1), Decimal("-2.05"), "", False, -1.5, 2),
        (3, datetime(2026, 1, 1), None, None, None, None, None, None, None),
    ]


def test_a_copy_has_the_columns_that_queries_read(snapshot: Snapshot) -> None:
    snapshot.work_locally({"shop.orders": frozenset({"day"})})
    snapshot.extract("shop.orders", TableCopy(frozenset({"id", "of_another_table"})))

    assert snapshot.has_local_tables
    described = snapshot.local().execute("DESCRIBE shop.orders").rows
    assert [(row[0], row[1]) for row in described] == [("id", "BIGINT"), ("day", "DATE")]


def test_a_table_is_counted_by_a_query_that_names_no_column(snapshot: Snapshot) -> None:
    snapshot.extract("shop.orders", TableCopy(frozenset()))

    assert snapshot.local().execute("SELECT count(*) FROM shop.orders").rows == [(3,)]


def test_a_large_table_is_not_copied(snapshot: Snapshot) -> None:
    snapshot._most_extracted = 2  # type: ignore[attr-defined]

    with pytest.raises(QueryError, match=r"more than 2 rows .* SCORECARD_COPIED_ROWS"):
        snapshot.extract("shop.orders", TableCopy(frozenset("*")))


def test_an_outline_has_the_columns_of_a_copy_and_no_rows(snapshot: Snapshot) -> None:
    snapshot.outline("shop.orders", frozenset({"price"}))

    planned = snapshot.local().plan("SELECT * FROM shop.orders", {}, integer_division=False)
    assert planned == (("price", "DECIMAL(12,2)"),)
    assert snapshot.local().execute("SELECT count(*) FROM shop.orders").rows == [(0,)]
