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
        ("left(x, i)", "left(x, i) with a computed number"),
        ("lpad(x, -1)", "lpad(x, -1) with a number below 0"),
        ("lpad(x, 3, '')", "lpad(x, 3, ''); give what fills as text"),
        ("substring(x, 2, -1)", "substring with a negative length"),
        ("split_part(x, g, 1)", "split_part(x, g, 1); give a delimiter as text, and a place"),
        ("concat_ws(g, x, x)", "concat_ws with a computed separator"),
        ("translate(x, 'aa', 'bc')", "translate(x, 'aa', 'bc'); name each sign once"),
        ("chr(i)", "chr(i); give a number of Unicode"),
    ],
)
def test_what_engines_compute_differently_is_refused(expression: str, found: str) -> None:
    assert findings(expression)[0].startswith(found)


@pytest.mark.parametrize(
    ("expression", "text"),
    [
        ("left(x, -2)", "REVERSE(SUBSTRING(REVERSE(x), 3))"),
        ("right(x, -2)", "SUBSTRING(x, 3)"),
        ("substring(x, -1, 4)", "SUBSTRING(x, 1, 2)"),
        ("substring(x, -1)", "SUBSTRING(x, 1)"),
        ("chr(228)", "'ä'"),
    ],
)
def test_places_before_a_text_are_left_out(expression: str, text: str) -> None:
    assert text_of(expression, "spark") == text
