"""Functions of text mean what they mean on PostgreSQL, and COLLATE "C" orders it."""

from __future__ import annotations

import pytest

from tests.core.query.remote.forms import findings, text_of


def test_text_has_an_order_by_code_points() -> None:
    assert findings('max(x COLLATE "C"), min(x COLLATE "C" || \'z\')') == []
    assert text_of('max(x COLLATE "C")', "spark") == "MAX((x))"


@pytest.mark.parametrize(
    ("expression", "found"),
    [
        ("max(x)", 'an order of text by a collation; write x COLLATE "C"'),
        ('max(x COLLATE "de_DE")', 'x COLLATE "de_DE"; write COLLATE "C"'),
        (
            'upper(x COLLATE "C")',
            'upper(x COLLATE "C"), which changes A to Z only; write lower(…) COLLATE "C"',
        ),
        ("substring(x, 0, 3)", "a place in a text that is not a number above 0"),
    ],
)
def test_what_depends_on_a_collation_is_refused(expression: str, found: str) -> None:
    assert findings(expression) == [found]
