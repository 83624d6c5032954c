"""Cells of a published scorecard."""

from __future__ import annotations

from core.publish.shown import ShownCell, ShownPlace


def test_a_place_has_no_faults_unless_some_are_named() -> None:
    cell = ShownCell(("success/weekly/2026", "06/forms/", "2026-W46"), "A1", 1, 1, None, True)

    assert ShownPlace("var/success.xlsx", (cell,)).faults == ()
