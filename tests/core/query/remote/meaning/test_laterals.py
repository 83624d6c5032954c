"""LATERAL over simple forms: each column is put where it is named."""

from __future__ import annotations

import pytest

from core.query.remote.statement import interpret
from tests.core.query.remote.engines import TYPES


def written(sql: str) -> str:
    tree, findings = interpret(sql, TYPES)
    assert findings == []
    return tree.sql(dialect="postgres")


def test_a_row_of_values_is_put_where_it_is_named() -> None:
    sql = "SELECT q.v FROM stg.t CROSS JOIN LATERAL (SELECT i * 2 AS v) AS q WHERE v > 3"

    assert written(sql) == "SELECT (i * 2) AS v FROM stg.t WHERE (i * 2) > 3"


def test_rows_of_values_are_chosen_by_their_number() -> None:
    found = written("SELECT v AS value FROM stg.t, LATERAL (VALUES (i), (j)) AS q(v)")

    chosen = "((CASE q.place_ WHEN 0 THEN i WHEN 1 THEN j END)) AS value"
    assert found == f"SELECT {chosen} FROM stg.t, (VALUES (0), (1)) AS q(place_)"


def test_a_total_becomes_a_query_as_a_value() -> None:
    total = "(SELECT count(*) AS c FROM stg.t AS u WHERE u.j = o.id)"
    found = written(f"SELECT q.c FROM stg.t AS o LEFT JOIN LATERAL {total} AS q ON true")

    inner = "(SELECT COUNT(*) FROM stg.t AS u WHERE u.j = o.id)"
    assert found == f"SELECT ({inner}) AS c FROM stg.t AS o"


@pytest.mark.parametrize(
    ("lateral", "obstacle"),
    [
        ("CROSS JOIN LATERAL (SELECT u.i FROM stg.t AS u) AS q", "LATERAL with rows of its own; "),
        ("CROSS JOIN LATERAL (SELECT 1 AS x LIMIT 0) AS q", "LATERAL with rows of its own; "),
        ("JOIN LATERAL (SELECT 1 AS x) AS q ON yes", "LATERAL with a condition; put it into WHER"),
    ],
)
def test_rows_of_its_own_are_refused(lateral: str, obstacle: str) -> None:
    found = interpret(f"SELECT count(*) AS value FROM stg.t {lateral}", TYPES)[1]

    assert found[0][1].startswith(obstacle)
