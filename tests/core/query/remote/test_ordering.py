"""The keys by which rows are grouped and ordered."""

from __future__ import annotations

from core.query.remote.statement import interpret
from tests.core.query.remote.engines import TYPES


def found_in(sql: str) -> list[str]:
    return [construct for _, construct in interpret(sql, TYPES)[1]]


def test_an_order_of_text_that_decides_is_refused() -> None:
    assert found_in("SELECT x FROM stg.t ORDER BY x LIMIT 1") == [
        "an order of text, which depends on the collation"
    ]


def test_an_order_for_readers_is_not() -> None:
    assert found_in("SELECT x FROM stg.t ORDER BY x") == []


def test_fractions_are_not_grouped_by() -> None:
    assert found_in("SELECT f, count(*) FROM stg.t GROUP BY 1") == [
        "rows grouped by float; round it or cast it"
    ]
