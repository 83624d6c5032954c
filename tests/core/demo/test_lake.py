"""The sample's tables as Parquet files."""

from __future__ import annotations

from pathlib import Path

import pyarrow.parquet as pq
import pytest

from core.demo.load import load_company
from core.demo.tables import TABLES
from core.engines import Access
from core.errors import UsageError
from tests.project import settings_of, write_project

ACCESS = Access("scorecard demo", write=True)


def test_a_lake_holds_every_table_with_its_types(tmp_path: Path) -> None:
    write_project(tmp_path)
    settings = settings_of(tmp_path, SCORECARD_WAREHOUSE="sc://there", SCORECARD_LAKE="lake's")
    load_company(settings, tmp_path / "var", ACCESS)

    files = {f"{path.parent.name}.{path.stem}": path for path in (tmp_path / "lake's").glob("*/*")}
    assert set(files) == {table.name for table in TABLES}
    schema = pq.read_schema(files["stg_ats.interviews"])
    assert str(schema.field("booked_at").type) == "timestamp[us, tz=UTC]"
    assert str(schema.field("scheduled_for").type) == "timestamp[us]"
    assert (
        str(pq.read_schema(files["stg_finance.costs"]).field("amount").type) == "decimal128(12, 2)"
    )


def test_a_remote_warehouse_without_a_lake_is_refused(tmp_path: Path) -> None:
    write_project(tmp_path)
    settings = settings_of(tmp_path, SCORECARD_WAREHOUSE="clickhouse://there")

    with pytest.raises(UsageError, match="set SCORECARD_LAKE=var/lake"):
        load_company(settings, tmp_path / "var", ACCESS)
