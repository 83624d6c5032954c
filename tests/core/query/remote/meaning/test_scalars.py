"""Literals, casts and choices."""

from __future__ import annotations

import pytest

from core.query.remote.statement import interpret
from tests.core.query.remote.forms import findings, text_of


@pytest.mark.parametrize(
    ("expression", "found"),
    [
        ("1e3", "the number 1e3; write it without an exponent"),
        ("'5.1.2026'::date", "the text '5.1.2026' as date"),
        ("x::int", "a cast of text to int"),
        ("i::boolean", "a cast of int to boolean"),
        ("f::numeric(10, 2)", "a cast of a fraction to numeric(p, s); use round(…)"),
        ("x::varchar(3)", "a cast to varchar(n) or char(n); use left(x, n)"),
        ("CASE WHEN yes THEN 1 ELSE x END", "int beside text; cast one of them"),
        ("sum((SELECT 1))", "a query within an aggregate; put it into FROM (…)"),
    ],
)
def test_what_engines_read_differently_is_refused(expression: str, found: str) -> None:
    assert findings(expression)[0].startswith(found)


@pytest.mark.parametrize(
    ("select", "found"),
    [
        ("count(*) FROM stg.u", ""),
        ("count(*) FROM (SELECT * FROM stg.u) AS q WHERE i > 1", ""),
        ("count(*) FROM (SELECT i, odd FROM stg.u) AS q", ""),
        ("count(odd) FROM stg.u", "the column odd of a type that engines do not share; "),
        ("i FROM stg.u WHERE odd IS NULL", "the column odd of a type that engines do not share; "),
        ("count(*) FROM stg.u GROUP BY odd", "rows grouped by a type that engines do not share; "),
    ],
)
def test_a_column_of_a_type_that_engines_do_not_share_may_be_there_and_is_not_read(
    select: str, found: str
) -> None:
    _, findings_ = interpret(f"SELECT {select}", {"stg.u": {"i": "integer", "odd": "hstore"}})

    assert [construct.startswith(found) for _, construct in findings_] == [True] * bool(found)


def test_a_number_in_quotes_that_is_cast_is_a_number() -> None:
    assert text_of("'42.5'::numeric", "spark") == "42.5"
