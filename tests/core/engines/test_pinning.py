"""Consistency of the engines that give one snapshot by themselves."""

from __future__ import annotations

from core.engines import Warehouse


def test_a_snapshot_needs_no_pins(warehouse: Warehouse) -> None:
    with warehouse.snapshot(20) as snapshot:
        snapshot.pin(["stg.nowhere"])
        assert snapshot.consistency == ""
