"""Queries within a query that hand on rows as they are, and their readers."""

from __future__ import annotations

import sqlglot
from sqlglot import exp

from core.query.parse.projections import find_projection, find_readers
from core.query.table_reads import DayLimit, RowLimit

START = DayLimit("start")


def select(sql: str) -> exp.Select:
    found = sqlglot.parse_one(sql, dialect="duckdb")
    assert isinstance(found, exp.Select)
    return found


def behind(sql: str, column: str) -> RowLimit | None:
    projection = find_projection(select(sql))
    assert projection is not None
    return projection.limit_within(RowLimit(column, START, None))


def test_a_column_is_followed_to_the_one_behind_it() -> None:
    sql = "SELECT id, o.made AS day, paid::date AS paid, made::date, x + 1 AS x FROM s.o AS o"

    assert behind(sql, "id") == RowLimit("id", START, None)
    assert behind(sql, "day") == RowLimit("made", START, None)
    assert behind(sql, "paid") == RowLimit("paid", DayLimit("start", -2, 2), None)
    assert [behind(sql, column) for column in ("made", "x", "other")] == [None] * 3


def test_a_star_hands_on_what_no_other_column_is_named_like() -> None:
    assert behind("SELECT *, x AS made FROM s.o", "day") == RowLimit("day", START, None)
    assert behind("SELECT *, x AS made FROM s.o", "made") is None
    assert behind("SELECT made, x AS made FROM s.o", "made") is None


def test_whatever_may_drop_or_make_rows_is_no_projection() -> None:
    for sql in (
        "SELECT * EXCLUDE (id) FROM s.o",
        "SELECT id FROM s.o GROUP BY id",
        "SELECT id FROM s.o JOIN s.p ON true",
        "SELECT id FROM s.o LIMIT 1",
        "SELECT id, unnest(x) FROM s.o",
        "SELECT id, row_number() OVER () FROM s.o",
    ):
        assert find_projection(select(sql)) is None


def test_readers_are_the_places_that_name_a_query_of_with() -> None:
    tree = select("WITH o AS (FROM s.o) SELECT 1 FROM o JOIN (SELECT 2 FROM o) AS p ON true")

    assert len(find_readers(tree.ctes[0].this)) == 2
    inner = tree.args["joins"][0].this
    assert find_readers(inner.this) == [inner]
    assert find_readers(tree) == []


def test_readers_of_a_name_with_two_meanings_are_not_known() -> None:
    itself = select("WITH o AS (SELECT * FROM o) SELECT 1 FROM o")
    twice = select("WITH o AS (FROM s.o) SELECT 1 FROM (WITH o AS (FROM f) SELECT 1 FROM o) AS p")

    assert find_readers(itself.ctes[0].this) == []
    assert find_readers(twice.ctes[0].this) == []
