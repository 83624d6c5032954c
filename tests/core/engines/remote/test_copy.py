"""Arrow's columns as a table of DuckDB."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal

import duckdb
import pyarrow as pa
import pytest

from core.engines.remote.copy import load_arrow, load_numbers, outline_columns
from core.errors import QueryError

NOON = datetime(2026, 7, 1, 12)


def test_columns_get_the_types_they_have_in_the_warehouse() -> None:
    with duckdb.connect() as target:
        target.execute("SET TimeZone = 'Asia/Tokyo'")
        arrow = pa.table(
            {
                "n": pa.array([1], pa.uint64()),
                "at": pa.array([NOON.replace(tzinfo=UTC)], pa.timestamp("us", "Europe/Berlin")),
            }
        )
        types = {"n": "numeric(20,0)", "at": "timestamp without time zone"}
        load_arrow(target, "shop.orders", arrow, types)
        load_arrow(target, "shop.orders", arrow, types)

        found = target.execute('SELECT typeof(n), typeof("at"), "at" FROM shop.orders').fetchall()
    assert found == [("DECIMAL(20,0)", "TIMESTAMP", datetime(2026, 7, 1, 14))]


def test_a_type_that_duckdb_lacks_is_refused_by_name() -> None:
    with duckdb.connect() as target:
        with pytest.raises(QueryError, match=r"shop\.orders cannot be copied: .*macaddr"):
            load_arrow(target, "shop.orders", pa.table({"mac": ["a"]}), {"mac": "macaddr"})
        with pytest.raises(QueryError, match=r"shop\.orders cannot be copied: .*macaddr"):
            outline_columns(target, "shop.orders", {"mac": "macaddr"})


def test_numbers_of_cells_keep_their_digits() -> None:
    with duckdb.connect() as target:
        arrow = pa.table(
            {
                "cell_": pa.array([1], pa.uint8()),
                "total": pa.array([Decimal("12345678901234567890.12")], pa.decimal128(38, 2)),
                "wide": pa.array([Decimal("0.5")], pa.decimal256(76, 20)),
                "mean": pa.array([None], pa.float64()),
            }
        )
        load_numbers(target, "cells_", arrow)
        load_numbers(target, "cells_", arrow)

        assert target.execute("SELECT * FROM cells_").fetchall() == [
            (1, Decimal("12345678901234567890.12"), 0.5, None)
        ]


def test_cells_of_something_else_than_numbers_are_refused() -> None:
    with (
        duckdb.connect() as target,
        pytest.raises(QueryError, match="the column at of date32"),
    ):
        load_numbers(target, "cells_", pa.table({"at": pa.array([NOON.date()])}))
