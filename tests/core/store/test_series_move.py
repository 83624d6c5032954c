"""A stored series moves with everything that names it, or not at all."""

from __future__ import annotations

from dataclasses import replace

import pytest

from core.engines.base import Database
from core.errors import WarehouseError
from core.store.comments import Comments
from core.store.series import SeriesLedger
from core.store.series_move import SeriesMove, find_rows, move_series
from core.store.values import Store
from tests.core.store.test_comments import LOW
from tests.core.store.test_series import RENAMED
from tests.rows import row
from tests.warehouses import HOLDER

ROWS = [row(1.0, "web"), row(2.0, "mail"), row(3.0, kpi_number=7)]


def move_of(database: Database) -> SeriesMove:
    rows, covered = find_rows(database, RENAMED)
    return SeriesMove(RENAMED, rows, covered, "06/forms/", "06/received/", "")


def test_its_rows_move_and_a_row_without_a_value_gives_way(warehouse: Database) -> None:
    store = Store(warehouse)
    store.prepare(["success"])
    failed = row(None, field_name="received", field="web", outcome="failed")
    store.write([*ROWS, failed], (), (), covered=[row(5.0, "web")])
    Comments(warehouse, "success").add([LOW])
    move_series(warehouse, move_of(warehouse))

    assert [comment.field_name for comment in Comments(warehouse, "success").read()] == ["received"]
    assert [(each.field_name, each.value) for each in store.rows("success")] == [
        ("received", 2.0),
        ("received", 1.0),
        ("forms", 3.0),
    ]
    assert [each.field_name for each in store.covered_rows("success")] == ["received"]
    assert [each.text for each in SeriesLedger(warehouse).changes("success")] == [
        "success/kpi_06 forms → success/kpi_06 received"
    ]


def test_a_move_that_fails_half_way_moves_nothing(warehouse: Database) -> None:
    store = Store(warehouse)
    store.prepare(["success"])
    store.write(ROWS, (), ())
    before = store.rows("success")
    move = move_of(warehouse)
    warehouse.script("DROP TABLE vl_analytics.scorecard_note")

    with pytest.raises(WarehouseError):
        move_series(warehouse, replace(move, title=HOLDER))
    assert store.rows("success") == before
