"""DuckDB's refusals as one sentence with a place."""

from __future__ import annotations

import duckdb
import pytest

from core.engines.local_plan import describe_statement, described_columns, plan_error
from core.errors import PlanError


def refused(sql: str) -> PlanError:
    with duckdb.connect() as connection:
        connection.execute("CREATE SCHEMA s; CREATE TABLE s.t (a int)")
        with pytest.raises(duckdb.Error) as caught:
            connection.execute(describe_statement(sql))
    return plan_error(caught.value, sql)


@pytest.mark.parametrize(
    ("sql", "missing", "word", "place"),
    [
        ("SELECT nope FROM s.t", "column", "nope", 7),
        ("SELECT a\nFROM s.t\nWHERE\n  b > 1", "column", "b", 26),
        ("SELECT t.nope FROM s.t", "column", "nope", 7),
        ("SELECT a FROM s.nope", "table", "nope", 14),
        ("SELECT a\nFROM s.t WHERE foo(a)", "", "foo", 24),
        ("SELECT x.a FROM s.t", "", "x", 7),
    ],
)
def test_the_place_is_one_in_the_query(sql: str, missing: str, word: str, place: int) -> None:
    error = refused(sql)

    assert (error.missing, error.word, error.offset) == (missing, word, place)


def test_the_place_in_a_long_line_is_unknown_but_its_word_is_not() -> None:
    error = refused(f"SELECT {'a + ' * 60} foo(a) FROM s.t")

    assert (error.offset, error.word) == (None, "foo")


def test_a_message_is_one_sentence_without_the_kind_of_error() -> None:
    assert str(refused("SELECT foo(1)")) == "Scalar Function with name foo does not exist"


def test_an_error_without_text_has_a_message_all_the_same() -> None:
    assert str(plan_error(duckdb.Error(""), "SELECT 1")) == "refused"


def test_columns_are_in_lower_case() -> None:
    assert described_columns([("Value", "BIGINT", "YES")]) == (("value", "BIGINT"),)
