"""SQL with marks, and nothing changed in what a reader copies."""

from __future__ import annotations

import html
import re

import pytest

from core.dictionary.highlight import highlight


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT a::date FROM t -- where <b>\nWHERE x < :start AND s = 'from ''here'' & there'",
        'SELECT "select" /* \' */ FROM t',
        "SELECT '",
        "",
    ],
)
def test_the_text_is_the_query(sql: str) -> None:
    assert html.unescape(re.sub(r"</?span[^>]*>", "", highlight(sql))) == sql


def test_parts_have_their_marks() -> None:
    marked = highlight("SELECT 'from' AS x -- and\nWHERE a::int > :start")

    assert re.findall(r'<span class="(\w)">([^<]+)</span>', marked) == [
        ("k", "SELECT"),
        ("s", "&#x27;from&#x27;"),
        ("k", "AS"),
        ("c", "-- and"),
        ("k", "WHERE"),
        ("p", ":start"),
    ]
