"""What views are made from, as DuckDB and PostgreSQL define them."""

from __future__ import annotations

import pytest

from core.query.column_flow import find_view_flow
from core.query.facts import Dialect

KNOWN = {"s.t": ("id", "email", "n"), "s.u": ("id", "m")}


def made(definition: str, dialect: Dialect = "duckdb") -> dict[str, tuple[tuple[str, ...], bool]]:
    """Return for each column the outputs that it makes, and whether it decides which rows count."""
    reads = find_view_flow(definition, dialect, KNOWN).reads
    return {f"{read.relation}.{read.column}": (read.outputs, read.decides) for read in reads}


def test_a_column_may_make_a_column_and_decide_which_rows_count() -> None:
    found = made("CREATE VIEW r.v AS SELECT email AS e FROM s.t WHERE (n > 1) AND email <> '';")

    assert found == {"s.t.email": (("e",), True), "s.t.n": ((), True)}


def test_the_names_that_create_view_lists_are_those_of_its_columns() -> None:
    assert made("CREATE VIEW r.v (x, y) AS SELECT * EXCLUDE (id) FROM s.t;") == {
        "s.t.email": (("x",), False),
        "s.t.n": (("y",), False),
    }


@pytest.mark.parametrize("group", ["1", "ALL", "email"])
def test_columns_decide_by_which_rows_are_grouped(group: str) -> None:
    query = f"CREATE VIEW r.v AS SELECT email AS e, sum(n) AS total FROM s.t GROUP BY {group};"

    assert made(query) == {"s.t.email": (("e",), True), "s.t.n": (("total",), False)}


def test_a_subquery_in_a_condition_decides_and_one_in_the_result_does_not() -> None:
    condition = "SELECT email FROM s.t WHERE id IN (SELECT m FROM s.u)"
    result = "SELECT (SELECT max(m) FROM s.u) AS top FROM s.t"
    unused = "WITH w AS (SELECT email, n FROM s.t) SELECT n FROM w WHERE n IN (SELECT n FROM w)"

    assert made(condition, "postgres") == {
        "s.t.email": (("email",), False),
        "s.t.id": ((), True),
        "s.u.m": ((), True),
    }
    assert made(result, "postgres") == {"s.u.m": (("top",), False)}
    assert made(unused, "postgres") == {"s.t.email": ((), False), "s.t.n": (("n",), True)}


def test_tables_that_are_joined_in_parentheses_are_followed() -> None:
    """PostgreSQL writes the joins of every view so."""
    query = """
        SELECT x.email, (x.n + y.m) AS total
        FROM ((s.t x JOIN s.u y USING (id)) LEFT JOIN s.w z ON ((z.id = y.id)));
    """

    assert made(query, "postgres") == {
        "s.t.email": (("email",), False),
        "s.t.id": ((), True),
        "s.t.n": (("total",), False),
        "s.u.id": ((), True),
        "s.u.m": (("total",), False),
        "s.w.id": ((), True),
    }


def test_contents_are_told_from_counts() -> None:
    flow = find_view_flow("SELECT max(email) AS e, count(n) AS k FROM s.t", "postgres", KNOWN)

    assert [(each.column, each.outputs) for each in flow.returned] == [("email", ("e",))]
    assert flow.relations == ("s.t",)


def test_a_view_that_cannot_be_followed_says_so() -> None:
    flow = find_view_flow("SELECT FROM ((", "postgres", {})

    assert (flow.relations, flow.obstacle) == ((), "the view could not be followed (ParseError)")
