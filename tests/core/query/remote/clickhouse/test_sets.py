"""ClickHouse's form of unions."""

from __future__ import annotations

from core.query.remote.statement import written
from tests.core.query.remote.engines import PARAMS, TYPES


def text_of(sql: str) -> str:
    return written(sql, PARAMS, "clickhouse", TYPES, "Europe/Berlin")[0]


def test_numbers_that_meet_in_a_union_have_one_type() -> None:
    assert text_of("SELECT b FROM stg.t UNION ALL SELECT f FROM stg.t") == (
        "SELECT toFloat64(toFloat64(b)) FROM stg.t UNION ALL SELECT toFloat64(f) FROM stg.t"
    )


def test_all_sides_of_a_union_of_unions_have_one_type() -> None:
    found = text_of("SELECT i FROM stg.t UNION SELECT b FROM stg.t UNION SELECT n FROM stg.t")
    sides = found.split(" UNION DISTINCT ")

    assert len(sides) == 3
    assert all(side.startswith("SELECT toDecimal256(") for side in sides)


def test_other_columns_stay_as_they_are() -> None:
    assert text_of("SELECT g FROM stg.t UNION SELECT x FROM stg.t") == (
        "SELECT g FROM stg.t UNION DISTINCT SELECT x FROM stg.t"
    )
