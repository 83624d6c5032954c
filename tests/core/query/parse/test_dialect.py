"""A table KPI runs on PostgreSQL, so what only DuckDB understands is a problem of its query."""

from __future__ import annotations

import pytest

from core.query.parse.statement import examine

WEEK = "FROM stg.t WHERE at >= :start"


def problems(sql: str) -> list[str]:
    return [message for _, message in examine(sql, "postgres").problems]


@pytest.mark.parametrize(
    ("expression", "name", "instead"),
    [
        ("median(x)", "median", "percentile_cont(0.5) WITHIN GROUP (ORDER BY x)"),
        ("MEDIAN(x)", "median", "percentile_cont(0.5) WITHIN GROUP (ORDER BY x)"),
        ("arg_max(x, y)", "arg_max", "(array_agg(x ORDER BY y DESC))[1]"),
        ("strftime(at, '%Y')::int", "strftime", "to_char(x, 'YYYY-MM-DD')"),
        ("max(year(at))", "year", "extract(year FROM x)"),
        ("sum(ifnull(x, 0))", "ifnull", "coalesce(x, y)"),
        ("max(epoch(at))", "epoch", "extract(epoch FROM x)"),
        ("count_if(x > 1)", "count_if", "count(*) FILTER (WHERE …)"),
        ("max(len(list_sort(x)))", "len", "length(x)"),
    ],
)
def test_a_function_that_only_duckdb_has_is_named_with_postgresqls(
    expression: str, name: str, instead: str
) -> None:
    assert problems(f"SELECT {expression} AS value {WEEK}")[0] == (
        f"the query calls {name}(…), which PostgreSQL does not have; write {instead}"
    )


def test_the_line_is_that_of_the_call() -> None:
    facts = examine(f"SELECT\n  count(*),\n  levenshtein(a, b) AS value {WEEK}", "postgres")

    assert facts.problems == (
        (
            3,
            "the query calls levenshtein(…), which PostgreSQL does not have; write it in"
            " PostgreSQL's SQL; a function of your own needs its schema's name",
        ),
    )


@pytest.mark.parametrize(
    ("sql", "construct"),
    [
        ("SELECT x AS value FROM stg.t QUALIFY row_number() OVER () = 1", "QUALIFY"),
        ("SELECT * EXCLUDE (x) FROM stg.t", "* EXCLUDE"),
        ("SELECT * REPLACE (1 AS x) FROM stg.t", "* EXCLUDE, REPLACE"),
        ("SELECT COLUMNS('v.*') FROM stg.t", "COLUMNS"),
        ("SELECT field, count(*) AS value FROM stg.t GROUP BY ALL", "GROUP BY ALL"),
        ("SELECT x AS value FROM stg.t ORDER BY ALL", "ORDER BY ALL"),
        ("FROM stg.t", "begins with FROM"),
        ("SELECT count(*) AS value FROM (FROM stg.t)", "begins with FROM"),
        ("SELECT [1, 2][1] AS value FROM stg.t", "list in brackets"),
        ("SELECT count(*) AS value FROM stg.t, unnest([1, 2]) AS u(x)", "list in brackets"),
        ("SELECT try_cast(x AS int) AS value FROM stg.t", "TRY_CAST"),
        ("SELECT count(*) AS value FROM stg.t SEMI JOIN stg.u ON t.a = u.a", "SEMI JOIN"),
        ("SELECT count(*) AS value FROM stg.t ASOF JOIN stg.u ON t.a >= u.a", "ASOF JOIN"),
        ("SELECT 1 AS value UNION ALL BY NAME SELECT 2 AS value", "UNION BY NAME"),
        ("SELECT max(x::hugeint) AS value FROM stg.t", "the type INT128"),
        ("SELECT max(x::tinyint) AS value FROM stg.t", "the type TINYINT"),
        ("SELECT count({'a': 1}) AS value FROM stg.t", "a struct"),
        ("SELECT count(*) AS value FROM stg.t WHERE regexp_matches(x, 'a')", "regexp_matches"),
        ("SELECT count(*) AS value FROM stg.t WHERE x GLOB 'a*'", "GLOB"),
        ("SELECT x AS value FROM stg.t LIMIT 10%", "a LIMIT in percent"),
    ],
)
def test_a_construct_that_only_duckdb_has_is_named(sql: str, construct: str) -> None:
    (message,) = problems(sql)
    assert construct in message


@pytest.mark.parametrize(
    "sql",
    [
        f"SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY x) AS value {WEEK}",
        f"SELECT count(*) FILTER (WHERE first AND t.last) AS value {WEEK}",
        f"SELECT analytics.median(x) AS value {WEEK}",
        "WITH year(day) AS (SELECT at FROM stg.t) SELECT count(*) AS value FROM year",
        "SELECT count(*) AS value FROM (SELECT 1 FROM stg.t) AS month(n)",
        "SELECT (ARRAY[10, 20])[1] + (ARRAY[[1], [2]])[1][1] AS value FROM stg.t",
        "SELECT x[1] + (array_agg(y ORDER BY z))[1] AS value FROM stg.t",
        "SELECT extract(year FROM at) AS value FROM stg.t FETCH FIRST (1) ROWS ONLY",
        "SELECT count(*) AS value FROM stg.t WHERE note = 'median(x)' -- median(x)",
        "SELECT greatest(1, least(2, 3)) + coalesce(nullif(x, 0), 1) AS value FROM stg.t",
        "SELECT (regexp_matches(x, '([0-9]+)'))[1]::int AS value FROM stg.t",
        "SELECT max(x::double precision) + max(date(y) - date(z)) AS value FROM stg.t",
        "SELECT substring(x FROM 2)::int + trim(both FROM y)::int AS value FROM stg.t",
    ],
)
def test_what_postgresql_has_is_no_problem(sql: str) -> None:
    assert problems(sql) == []


def test_a_query_over_files_is_written_in_duckdbs_dialect() -> None:
    facts = examine("FROM (SELECT median(x) AS value FROM deals) QUALIFY true", "duckdb")

    assert facts.problems == ()


def test_a_number_with_underscores_is_named() -> None:
    """sqlglot takes it for a number and an alias."""
    assert problems("SELECT 1_000") == [
        "the query has the number 1_000; write it without underscores"
    ]
