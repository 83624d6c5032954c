"""What is known of a query without running it, and remembering it on disk."""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from core.query import facts as sqlfacts
from core.query.cache import FactsCache
from core.query.facts import Dialect, SqlFacts, examine

DIALECTS: list[Dialect] = ["postgres", "duckdb"]


def relations(sql: str, dialect: Dialect = "postgres") -> list[str]:
    facts = examine(sql, dialect)
    assert facts.problems == ()
    return list(facts.relations)


def problem(sql: str, dialect: Dialect = "postgres") -> tuple[int, str]:
    (found,) = examine(sql, dialect).problems
    return found


@pytest.mark.parametrize(
    ("sql", "expected"),
    [
        ("SELECT 1 AS value", []),
        ("SELECT count(*) FROM stg.deals", ["stg.deals"]),
        ('SELECT count(*) FROM Stg."Deals" AS d, deals', ["deals", "stg.deals"]),
        (
            "SELECT 1 FROM a.b JOIN a.c USING (id), LATERAL (SELECT 1 FROM a.d) AS l",
            ["a.b", "a.c", "a.d"],
        ),
        (
            "SELECT (SELECT max(x) FROM a.b) FROM a.c WHERE EXISTS (SELECT FROM a.d)",
            ["a.b", "a.c", "a.d"],
        ),
        ("SELECT 1 FROM a.b UNION ALL SELECT 2 FROM a.c", ["a.b", "a.c"]),
        ("SELECT count(*) FROM generate_series(1, 9) AS g, unnest(ARRAY[1]) AS u", []),
        ("SELECT 'FROM a.b' /* FROM a.c */ FROM a.d -- FROM a.e", ["a.d"]),
    ],
)
def test_relations_are_those_that_the_query_reads(sql: str, expected: list[str]) -> None:
    assert relations(sql) == expected


@pytest.mark.parametrize(
    ("sql", "expected"),
    [
        ("WITH won AS (SELECT * FROM a.b) SELECT count(*) FROM won", ["a.b"]),
        ("WITH x AS (SELECT 1), y AS (SELECT * FROM x) SELECT * FROM y", []),
        ("WITH x AS (SELECT 1) SELECT * FROM x UNION SELECT * FROM x", []),
        ("WITH x AS (SELECT 1) SELECT (SELECT max(c) FROM (SELECT * FROM x) AS q)", []),
        (
            (
                "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 5) SELECT"
                " count(*) FROM n"
            ),
            [],
        ),
        ("WITH a AS (SELECT 1) SELECT * FROM A, s.a", ["s.a"]),
        # A name that WITH gives is not known before, within itself, or outside its query.
        ("WITH deals AS (SELECT DISTINCT * FROM deals) SELECT count(*) FROM deals", ["deals"]),
        ("WITH x AS (SELECT * FROM y), y AS (SELECT 1) SELECT * FROM x", ["y"]),
        ("SELECT * FROM (WITH x AS (SELECT 1) SELECT * FROM x) AS q, x", ["x"]),
    ],
)
def test_names_that_with_gives_are_no_relations(sql: str, expected: list[str]) -> None:
    assert relations(sql, "duckdb") == expected


def test_columns_are_all_that_are_named_wherever_they_stand() -> None:
    facts = examine(
        "SELECT sum(D.Amount) FILTER (WHERE won) AS value FROM a.b AS d JOIN a.c USING (deal_id) "
        "WHERE closed_at >= :start GROUP BY region ORDER BY max(rank)",
        "postgres",
    )
    assert {"amount", "won", "deal_id", "closed_at", "region", "rank"} <= set(facts.columns)
    assert "value" not in facts.columns
    assert not facts.star


def test_the_column_that_a_dot_reaches_into_is_named_too() -> None:
    assert {"address", "city"} <= set(examine("SELECT address.city FROM a.b", "duckdb").columns)


@pytest.mark.parametrize(
    ("sql", "star"),
    [
        ("SELECT count(*) FROM a.b", False),
        ("SELECT 2 * 3 FROM a.b", False),
        ("SELECT * FROM a.b", True),
        ("SELECT b.* FROM a.b", True),
        ("SELECT * EXCLUDE (x) FROM a.b", True),
        ("SELECT count(*) FROM (SELECT * FROM a.b) AS q", True),
        ("SELECT sum(x) FROM a.b NATURAL JOIN a.c", True),
        ("SELECT sum(COLUMNS('x.*')) FROM a.b", True),
    ],
)
def test_a_star_asks_for_every_column_but_within_count(sql: str, star: bool) -> None:
    assert examine(sql, "duckdb").star is star


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


@pytest.mark.parametrize(
    ("call", "name"),
    [
        ("read_csv('x.csv')", "read_?csv"),
        ("read_parquet('x.parquet')", "read_?parquet"),
        ("read_text('/etc/passwd')", "read_text"),
        ("glob('*')", "glob"),
        ("query('SELECT 1')", "query"),
        ("duckdb_secrets()", "duckdb_secrets"),
        ("sqlite_scan('a', 'b')", "sqlite_scan"),
        ("pg_ls_dir('.')", "pg_ls_dir"),
    ],
)
def test_a_function_that_reads_what_no_source_declares_is_refused(call: str, name: str) -> None:
    line, message = problem(f"SELECT * FROM {call}", "duckdb")
    assert line == 1
    assert re.match(
        rf"the query reads through {name}\(…\), which sources cannot declare; use Table, File",
        message,
    )


