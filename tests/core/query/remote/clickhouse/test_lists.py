"""ClickHouse's form of lists."""

from __future__ import annotations

import pytest

from core.errors import UntranslatableError
from tests.core.query.remote.forms import text_of


def test_no_texts_give_null() -> None:
    text = text_of("string_agg(x, ',' ORDER BY id)", "clickhouse")

    assert text.startswith("if(empty(arrayMap(row_ -> tupleElement(row_, 3), arraySort(")


def test_an_order_both_ways_is_refused() -> None:
    with pytest.raises(UntranslatableError, match="order it in a query in FROM"):
        text_of("string_agg(x, ',' ORDER BY i, id DESC)", "clickhouse")
