"""Rows of the store's tables: inserted, updated, deleted and read on both engines."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest

from core.engines.base import Warehouse
from core.store.columns import make_columns
from core.store.tables import (
    delete,
    full_name,
    insert,
    query,
    read,
    scorecard_table,
    update_on_conflict,
)
from tests.warehouses import open_for, settings_for

TABLE = "scorecard_sample"


@dataclass(frozen=True)
class Sample:
    name: str
    count: int | None = None


ANN, BOB = Sample("Ann", 1), Sample("Bob")


@pytest.fixture
def warehouse(warehouse_url: str, tmp_path: Path) -> Iterator[Warehouse]:
    with closing(open_for(settings_for(tmp_path, warehouse_url))) as found:
        found.script(
            "CREATE SCHEMA vl_analytics;"
            "CREATE TABLE vl_analytics.scorecard_sample (name text PRIMARY KEY, count integer)"
        )
        yield found


def samples(warehouse: Warehouse) -> list[Sample]:
    return read(warehouse, Sample, TABLE, "ORDER BY name", {})


def test_each_domain_has_a_table_of_its_own_in_the_schema() -> None:
    assert full_name(scorecard_table("success")) == 'vl_analytics."scorecard_success"'


def test_many_rows_go_into_one_statement(warehouse: Warehouse) -> None:
    insert(warehouse, TABLE, make_columns([BOB, ANN]))

    assert samples(warehouse) == [ANN, BOB]


def test_no_columns_insert_and_delete_nothing(warehouse: Warehouse) -> None:
    insert(warehouse, TABLE, make_columns([ANN]))
    insert(warehouse, TABLE, {})
    delete(warehouse, TABLE, {})

    assert samples(warehouse) == [ANN]


def test_a_row_with_the_same_key_is_updated(warehouse: Warehouse) -> None:
    insert(warehouse, TABLE, make_columns([ANN]))
    conflict = update_on_conflict(["name"], ["count"])
    insert(warehouse, TABLE, make_columns([Sample("Ann", 2), BOB]), conflict)

    assert samples(warehouse) == [Sample("Ann", 2), BOB]


def test_the_rows_that_hold_the_values_are_deleted(warehouse: Warehouse) -> None:
    insert(warehouse, TABLE, make_columns([ANN, BOB]))
    delete(warehouse, TABLE, {"name": ("text", ["Ann", "Nobody"])})

    assert samples(warehouse) == [BOB]


def test_a_column_that_the_table_lacks_may_be_given(warehouse: Warehouse) -> None:
    insert(warehouse, TABLE, make_columns([ANN]))

    assert read(warehouse, Sample, TABLE, "", {}, count=7) == [Sample("Ann", 7)]


def test_a_missing_table_has_no_rows(warehouse: Warehouse) -> None:
    assert read(warehouse, Sample, "scorecard_nowhere", "", {}) == []
    assert query(warehouse, "SELECT 1 FROM vl_analytics.nowhere", {}).rows in ([], ())
