"""What runs saw of their sources, stored and read back on both engines."""

from __future__ import annotations

from dataclasses import replace

from core.engines.base import Warehouse
from core.model.records import Input
from core.store.inputs import Inputs
from core.store.schema import migrate
from tests.rows import RUN_AT

TABLE = Input(
    run_id="run-1",
    domain="success",
    kpi_number=6,
    source="stg.forms",
    kind="table",
    rows=3_000_000_000,
    is_estimate=True,
    newest=RUN_AT,
)


def test_inputs_are_read_back_by_source(warehouse: Warehouse) -> None:
    migrate(warehouse, ["success"])
    file = replace(
        TABLE,
        source="a.csv",
        kind="file",
        rows=None,
        newest=None,
        files=2,
        bytes=99,
        modified=RUN_AT,
    )
    orders = replace(TABLE, source="stg.orders", version="8440340404040404040", as_of=RUN_AT)
    Inputs(warehouse).add([TABLE, file, orders, replace(TABLE, kpi_number=7)])

    assert Inputs(warehouse).read("run-1", "success", 6) == [file, TABLE, orders]
    assert Inputs(warehouse).read("run-2", "success", 6) == []


def test_adding_nothing_stores_nothing(warehouse: Warehouse) -> None:
    migrate(warehouse, ["success"])
    Inputs(warehouse).add([])

    assert warehouse.execute("SELECT count(*) FROM vl_analytics.scorecard_source").rows == [(0,)]


def test_a_warehouse_without_a_store_has_no_inputs(warehouse: Warehouse) -> None:
    assert Inputs(warehouse).read("run-1", "success", 6) == []
