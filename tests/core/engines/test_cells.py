"""Who reads cells: remote engines only."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

from tests.warehouses import open_for, settings_for


def test_an_engine_whose_tables_can_be_copied_reads_none(
    tmp_path: Path, warehouse_url: str
) -> None:
    with (
        closing(open_for(settings_for(tmp_path, warehouse_url))) as warehouse,
        warehouse.snapshot(10) as snapshot,
    ):
        assert snapshot.cell_reader is None
