"""Which expressions depend on a row alone."""

from __future__ import annotations

import pytest
import sqlglot
from sqlglot import exp

from core.query.parse.expressions import (
    excerpt_of,
    is_plain,
    is_time_parameter,
    odd_part,
    odd_relation,
)


def parse(sql: str) -> exp.Expr:
    return sqlglot.parse_one(sql, dialect="duckdb")


@pytest.mark.parametrize(
    "sql",
    ["a + 1", "lower(a) LIKE 'x%'", "CASE WHEN a IN (1, 2) THEN b END", "a::DATE - INTERVAL 1 DAY"],
)
def test_operators_and_functions_of_a_row_are_plain(sql: str) -> None:
    assert is_plain(parse(sql))


@pytest.mark.parametrize(
    ("sql", "odd"),
    [
        ("a < now()", exp.Anonymous),
        ("a + random()", exp.Rand),
        ("a IN (SELECT 1)", exp.Subquery),
        ("f(a)", exp.Anonymous),
        ("sum(a)", exp.Sum),
        ("a < $end", exp.Placeholder),
    ],
)
def test_what_may_differ_for_the_same_row_is_not_plain(sql: str, odd: type[exp.Expr]) -> None:
    assert not is_plain(parse(sql))
    assert type(odd_part([parse("a"), parse(sql)])) is odd


def test_tables_and_joins_are_the_relations_of_a_pass() -> None:
    tree = parse("SELECT 1 FROM a.b AS x JOIN a.c USING (id), a.d, (SELECT 1) AS q")
    *joins, subquery = tree.args["joins"]

    assert odd_relation([tree.args["from_"], *joins]) is None
    assert odd_relation([subquery]) is not None


def test_a_cut_off_bounds_no_time() -> None:
    assert is_time_parameter(parse("$end"))
    assert is_time_parameter(parse("$first_day"))
    assert not is_time_parameter(parse("$cut_off"))
    assert not is_time_parameter(parse("end_"))


def test_an_excerpt_is_short_and_names_parameters_as_the_author_does() -> None:
    assert excerpt_of(parse("a < $end")) == "a < :end"
    assert (
        excerpt_of(parse(" + ".join(["abcdefgh"] * 9)))
        == "abcdefgh + abcdefgh + abcdefgh + abcdefg…"
    )
