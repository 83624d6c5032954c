"""Literals, casts and choices."""

from __future__ import annotations

import pytest

from tests.core.query.remote.forms import findings, text_of


@pytest.mark.parametrize(
    ("expression", "found"),
    [
        ("1e3", "the number 1e3; write it without an exponent"),
        ("'5 Jan 2026'::date", "the text '5 Jan 2026' as date"),
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


def test_a_number_in_quotes_that_is_cast_is_a_number() -> None:
    assert text_of("'42.5'::numeric", "spark") == "42.5"
