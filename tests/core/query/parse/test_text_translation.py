"""PostgreSQL's functions of text in DuckDB's dialect."""

from __future__ import annotations

import pytest

from core.query.parse.statement import examine


@pytest.mark.parametrize(
    ("postgres", "duckdb"),
    [
        ("x LIKE 'a\\_%'", "x LIKE 'a\\_%' ESCAPE '\\'"),
        ("x LIKE 'a%'", "x LIKE 'a%'"),
        ("substring(x, 2, 3)", "SUBSTRING(x, 2, 3)"),
        ("substring(x, -1)", "SUBSTRING(x, 1)"),
        ("x::varchar(3)", "LEFT(CAST(x AS TEXT), 3)"),
        ("x::char(3)", "RTRIM(LEFT(CAST(x AS TEXT), 3))"),
        ("x SIMILAR TO 'a.%_(b|c)'", "REGEXP_FULL_MATCH(x, 'a\\..*.(b|c)', 's')"),
        ("to_char(d, 'YYYY-MM-DD')", "STRFTIME(d, '%Y-%m-%d')"),
        ("to_char(d, 'IYYY\"-W\"IW')", "STRFTIME(d, '%G-W%V')"),
        ("every(x)", "BOOL_AND(CAST(x AS BOOLEAN))"),
        ("octet_length(x)", "STRLEN(x)"),
    ],
)
def test_a_function_or_operator_of_text_is_translated(postgres: str, duckdb: str) -> None:
    facts = examine(f"SELECT {postgres} FROM t", "postgres")

    assert facts.duckdb == f"SELECT {duckdb} FROM t"
