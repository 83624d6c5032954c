"""The keys by which rows are grouped and ordered."""

from __future__ import annotations

import pytest

from core.query.remote.statement import interpret
from tests.core.query.remote.engines import TYPES


def found_in(sql: str) -> list[str]:
    return [construct for _, construct in interpret(sql, TYPES)[1]]


def test_an_order_of_text_that_decides_is_refused() -> None:
    assert found_in("SELECT x FROM stg.t ORDER BY x LIMIT 1") == [
        'an order of text by a collation; write x COLLATE "C"'
    ]


def test_a_limit_that_leaves_open_which_rows_is_refused() -> None:
    found = "LIMIT without ORDER BY, which may return any rows; order them"

    assert found_in("SELECT sum(i) AS value FROM (SELECT i FROM stg.t LIMIT 3) AS q") == [found]
    assert found_in("SELECT i AS value FROM stg.t ORDER BY i LIMIT 3") == []


def test_an_order_for_readers_is_not() -> None:
    assert found_in("SELECT x FROM stg.t ORDER BY x") == []


def test_fractions_are_not_grouped_by() -> None:
    assert found_in("SELECT f, count(*) FROM stg.t GROUP BY 1") == [
        "rows grouped by float; round it or cast it"
    ]


@pytest.mark.parametrize("clause", ["GROUP BY 2", "GROUP BY 0", "ORDER BY 2", "ORDER BY 2 LIMIT 1"])
def test_a_place_without_a_column_is_named(clause: str) -> None:
    place = clause.split()[2]

    assert found_in(f"SELECT i FROM stg.t {clause}") == [
        f"the place {place} of a column that it does not return; name a column"
    ]


def test_places_behind_columns_that_are_not_known_may_be_any() -> None:
    assert interpret("SELECT *, 1 AS one FROM stg.u GROUP BY 3 ORDER BY 3 LIMIT 1", {})[1] == []
