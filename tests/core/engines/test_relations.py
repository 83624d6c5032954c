"""The tables and views of a warehouse, on both engines."""

from __future__ import annotations

from core.engines.base import Warehouse
from core.engines.relations import WarehouseTable, group_columns

INTEGER = {"duckdb": "INTEGER", "postgres": "integer"}
TEXT = {"duckdb": "VARCHAR", "postgres": "text"}


def test_tables_and_views_have_their_columns_in_order(warehouse: Warehouse) -> None:
    warehouse.script(
        "CREATE SCHEMA stg; CREATE TABLE stg.forms (zone text, amount int);"
        ' CREATE VIEW stg.amounts AS SELECT amount AS "How Much" FROM stg.forms;'
        " CREATE TEMPORARY TABLE hidden (n int)"
    )

    view, table = warehouse.relations()

    number, text = INTEGER[warehouse.dialect], TEXT[warehouse.dialect]
    assert (table.full_name, table.kind) == ("stg.forms", "table")
    assert table.columns == (("zone", text), ("amount", number))
    assert (view.full_name, view.kind, view.rows) == ("stg.amounts", "view", None)
    assert view.columns == (("How Much", number),)


def test_a_table_has_the_databases_estimate_of_its_rows(warehouse: Warehouse) -> None:
    warehouse.script("CREATE TABLE t AS SELECT 1 AS n UNION ALL SELECT 2")
    warehouse.script("ANALYZE t")

    (table,) = warehouse.relations()

    assert table.rows == 2


def test_an_empty_warehouse_has_none(untouched: Warehouse) -> None:
    assert untouched.relations() == []


def test_columns_are_grouped_by_their_relation() -> None:
    rows = [
        ("stg", "a", "table", 3, "x", "integer"),
        ("stg", "a", "table", 3, "y", "text"),
        ("stg", "b", "table", None, None, None),
    ]

    assert group_columns(rows) == [
        WarehouseTable("stg", "a", "table", 3, (("x", "integer"), ("y", "text"))),
        WarehouseTable("stg", "b", "table", None, ()),
    ]
