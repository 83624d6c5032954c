"""The requests that make a tab, as a new one or in place of a blank one."""

from __future__ import annotations

from dataclasses import replace

from core.publish.google.changes import TabPlan
from core.publish.google.new_tab import new_tab_requests
from core.publish.google.positions import positions_of
from core.publish.google.sheet import TabNow
from tests.core.publish.google.tabs import wanted

BLANK = TabNow(0, 0, "Sheet1", "", ("",) * 1000, ("",) * 5, {})


def test_a_new_tab_is_made_marked_and_sized_before_anything_is_in_it() -> None:
    plan = TabPlan(wanted(), None)
    requests = [*new_tab_requests(plan, positions_of(plan, 99), 1)]
    kinds = [*dict.fromkeys(next(iter(request)) for request in requests)]
    assert kinds[:3] == ["addSheet", "createDeveloperMetadata", "updateDimensionProperties"]
    properties = requests[0]["addSheet"]["properties"]
    assert (properties["sheetId"], properties["title"], properties["index"]) == (99, "sc2026", 1)
    assert properties["gridProperties"] == {
        "rowCount": 27,
        "columnCount": 9,
        "frozenRowCount": 4,
        "frozenColumnCount": 4,
        "hideGridlines": True,
    }


def test_a_blank_tab_is_renamed_and_its_own_rows_move_below_ours() -> None:
    plan = TabPlan(wanted(), None, blank=BLANK)
    insert, append, update = [*new_tab_requests(plan, positions_of(plan, 0), None)][:3]
    assert insert["insertDimension"]["range"] == {
        "sheetId": 0,
        "dimension": "ROWS",
        "startIndex": 0,
        "endIndex": 7,
    }
    assert append["appendDimension"] == {"sheetId": 0, "dimension": "COLUMNS", "length": 4}
    assert update["updateSheetProperties"]["properties"]["title"] == "sc2026"


def test_a_blank_tab_with_columns_enough_keeps_them() -> None:
    plan = TabPlan(wanted(), None, blank=replace(BLANK, columns=("",) * 26))
    requests = [*new_tab_requests(plan, positions_of(plan, 0), None)]
    assert not [each for each in requests if "appendDimension" in each]
