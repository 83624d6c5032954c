"""What has several spellings is written in one."""

from __future__ import annotations

import pytest

from core.query.parse.statement import parse
from core.query.remote.meaning.canonical import canonical


def written(sql: str) -> str:
    [tree] = parse(sql, "postgres")
    return canonical(tree).sql(dialect="postgres")


@pytest.mark.parametrize(
    ("condition", "same"),
    [
        ("(i, j) = (7, 2)", "(i = 7 AND j = 2)"),
        ("(i, j) <> (7, 2)", "(i <> 7 OR j <> 2)"),
        ("(i, j) <= (7, 2)", "(i < 7 OR (i = 7 AND (j <= 2)))"),
        ("(i, j) IN ((1, 2), (3, 4))", "((i = 1 AND j = 2) OR (i = 3 AND j = 4))"),
        ("i <> ALL(ARRAY[1, 2])", "NOT i IN (1, 2)"),
        ("i BETWEEN SYMMETRIC 9 AND 1", "(i BETWEEN 9 AND 1 OR i BETWEEN 1 AND 9)"),
    ],
)
def test_rows_and_ranges_are_compared_value_by_value(condition: str, same: str) -> None:
    assert written(f"SELECT {condition}") == f"SELECT {same}"


@pytest.mark.parametrize(
    ("keys", "sets"),
    [
        ("ROLLUP (g, yes)", "(g, yes), (g), ()"),
        ("CUBE (g, yes)", "(g, yes), (g), (yes), ()"),
        ("d, ROLLUP (g)", "(d, g), (d)"),
        ("GROUPING SETS ((g, yes), g, ())", "(g, yes), (g), ()"),
    ],
)
def test_rollup_and_cube_are_grouping_sets(keys: str, sets: str) -> None:
    found = written(f"SELECT count(*) FROM t GROUP BY {keys}")

    assert found == f"SELECT COUNT(*) FROM t GROUP BY GROUPING SETS ({sets})"


def test_a_named_window_is_written_out() -> None:
    found = written("SELECT sum(i) OVER w FROM t WINDOW w AS (PARTITION BY g ORDER BY id)")

    assert found == "SELECT SUM(i) OVER (PARTITION BY g ORDER BY id) FROM t"


def test_an_ordered_union_becomes_a_query_in_from() -> None:
    found = written("SELECT i FROM t UNION SELECT j FROM t ORDER BY 1 LIMIT 2")

    union = "(SELECT i FROM t UNION SELECT j FROM t) AS united_"
    assert found == f"SELECT * FROM {union} ORDER BY 1 LIMIT 2"


def test_a_union_of_columns_without_names_stays() -> None:
    sql = "SELECT 1 UNION SELECT 2 ORDER BY 1"

    assert written(sql) == sql
