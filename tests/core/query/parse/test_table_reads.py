"""The places where a query reads tables, and what limits the rows that it needs there."""

from __future__ import annotations

import pytest

from core.query.parse.table_reads import find_table_reads

BOUND = "o.made >= :start AND o.made < :end"
SIDES = {("made", "since"), ("made", "until")}


def limits(sql: str, relation: str = "s.o") -> list[set[tuple[str, str]]]:
    """Return column and side of each limit, per place that reads the relation."""
    reads = [read for read in find_table_reads(sql) if read.relation == relation]
    return [
        {
            (limit.column, side)
            for limit in read.limits
            for side in ("since", "until")
            if getattr(limit, side)
        }
        for read in reads
    ]


@pytest.mark.parametrize(
    "sql",
    [
        f"SELECT 1 FROM s.o AS o WHERE {BOUND}",
        f'SELECT 1 FROM "S"."O" AS O WHERE x = 1 AND ({BOUND})',
        "SELECT 1 FROM s.o WHERE o.made >= :start AND :end > made",
        "SELECT 1 FROM s.o WHERE made::date BETWEEN :first_day AND :last_day",
        "SELECT 1 FROM s.o WHERE made = :first_day",
        f"SELECT 1 FROM s.o AS o JOIN f ON o.id = f.id AND {BOUND}",
        f"SELECT 1 FROM f JOIN s.o AS o USING (id) WHERE {BOUND}",
        f"SELECT 1 FROM f JOIN s.o AS o ON {BOUND} LEFT JOIN g ON g.id = o.id",
        f"SELECT 1 FROM f LEFT JOIN s.o AS o ON o.id = f.id AND {BOUND}",
        f"SELECT 1 FROM s.o AS o RIGHT JOIN f ON o.id = f.id AND {BOUND}",
        f"SELECT 1 FROM s.o AS o LEFT JOIN f ON o.id = f.id WHERE {BOUND}",
        f"SELECT 1 FROM f, s.o AS o, LATERAL (SELECT o.id) AS l WHERE {BOUND}",
        f"SELECT 1 FROM f WHERE EXISTS (SELECT 1 FROM s.o AS o WHERE o.id = f.id AND {BOUND})",
        f"WITH few AS (SELECT * FROM s.o AS o WHERE {BOUND}) SELECT 1 FROM few",
        f"WITH o AS (SELECT * FROM s.o) SELECT 1 FROM o WHERE {BOUND}",
        f"WITH p AS (FROM s.o), o AS (SELECT p.* FROM p) SELECT 1 FROM o JOIN f ON {BOUND}",
        f"WITH o AS (SELECT id, upper(x) AS x, made FROM s.o) SELECT 1 FROM f JOIN o ON {BOUND}",
        "WITH o AS (SELECT made::date AS day FROM s.o WHERE x = 1) SELECT 1 FROM o"
        " WHERE day >= :start AND day < :end",
        f"SELECT 1 FROM (SELECT * FROM s.o AS p) AS o WHERE {BOUND}",
        "WITH o AS (SELECT * FROM s.o WHERE made < :end) SELECT 1 FROM o WHERE made >= :start",
        f"WITH o AS (FROM s.o) SELECT 1 FROM f WHERE id IN (SELECT id FROM o WHERE {BOUND})",
        f"SELECT 1 FROM (SELECT * FROM s.o AS o WHERE {BOUND} LIMIT 3) AS few",
        f"SELECT 1 FROM f UNION ALL SELECT 1 FROM s.o AS o WHERE {BOUND}",
        f"SELECT sum(x) OVER (ORDER BY y) FROM s.o AS o WHERE {BOUND}",
    ],
)
def test_conditions_limit_the_rows_of_the_select_that_reads_a_table(sql: str) -> None:
    assert limits(sql) == [SIDES]


