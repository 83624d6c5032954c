"""Places of published scorecards as text and as JSON."""

from __future__ import annotations

from core.cli.text.verified_places import place_record, place_text
from core.explain import VerifiedCell, VerifiedPlace
from core.publish import ShownCell

KEYS = ("success/weekly/2026", "06/forms/", "2026-W46")
SAME = VerifiedCell(ShownCell(KEYS, "", 5, 5.0, None, True), "same")
EDITED = VerifiedCell(ShownCell(KEYS, "sc2026!AV5", None, 5.0, None, False), "edited")
PLACE = VerifiedPlace("success", "var/success.xlsx", (SAME, EDITED), ("the tab x is missing",))


def test_only_cells_that_differ_are_listed() -> None:
    lines = place_text(PLACE).splitlines()

    assert lines[:2] == ["success, var/success.xlsx", "the tab x is missing"]
    assert lines[4].split() == (
        ["sc2026!AV5", "06/forms", "2026-W46", "empty", "5", "a", "person", "edited", "it"]
    )
    assert lines[-1] == "2 cells: 1 show what is stored, 1 edited by people"


def test_a_place_that_cannot_be_read_says_why() -> None:
    text = place_text(VerifiedPlace("success", "", error="SUCCESS_SHEET: no access"))

    assert text == "success: SUCCESS_SHEET: no access"


def test_a_record_has_the_cells_that_differ() -> None:
    record = place_record(PLACE)

    assert (record["cells"], record["error"]) == (2, None)
    (cell,) = record["different"]
    assert (cell["cell"], cell["shown"], cell["stored"], cell["result"]) == (
        "sc2026!AV5",
        None,
        5.0,
        "edited",
    )
