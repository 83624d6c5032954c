"""Bases of process limits in the store."""

from __future__ import annotations

from dataclasses import replace

from core.engines.base import Database
from core.store.limits import RecordedLimits
from core.store.series_move import move_series
from core.store.values import Store
from tests.core.model.test_limits import BASE
from tests.core.store.test_series_move import ROWS, move_of


def test_a_base_that_is_recorded_is_never_changed(warehouse: Database) -> None:
    Store(warehouse).prepare(["success"])
    limits = RecordedLimits(warehouse)
    limits.add([BASE, replace(BASE, kpi_number=7)])
    limits.add([replace(BASE, base_values='{"2026-W01": 9}')])
    assert limits.read("success", [6]) == [BASE]
    assert len(limits.read("success")) == 2
    assert limits.read("growth") == []


def test_an_earlier_store_has_none(warehouse: Database) -> None:
    assert RecordedLimits(warehouse).read("success") == []


def test_bases_move_with_their_series(warehouse: Database) -> None:
    store = Store(warehouse)
    store.prepare(["success"])
    store.write(ROWS, (), ())
    RecordedLimits(warehouse).add([BASE])
    move_series(warehouse, move_of(warehouse))
    assert [base.field_name for base in RecordedLimits(warehouse).read("success")] == ["received"]
