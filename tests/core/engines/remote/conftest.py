"""A small remote warehouse on Sail and on chdb: one table, with a column of each type."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pyarrow as pa
import pytest

from core.engines import Access, Snapshot, Warehouse, open_warehouse
from tests.project import settings_of, write_project
from tests.remotes import fill_chdb, write_lake

_DAY, _NOON = date(1960, 2, 29), datetime(2026, 7, 1, 12, 30, 0, 123456)
ORDERS = pa.table(
    {
        "id": pa.array([1, 2, 3], pa.int64()),
        "local_at": pa.array([_NOON, None, datetime(2026, 1, 1)], pa.timestamp("us")),
        "sent_at": pa.array(
            [_NOON.replace(tzinfo=UTC), datetime(2026, 1, 1, tzinfo=UTC), None],
            pa.timestamp("us", "UTC"),
        ),
        "day": pa.array([_DAY, date(2026, 7, 1), None], pa.date32()),
        "price": pa.array([Decimal("1.10"), Decimal("-2.05"), None], pa.decimal128(12, 2)),
        "name": pa.array(["é", "", None]),
        "is_test": pa.array([True, False, None]),
        "weight": pa.array([0.1, -1.5, None]),
        "rank": pa.array([1, 2, None], pa.int32()),
    }
)
NUMBERS = pa.table({"n": pa.array(range(1_000_000), pa.int64())})
TYPES = {
    "id": "bigint",
    "local_at": "timestamp without time zone",
    "sent_at": "timestamp with time zone",
    "day": "date",
    "price": "numeric(12,2)",
    "name": "text",
    "is_test": "boolean",
    "weight": "double precision",
    "rank": "integer",
}


@pytest.fixture(params=["sail", "chdb"])
def warehouse(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Warehouse]:
    write_project(tmp_path)
    tables = {"shop.orders": ORDERS, "shop.numbers": NUMBERS}
    if request.param == "sail":
        lake = write_lake(tmp_path / "lake", tables)
        settings = settings_of(
            tmp_path,
            SCORECARD_WAREHOUSE=request.getfixturevalue("sail"),
            SCORECARD_LAKE=str(lake),
            SCORECARD_COPIED_ROWS="3",
        )
    else:
        url = fill_chdb(tmp_path / "chdb", tables)
        settings = settings_of(tmp_path, SCORECARD_WAREHOUSE=url, SCORECARD_COPIED_ROWS="3")
    with closing(open_warehouse(settings, Access("scorecard run", write=False))) as found:
        yield found


@pytest.fixture
def snapshot(warehouse: Warehouse) -> Iterator[Snapshot]:
    with warehouse.snapshot(2.0) as found:
        found.set_timezone("Europe/Berlin")
        yield found
