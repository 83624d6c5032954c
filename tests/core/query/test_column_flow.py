"""Columns that a query reads: each one without which a real database refuses the query."""

from __future__ import annotations

from collections.abc import Mapping

import duckdb
import pytest

from core.query.column_flow import find_column_flow

TABLES = {"s.t": ("a", "b", "c"), "s.u": ("d", "e", "f"), "s.v": ("g", "h", "i")}
QUERIES = [
    "SELECT sum(t.a) AS value FROM s.t WHERE t.b > 1",
    "SELECT count(*) AS value FROM s.t JOIN s.u AS x ON x.d = t.a AND x.e > 0",
    "WITH w AS (SELECT a, b AS renamed FROM s.t) SELECT max(renamed) AS value FROM w WHERE a > 1",
    "WITH w(p, q) AS (SELECT a, c FROM s.t) SELECT max(q) AS value FROM w",
    "SELECT sum(x.n) AS value FROM (SELECT u.f AS n FROM s.u) AS x",
    "SELECT sum(b) AS value FROM s.t WHERE EXISTS (SELECT 1 FROM s.u WHERE u.d = t.c)",
    "SELECT (SELECT max(u.d) FROM s.u WHERE u.e = t.a) AS value FROM s.t",
    "SELECT sum(a) AS value FROM (SELECT t.a FROM s.t UNION ALL SELECT u.f FROM s.u) AS x",
    "SELECT count(*) FILTER (WHERE b > 0) AS value, c AS field FROM s.t GROUP BY c ORDER BY value",
    "SELECT row_number() OVER (PARTITION BY a ORDER BY b) AS value FROM s.t",
    "SELECT x.w AS value FROM s.t, LATERAL (SELECT t.a + u.d AS w FROM s.u) AS x",
    "WITH RECURSIVE r(n) AS (SELECT a FROM s.t UNION ALL SELECT n + 1 FROM r WHERE n < 5)"
    " SELECT max(n) AS value FROM r",
    "SELECT count(*) AS value FROM s.t, generate_series(1, 3) AS g(k) WHERE t.a = k",
    "SELECT sum(n) AS value FROM (SELECT a AS n FROM s.t), (SELECT max(d) AS m FROM s.u)",
]


def refused_without(query: str, relation: str, column: str) -> bool:
    """Return whether a database refuses a query when a column is dropped."""
    with duckdb.connect() as connection:
        connection.execute("CREATE SCHEMA s")
        for name, columns in TABLES.items():
            kept = [each for each in columns if (name, each) != (relation, column)]
            connection.execute(f"CREATE TABLE {name} ({' int, '.join(kept)} int)")
        try:
            connection.execute(f"EXPLAIN {query}")
        except duckdb.BinderException:
            return True
    return False


@pytest.mark.parametrize("query", QUERIES)
def test_the_columns_read_are_those_that_may_not_be_dropped(query: str) -> None:
    flow = find_column_flow(query, "postgres", TABLES)
    found = {(read.relation, read.column) for read in flow.reads}
    columns = [(name, each) for name, of_table in TABLES.items() for each in of_table]

    assert found == {each for each in columns if refused_without(query, *each)}
    assert all(read.is_certain for read in flow.reads)


def flows(
    sql: str, known: Mapping[str, tuple[str, ...]] | None = None
) -> dict[str, tuple[str, ...]]:
    """Return the outputs that each column makes; a doubtful one has a question mark."""
    reads = find_column_flow(sql, "duckdb", known or {}).reads
    return {
        f"{read.relation}.{read.column}{'' if read.is_certain else '?'}": read.outputs
        for read in reads
    }


def test_a_column_is_followed_to_the_outputs_that_it_makes() -> None:
    found = flows(
        "WITH w AS (SELECT a.x, b.y, b.z AS kind FROM s.a AS a JOIN s.b AS b ON a.id = b.a_id)"
        " SELECT sum(x) / sum(y) AS value, sum(x) AS numerator, kind AS field FROM w GROUP BY kind"
    )

    assert found == {
        "s.a.x": ("numerator", "value"),
        "s.b.y": ("value",),
        "s.b.z": ("field",),
        "s.a.id": (),
        "s.b.a_id": (),
    }


def test_a_name_without_its_table_is_doubtful_unless_one_table_is_left() -> None:
    sql = "SELECT sum(amount) AS value FROM s.a JOIN s.b ON a.id = b.id"

    assert flows(sql)["s.a.amount?"] == ("value",)
    assert flows(sql)["s.b.amount?"] == ("value",)
    assert flows(sql, {"s.b": ("id",)})["s.a.amount"] == ("value",)
    assert flows(sql, {"s.b": ("id", "amount")}) == {
        "s.a.id": (),
        "s.b.amount": ("value",),
        "s.b.id": (),
    }


def test_every_column_of_an_unknown_table_is_a_star() -> None:
    assert flows("SELECT * FROM s.a") == {"s.a.*": ("*",)}
    assert flows("SELECT x.* FROM s.a AS x") == {"s.a.*": ("*",)}
    assert flows("SELECT * FROM s.a", {"s.a": ("value",)}) == {"s.a.value": ("value",)}
    assert flows("SELECT max(n) AS value FROM (SELECT * FROM s.a) AS x") == {"s.a.n": ("value",)}


@pytest.mark.parametrize(
    "inner", ["SELECT DISTINCT * FROM s.a", "SELECT * FROM s.a UNION SELECT * FROM s.a"]
)
def test_rows_that_are_compared_are_read_as_a_whole(inner: str) -> None:
    found = flows(f"SELECT count(n) AS value FROM ({inner}) AS x")

    assert found == {"s.a.*": (), "s.a.n": ("value",)}


def test_counting_rows_reads_no_column() -> None:
    assert flows("SELECT count(*) AS value FROM s.a") == {}


def test_using_reads_the_column_of_both_sides() -> None:
    assert flows("SELECT sum(a.n) AS value FROM s.a JOIN s.b USING (id)") == {
        "s.a.n": ("value",),
        "s.a.id": (),
        "s.b.id": (),
    }


def test_a_whole_row_is_every_column() -> None:
    assert flows("SELECT count(x) AS value FROM s.a AS x") == {"s.a.*": ("value",)}


def test_names_in_quotes_and_capitals_are_the_same() -> None:
    assert flows('SELECT sum("Amount") AS value FROM S."Orders"') == {"s.orders.amount": ("value",)}


@pytest.mark.parametrize("sql", ["SELECT FROM WHERE", "SELECT (", "", "DELETE FROM s.t"])
def test_a_query_that_cannot_be_followed_says_so(sql: str) -> None:
    flow = find_column_flow(sql, "postgres", {})

    assert flow.reads == ()
    assert flow.obstacle
