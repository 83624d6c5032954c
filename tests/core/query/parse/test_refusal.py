"""What DuckDB cannot compute as PostgreSQL does fails there, with the reason."""

from __future__ import annotations

import duckdb
import pytest

from core.query.parse.statement import examine

ROW = "(SELECT 1 AS i, 2 AS j, 0.5::float8 AS f, 'a' AS x, 'b' AS g, now() AS ts) AS t"


@pytest.mark.parametrize(
    ("expression", "what"),
    [
        ("to_char(ts, 'FMMonth')", "this format of to_char"),
        ("to_char(ts, 'HH12:MI AM')", "this format of to_char"),
        ("format('%s', i)", "format"),
        ("substring(x FROM '[a-z]+')", "substring by a pattern"),
        ("(i, j) > (0, 0)", "an order of rows"),
        ("f::numeric::text", "the text of a number"),
        ("f::float8::text", "the text of a number"),
        ("x SIMILAR TO g", "SIMILAR TO with an escape or a computed pattern"),
    ],
)
def test_what_would_differ_fails_on_duckdb_with_the_reason(expression: str, what: str) -> None:
    facts = examine(f"SELECT {expression} AS value FROM {ROW}", "postgres")

    assert facts.problems == ()
    with (
        duckdb.connect() as connection,
        pytest.raises(duckdb.InvalidInputException, match=f"only PostgreSQL computes {what}"),
    ):
        connection.execute(facts.duckdb)
