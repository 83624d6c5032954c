"""The relation that a column is of."""

from __future__ import annotations

import pytest
import sqlglot
from sqlglot.optimizer.scope import build_scope

from core.query.parse.sources_in_scope import ColumnOrigin, ScopeColumns


def origins(sql: str, output: str = "value", **known: tuple[str, ...]) -> set[ColumnOrigin]:
    root = build_scope(sqlglot.parse_one(sql, dialect="duckdb"))
    assert root is not None
    return set(ScopeColumns(root, known).outputs_of(root)[output])


def test_a_name_of_a_subquery_is_that_of_the_outer_query_if_only_that_one_has_it() -> None:
    sql = "SELECT (SELECT max(n) FROM inner_table) AS value FROM outer_table"

    assert origins(sql, inner_table=("m",), outer_table=("n",)) == {
        ColumnOrigin("outer_table", "n")
    }
    assert origins(sql, inner_table=("n",), outer_table=("n",)) == {
        ColumnOrigin("inner_table", "n")
    }
    assert origins(sql) == {
        ColumnOrigin("inner_table", "n", is_certain=False),
        ColumnOrigin("outer_table", "n", is_certain=False),
    }


def test_a_subquery_of_from_does_not_see_the_tables_beside_it() -> None:
    sql = "SELECT x.n AS value FROM a, (SELECT n FROM b) AS x"

    assert origins(sql) == {ColumnOrigin("b", "n")}


@pytest.mark.parametrize("star", ["*", "a.*"])
def test_a_star_has_the_columns_of_its_table(star: str) -> None:
    sql = f"SELECT x.n AS value FROM (SELECT {star} FROM a JOIN b ON true) AS x"

    assert ColumnOrigin("a", "n", is_certain=star == "a.*") in origins(sql)
    assert origins(sql, a=("n",), b=("m",)) == {ColumnOrigin("a", "n")}
