"""Where a query within a query stands, and what it reads of the other."""

from __future__ import annotations

import pytest
from sqlglot import exp

from core.query.remote.meaning.nesting import correlation_of, is_true_enough, place_of, shape_of
from core.query.remote.statement import interpret
from tests.core.query.remote.engines import TYPES


def inner(sql: str) -> exp.Expr:
    tree, findings = interpret(sql, TYPES)
    assert findings == []
    found = tree.find(exp.Exists, exp.In)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("sql", "place"),
    [
        ("SELECT i FROM stg.t WHERE j = 1 AND i IN (SELECT j FROM stg.t)", "where"),
        ("SELECT i FROM stg.t WHERE NOT (i IN (SELECT j FROM stg.t) OR yes)", "or not where"),
        ("SELECT i IN (SELECT j FROM stg.t) AS x FROM stg.t", "value"),
        ("SELECT i FROM stg.t WHERE (i IN (SELECT j FROM stg.t)) IS NULL", "term where"),
        ("SELECT count(*) FILTER (WHERE i IN (SELECT j FROM stg.t)) FROM stg.t", "filter value"),
        ("SELECT bool_or(i IN (SELECT j FROM stg.t)) FROM stg.t", "aggregate value"),
    ],
)
def test_a_place_is_a_clause_and_what_is_around_it(sql: str, place: str) -> None:
    assert place_of(inner(sql)) == place


def test_null_and_false_are_the_same_where_rows_are_chosen() -> None:
    within = "i IN (SELECT j FROM stg.t)"

    assert is_true_enough(inner(f"SELECT i FROM stg.t WHERE {within} OR yes"))
    assert not is_true_enough(inner(f"SELECT i FROM stg.t WHERE NOT {within}"))
    assert not is_true_enough(inner(f"SELECT {within} AS x FROM stg.t"))


@pytest.mark.parametrize(
    ("condition", "correlation"),
    [
        ("u.yes", ""),
        ("u.j = o.id AND u.yes", "by equality"),
        ("u.j = o.id OR u.yes", "freely"),
        ("u.j = o.id + u.i", "freely"),
        ("u.ts >= o.ts", "freely"),
        ("o.yes", "freely"),
    ],
)
def test_a_query_reads_the_outer_one_by_equality_or_freely(
    condition: str, correlation: str
) -> None:
    sql = f"SELECT i FROM stg.t o WHERE EXISTS (SELECT 1 FROM stg.t u WHERE {condition})"

    assert correlation_of(inner(sql).this) == correlation


def test_a_shape_names_what_a_query_does_beside_choosing_rows() -> None:
    sql = "SELECT i FROM stg.t WHERE i IN (SELECT max(j) FROM stg.t GROUP BY g ORDER BY 1 LIMIT 1)"

    assert shape_of(inner(sql).args["query"]) == "grouped limit"
