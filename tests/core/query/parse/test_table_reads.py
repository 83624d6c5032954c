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
        f"SELECT 1 FROM (SELECT * FROM s.o AS p) AS o WHERE {BOUND}",
        f"SELECT 1 FROM s.o AS p, f AS o WHERE {BOUND}",
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


def test_a_query_that_does_not_parse_has_none() -> None:
    assert find_table_reads("SELECT FROM WHERE (") == ()