@pytest.mark.parametrize(
    "call", ["pg_read_file('x')", "getenv('HOME')", "query_to_xml('SELECT 1', true, true, '')"]
)
def test_a_value_that_is_read_from_outside_is_refused(call: str) -> None:
    name = call.partition("(")[0]
    assert problem(f"SELECT {call} AS value") == (
        1,
        f"the query calls {name}(…), which reads outside the declared sources",
    )


def test_a_file_read_by_its_name_is_a_relation_that_no_source_has() -> None:
    assert relations("SELECT count(*) FROM 'exports/deals.csv'", "duckdb") == ["exports/deals.csv"]


# The value of each column is PostgreSQL's.
_POSTGRES: list[tuple[str, Any]] = [
    ("':start'", ":start"),
    ("'it''s' || ' :end'", "it's :end"),
    (r"E'it\'s\t:end'", "it's\t:end"),
    ("$$ :start 'n' $$", " :start 'n' "),
    ("'7'::int + 1", 8),
    ("'abc' LIKE 'a%'", True),
    ("13 % 5", 3),
    ("7 / 2", 3),
    ("7 / 2.0", 3.5),
    ("date '2026-11-16' - date '2026-11-01'", 15),
    ("extract(isodow FROM date '2026-11-15')", 7),
    ("date_trunc('month', date '2026-11-16')::date::text", "2026-11-01"),
    ("count(*) FILTER (WHERE two = 2)", 1),
    ("percentile_cont(0.5) WITHIN GROUP (ORDER BY two)", 2),
    ("coalesce(nullif(max(two), 2), 9)", 9),
    ("'x' ~* '^X$'", True),
    (":start::text", "1000"),
    ("-:end", -1001),
    ("CASE WHEN :start < :end THEN ':end' END", ":end"),
]


@pytest.fixture(scope="module")
def database() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as connection:
        connection.execute("SET integer_division = true")
        yield connection


@settings(deadline=None, max_examples=50)
@given(
    st.lists(st.sampled_from(_POSTGRES), min_size=1, max_size=6),
    st.sampled_from([" ", "\n", "/* :x ' */", "-- :x\n"]),
)
def test_postgresqls_dialect_means_the_same_in_duckdb(
    database: duckdb.DuckDBPyConnection, columns: list[tuple[str, Any]], gap: str
) -> None:
    names = ", ".join(f"{sql}{gap}AS c{index}" for index, (sql, _) in enumerate(columns))
    facts = examine(f"SELECT {names}{gap}FROM (SELECT 2 AS two) AS given", "postgres")
    assert facts.problems == ()
    values = {"start": 1000, "end": 1001}
    found = database.execute(
        facts.duckdb, {name: values[name] for name in facts.parameters}
    ).fetchall()
    assert [tuple(map(_plain, row)) for row in found] == [tuple(value for _, value in columns)]


def _plain(value: Any) -> Any:
    return value if isinstance(value, str | bool | int) else float(value)


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


QUERY = "WITH x AS (SELECT a FROM s.t) SELECT count(*) AS value FROM x WHERE a >= :start"
BROKEN = "SELECT ("


def test_facts_are_remembered_on_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "var" / "cache" / "sql.json"
    cache = FactsCache(path)
    learnt = [cache.examine(sql, "postgres") for sql in (QUERY, BROKEN)]
    cache.save()

    def fail(*_: object) -> SqlFacts:
        raise AssertionError("parsed again")

    monkeypatch.setattr(sqlfacts, "examine", fail)
    again = FactsCache(path)
    assert [again.examine(sql, "postgres") for sql in (QUERY, BROKEN)] == learnt
    assert learnt == [examine(sql, "postgres") for sql in (QUERY, BROKEN)]
    assert [each.name for each in path.parent.iterdir()] == ["sql.json"]


def test_a_query_is_remembered_for_its_dialect_alone(tmp_path: Path) -> None:
    cache = FactsCache(tmp_path / "sql.json")
    division = "SELECT x::numeric AS value FROM s.t"
    assert cache.examine(division, "postgres").duckdb != cache.examine(division, "duckdb").duckdb


def test_the_file_is_written_only_when_something_was_learnt(tmp_path: Path) -> None:
    path = tmp_path / "sql.json"
    first = FactsCache(path)
    first.save()
    assert not path.exists()
    first.examine(QUERY, "postgres")
    first.save()
    written = path.stat().st_mtime_ns
    second = FactsCache(path)
    second.examine(QUERY, "postgres")
    second.save()
    assert path.stat().st_mtime_ns == written
    second.examine(BROKEN, "postgres")
    second.save()
    assert len(json.loads(path.read_text())) == 2


@pytest.mark.parametrize("text", ["", "{", "[]", "null", '"text"', "\x00\xff"])
def test_a_spoilt_file_is_as_none(tmp_path: Path, text: str) -> None:
    path = tmp_path / "sql.json"
    path.write_text(text, encoding="latin-1")
    cache = FactsCache(path)
    assert cache.examine(QUERY, "postgres") == examine(QUERY, "postgres")
    cache.save()
    assert len(json.loads(path.read_text())) == 1


def test_a_folder_that_cannot_be_written_costs_nothing_but_speed(tmp_path: Path) -> None:
    (tmp_path / "var").touch()
    cache = FactsCache(tmp_path / "var" / "cache" / "sql.json")
    assert cache.examine(QUERY, "postgres").relations == ("s.t",)
    cache.save()
