"""Targets that people set, in the store."""

from __future__ import annotations

from core.engines.base import Warehouse
from core.store import SeriesLedger, apply_targets, migrate, read_targets_set
from tests.core.model.test_target_changes import target
from tests.rows import row


def test_what_people_set_is_read_and_applied(warehouse: Warehouse) -> None:
    migrate(warehouse, ["success"])
    change = target(6.0)
    SeriesLedger(warehouse).add([change.change])

    assert read_targets_set(warehouse, "success") == [change]
    assert [each.target for each in apply_targets(warehouse, [row()])] == [6.0]
    assert apply_targets(warehouse, []) == []
    assert SeriesLedger(warehouse).retirements("success") == []
