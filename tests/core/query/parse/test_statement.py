"""The facts of a whole query: its parameters, and what is wrong with it."""

from __future__ import annotations

import logging
import re
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from core.query.facts import Dialect
from core.query.parse import statement
from core.query.parse.statement import examine

DIALECTS: list[Dialect] = ["postgres", "duckdb"]
CORE = Path(statement.__file__).parents[2]


def test_only_two_packages_import_sqlglot() -> None:
    importing = re.compile(r"^ *(import|from) sqlglot", re.MULTILINE)
    modules = [path for path in CORE.rglob("*.py") if importing.search(path.read_text())]

    packages = {path.relative_to(CORE).parts[:2] for path in modules}
    assert packages == {("query", "parse"), ("query", "remote")}


def problem(sql: str, dialect: Dialect = "postgres") -> tuple[int, str]:
    (found,) = examine(sql, dialect).problems
    return found


def test_parameters_come_in_order_of_appearance() -> None:
    assert examine("SELECT :end, ':start', :first_day, :end::date", "postgres").parameters == (
        "end",
        "first_day",
    )


@pytest.mark.parametrize("dialect", DIALECTS)
@pytest.mark.parametrize(
    "expression",
    [
        ":start",
        "(:start)",
        "-:start",
        ":start::date",
        ":start||:start",
        ":end::date-:start::date",
        "x>=:start AND x<:end",
        "x BETWEEN :start AND :end",
        "x IN (:start,:end)",
        "CASE WHEN :start<:end THEN :cut_off END",
        "ARRAY[:start,:end]",
        "greatest(:start,:end)",
        "count(*) FILTER (WHERE x>=:start)",
        ":start - interval '1 day'",
        "$$:x$$||:start||$q$:y$q$",
    ],
)
def test_a_parameter_may_stand_wherever_a_value_can(expression: str, dialect: Dialect) -> None:
    facts = examine(f"SELECT {expression} AS value FROM a.b", dialect)
    assert facts.problems == ()
    assert facts.parameters == tuple(
        dict.fromkeys(re.findall(r"(?<!:):(start|end|cut_off)", expression))
    )
    assert [name for name in facts.parameters if f"${name}" not in facts.duckdb] == []


@pytest.mark.parametrize("dialect", DIALECTS)
@pytest.mark.parametrize(
    "sql",
    ["SELECT 1 AS value;", "-- One.\nSELECT 1 AS value ; -- the end\n", "SELECT 1; /* end */ ;"],
)
def test_a_semicolon_and_comments_at_the_end_are_no_second_statement(
    sql: str, dialect: Dialect
) -> None:
    assert examine(sql, dialect).problems == ()


@pytest.mark.parametrize("dialect", DIALECTS)
@pytest.mark.parametrize(
    ("sql", "count"),
    [("SELECT 1; SELECT 2", 2), ("SELECT 1; DELETE FROM a.b;", 2), ("", 0), ("-- nothing", 0)],
)
def test_a_query_is_one_statement(sql: str, count: int, dialect: Dialect) -> None:
    assert problem(sql, dialect) == (1, f"the query has {count} statements; write one SELECT")


@pytest.mark.parametrize("dialect", DIALECTS)
@pytest.mark.parametrize(
    "sql",
    [
        "INSERT INTO a.b VALUES (1)",
        "UPDATE a.b SET x = 1",
        "DELETE FROM a.b",
        "DROP TABLE a.b",
        "CREATE TABLE a.b AS SELECT 1",
        "TRUNCATE a.b",
        "COPY a.b TO '/etc/x'",
        "SET TimeZone = 'UTC'",
        "EXPLAIN SELECT 1",
        "VALUES (1)",
    ],
)
def test_what_is_not_a_select_is_refused_without_noise(
    sql: str, dialect: Dialect, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.WARNING):
        assert problem(sql, dialect) == (1, "the query is not a SELECT; a KPI only reads")
    assert caplog.text == ""


@pytest.mark.parametrize(
    ("sql", "what"),
    [
        ("WITH x AS (DELETE FROM a.b RETURNING 1) SELECT count(*) FROM x", "DELETE"),
        ("WITH x AS (INSERT INTO a.b SELECT 1 RETURNING 1) SELECT count(*) FROM x", "INSERT"),
        ("SELECT 1 AS value INTO a.b", "INTO"),
    ],
)
def test_a_select_that_writes_is_refused(sql: str, what: str) -> None:
    assert problem(sql) == (1, f"the query contains {what}; a KPI only reads")


@pytest.mark.parametrize(
    ("sql", "line", "text"),
    [
        ("SELECT\n  count( AS value\nFROM a.b", 2, r"Expecting \) near 'AS'"),
        ("SELECT 1 AS value\nFROM a.b\nWHERE (x = 1", 3, r"Expecting \) near '1'"),
        ("SELEC 1", 1, "Invalid expression .* near '1'"),
        ("SELECT 1\n, 'abc\n", 2, "' is never closed"),
        ("SELECT 'it''s'\n\n, \"abc", 3, '" is never closed'),
        ("SELECT $$ 'a\n$$, $q$ b $$", 2, r"\$q\$ is never closed"),
        ("SELECT 1\n, (", 2, r"Required keyword: 'this' missing for Paren near '\('"),
        ("DELETE\n'a\nb' FROM", 3, "Expected table name near .*"),
        ("VALUES ?", 1, "see what the database says of it"),
        ("SELECT 1\n/* a /* b */", 2, r"/\* is never closed"),
    ],
)
def test_sql_that_does_not_parse_names_line_and_place(sql: str, line: int, text: str) -> None:
    found, message = problem(sql)
    assert found == line
    assert re.fullmatch(f"the SQL does not parse: {text}", message)


@pytest.mark.parametrize("dialect", DIALECTS)
def test_parameters_and_quotes_do_not_move_the_line_that_is_named(dialect: Dialect) -> None:
    sql = (
        "SELECT ':a\n', $$\n$$\nFROM a.b /*\n*/\nWHERE x >= :start\n  AND x < :end\n\n  AND (y = 1"
    )
    assert problem(sql, dialect) == (9, "the SQL does not parse: Expecting ) near '1'")


_SIGNS = [
    "(",
    ")",
    ",",
    ";",
    "*",
    "1",
    "'",
    '"',
    "$$",
    "/*",
    "*/",
    "--",
    "::",
    "[",
    "]",
    "{",
    "}",
    "?",
    "%",
    "\n",
]
_WORDS = [
    "SELECT",
    "FROM",
    "WITH",
    "AS",
    "a",
    "a.b",
    ":start",
    "JOIN",
    "ON",
    "UNION",
    "CASE",
    "END",
    "VALUES",
    "DELETE",
]


@settings(deadline=None, max_examples=200)
@example(["*", "UNION", "VALUES", "END"], "postgres")
@given(st.lists(st.sampled_from(_SIGNS + _WORDS), max_size=12), st.sampled_from(DIALECTS))
def test_whatever_is_written_is_judged_and_never_a_crash(
    words: list[str], dialect: Dialect
) -> None:
    sql = " ".join(words)
    facts = examine(sql, dialect)
    assert all(
        1 <= line <= sql.count("\n") + 1 and "\n" not in message for line, message in facts.problems
    )
    assert facts.problems or facts.duckdb
