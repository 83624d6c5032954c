"""What a publish could not write is kept until a publish replaces it."""

from __future__ import annotations

from core.engines.base import Database
from core.store.faults import Faults
from core.store.schema import migrate


def test_faults_are_replaced_in_order_for_one_scorecard_and_place(warehouse: Database) -> None:
    ours, elsewhere = Faults(warehouse, "success", "book"), Faults(warehouse, "success", "other")
    assert ours.read() == ()  # there is no table yet

    migrate(warehouse, ["success"])
    elsewhere.replace(["a tab was deleted"])
    ours.replace(["two cells are protected", "a row is missing"])
    assert ours.read() == ("two cells are protected", "a row is missing")

    ours.replace(["a row is missing"])
    assert ours.read() == ("a row is missing",)
    ours.replace([])
    assert ours.read() == ()
    assert elsewhere.read() == ("a tab was deleted",)
