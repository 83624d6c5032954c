"""Names in the messages of engines."""

from __future__ import annotations

import pytest

from core.engines.remote.dbapi import COLUMNS, quoted_word


@pytest.mark.parametrize(
    ("message", "word"),
    [
        ("line 1:8: Table 'hive.shop.nope' does not exist", "hive.shop.nope"),
        ("Object 'SHOP.NOPE' does not exist or not authorized.", "shop.nope"),
        ("Statement reached its statement timeout", ""),
    ],
)
def test_the_quoted_name_is_what_is_missing(message: str, word: str) -> None:
    assert quoted_word(message) == word


def test_a_table_is_asked_for_by_parameters() -> None:
    assert "= ? AND lower(table_name) = ? " in COLUMNS.format("?", "?")