@pytest.mark.parametrize(
    "sql",
    [
        f"SELECT 1 FROM s.o AS o LEFT JOIN f ON o.id = f.id AND {BOUND}",
        f"SELECT 1 FROM f RIGHT JOIN s.o AS o ON o.id = f.id AND {BOUND}",
        f"SELECT 1 FROM f FULL JOIN s.o AS o ON o.id = f.id AND {BOUND}",
        f"SELECT 1 FROM s.o AS o JOIN f ON o.id = f.id LEFT JOIN g ON {BOUND}",
        f"SELECT 1 FROM f ASOF JOIN s.o AS o ON f.made >= o.made WHERE {BOUND}",
        f"SELECT 1 FROM f ANTI JOIN s.o AS o ON {BOUND}",
        f"SELECT 1 FROM s.o AS o POSITIONAL JOIN f WHERE {BOUND}",
        f"SELECT 1 FROM s.o AS o WHERE NOT ({BOUND})",
        f"SELECT 1 FROM s.o AS o WHERE ({BOUND}) OR x = 1",
        f"SELECT 1 FROM s.o AS o WHERE ({BOUND}) IS NOT FALSE",
        f"SELECT 1 FROM s.o AS o WHERE coalesce({BOUND}, true)",
        f"SELECT count(*) FILTER (WHERE {BOUND}) FROM s.o AS o",
        f"SELECT 1 FROM s.o AS o GROUP BY made HAVING {BOUND}",
        f"SELECT 1 FROM s.o AS o QUALIFY row_number() OVER () = 1 AND {BOUND}",
        f"SELECT 1 FROM s.o AS o TABLESAMPLE 10% WHERE {BOUND}",
        f"SELECT 1 FROM s.o AS o WHERE {BOUND} USING SAMPLE 10%",
        f"SELECT 1 FROM s.o AS o(made, id) WHERE {BOUND}",
        f"SELECT 1 FROM f LEFT JOIN (g JOIN s.o AS o ON {BOUND}) ON true",
        f"SELECT 1 FROM s.o AS p, f AS o WHERE {BOUND}",
        f"WITH o AS (SELECT id, made + 1 AS made FROM s.o) SELECT 1 FROM o WHERE {BOUND}",
        f"WITH o AS (SELECT *, x AS made FROM s.o) SELECT 1 FROM o WHERE {BOUND}",
        f"WITH o AS (SELECT made, x AS made FROM s.o) SELECT 1 FROM o WHERE {BOUND}",
        f"WITH o AS (SELECT * REPLACE (x AS made) FROM s.o) SELECT 1 FROM o WHERE {BOUND}",
        f"WITH o AS (SELECT * FROM s.o LIMIT 9) SELECT 1 FROM o WHERE {BOUND}",
        f"WITH o AS (SELECT *, row_number() OVER () FROM s.o) SELECT 1 FROM o WHERE {BOUND}",
        f"WITH o AS (SELECT *, random() FROM s.o) SELECT 1 FROM o WHERE {BOUND}",
        f"WITH o AS (SELECT DISTINCT made FROM s.o) SELECT 1 FROM o WHERE {BOUND}",
        f"WITH o AS (SELECT min(made) AS made FROM s.o) SELECT 1 FROM o WHERE {BOUND}",
        f"WITH o(made) AS (SELECT id FROM s.o) SELECT 1 FROM o WHERE {BOUND}",
        "WITH o AS (SELECT * FROM s.o) SELECT 1 FROM f LEFT JOIN o ON true AND f.x = 1",
        f"WITH RECURSIVE o AS (SELECT * FROM s.o) SELECT 1 FROM o WHERE {BOUND}",
        f"WITH o AS (SELECT * FROM s.o) SELECT 1 FROM f, (WITH o AS (FROM f) FROM o) AS g"
        f" WHERE EXISTS (SELECT 1 FROM o WHERE {BOUND})",
        f"SELECT 1 FROM (WITH o AS (SELECT * FROM s.o) SELECT 1 FROM o WHERE {BOUND}) AS x",
        "SELECT 1 FROM s.o JOIN f USING (made) WHERE made >= :start",
        "SELECT 1 FROM s.o WHERE s.o.made >= :start",
        "SELECT 1 FROM s.o WHERE date_trunc('week', made) >= :start",
        "SELECT 1 FROM s.o WHERE made + interval 1 day >= :start",
        "SELECT 1 FROM s.o WHERE made >= f.made AND made < now()",
        "SELECT 1 FROM s.o WHERE made BETWEEN SYMMETRIC :start AND :end",
    ],
)
def test_whatever_may_keep_other_rows_limits_nothing(sql: str) -> None:
    assert limits(sql) == [set()]


def test_each_place_that_reads_a_table_counts() -> None:
    sql = f"""
        SELECT 1 FROM s.o AS o JOIN f ON true WHERE {BOUND}
        AND o.id NOT IN (SELECT id FROM s.o WHERE paid < :first_day)
    """

    assert limits(sql) == [SIDES, {("paid", "until")}]
    assert limits(sql, "f") == [set()]


def test_each_place_that_reads_a_query_of_with_counts() -> None:
    with_ = "WITH o AS (SELECT id, made AS day FROM s.o WHERE paid < :end), p AS (SELECT * FROM o)"
    sql = f"{with_} SELECT 1 FROM p JOIN o ON o.id = p.id WHERE p.day >= :start AND o.day < :end"

    paid = ("paid", "until")
    found = limits(sql)
    assert len(found) == 2
    assert {paid, ("made", "since")} in found
    assert {paid, ("made", "until")} in found
    assert limits(f"{with_} SELECT 1 FROM f") == [{paid}]


def test_a_query_that_does_not_parse_has_none() -> None:
    assert find_table_reads("SELECT FROM WHERE (") == ()
