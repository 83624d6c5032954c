"""What runs saw of the sources of their KPIs, as the store keeps it."""

from __future__ import annotations

from collections.abc import Sequence

from core.engines import Warehouse
from core.model import Input
from core.store.schema import SCHEMA
from core.store.tables import insert, read

# The store's columns by the field that each holds: `rows` is a word of SQL.
_COLUMNS = {
    "run_id": ("run_id", "text"),
    "domain": ("domain", "text"),
    "kpi_number": ("kpi_number", "int"),
    "source": ("source", "text"),
    "kind": ("kind", "text"),
    "place": ("place", "text"),
    "rows": ("row_count", "bigint"),
    "is_estimate": ("is_estimate", "boolean"),
    "newest": ("newest", "timestamptz"),
    "files": ("files", "int"),
    "bytes": ("bytes", "bigint"),
    "checksum": ("checksum", "text"),
    "modified": ("modified", "timestamptz"),
    "field_name": ("field_name", "text"),
    "range_type": ("range_type", "text"),
    "periods": ("periods", "int"),
}


def insert_inputs(warehouse: Warehouse, inputs: Sequence[Input]) -> None:
    """Keep what a run saw of its sources, within the transaction that stores what it made of them."""
    if inputs:
        columns = {
            name: (kind, [getattr(each, field) for each in inputs])
            for field, (name, kind) in _COLUMNS.items()
        }
        insert(warehouse, "scorecard_source", columns)


def inputs_of(warehouse: Warehouse, run_id: str, domain: str, number: int) -> tuple[Input, ...]:
    """Return what a run saw of a KPI's sources; nothing where it kept no record."""
    found = read(
        warehouse,
        f"SELECT {', '.join(name for name, _ in _COLUMNS.values())} FROM {SCHEMA}.scorecard_source "
        "WHERE run_id = :run AND domain = :domain AND kpi_number = :number ORDER BY source",
        {"run": run_id, "domain": domain, "number": number},
    )
    return tuple(Input(**dict(zip(_COLUMNS, row, strict=True))) for row in found.rows)
