"""Logic and comparisons mean what they mean on PostgreSQL."""

from __future__ import annotations

import pytest

from tests.core.query.remote.forms import findings, text_of


def test_any_of_an_array_is_a_list() -> None:
    assert text_of("i = ANY(ARRAY[1, 2])", "spark") == "i IN (1, 2)"


@pytest.mark.parametrize(
    ("expression", "found"),
    [
        ("x < 'b'", 'an order of text by a collation; write x COLLATE "C"'),
        ("i = '7'", "a number in quotes; write it without them"),
        ("x = 1", "text beside int; cast one of them"),
        ("i AND yes", "int as a condition"),
    ],
)
def test_what_engines_compare_differently_is_refused(expression: str, found: str) -> None:
    assert findings(expression) == [found]
