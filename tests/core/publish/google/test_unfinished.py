"""Publications that broke off."""

from __future__ import annotations

from dataclasses import replace

from core.publish.google.sheet import Content
from core.publish.google.unfinished import (
    Settled,
    add_settled,
    add_settled_notes,
    settle_unfinished,
)
from core.store.published_cells import WrittenCell
from tests.core.publish.google.tabs import KEY, PERIODS, ROWS, book, put, standing, wanted

CELL = WrittenCell((KEY, ROWS[0], PERIODS[0]), 5.0)
TABS = (wanted(),)
OTHER = WrittenCell((KEY, ROWS[1], PERIODS[0]), 6.0)


def test_a_publication_whose_mark_is_there_was_applied_whole() -> None:
    stands = replace(book(standing(wanted())), markers={3: "success:ab"})
    assert settle_unfinished(stands, TABS, {"success:ab": [CELL, OTHER]}) == [
        Settled("success:ab", True, (CELL, OTHER))
    ]


def test_of_another_publication_only_the_cells_that_hold_its_values_count() -> None:
    stands = book(put(standing(wanted()), {(4, 6): Content(5.0)}))
    gone = WrittenCell(("success/daily/2026", "a", "b"), 1.0)
    assert settle_unfinished(stands, TABS, {"success:ab": [CELL, OTHER, gone]}) == [
        Settled("success:ab", False, (CELL,))
    ]


def test_nothing_was_written_where_nothing_is_changed_since_the_plan() -> None:
    stands = book(put(standing(wanted()), {(4, 6): Content(5.0)}))
    assert settle_unfinished(stands, TABS, {"success:ab": [CELL]}, is_changed=False) == [
        Settled("success:ab", False, ())
    ]


def test_settled_cells_replace_older_ones() -> None:
    settled = [Settled("a", True, (CELL,)), Settled("b", False, (replace(CELL, value=7.0),))]
    base = {CELL.keys: 1.0, OTHER.keys: 2.0}
    assert add_settled(base, settled) == {CELL.keys: 7.0, OTHER.keys: 2.0}


def test_a_note_that_arrived_is_settled_without_its_value() -> None:
    noted = replace(CELL, note="no value: NULL")
    stands = book(put(standing(wanted()), {(4, 6): Content(1.0, "Scorecard: no value: NULL")}))
    (settled,) = settle_unfinished(stands, TABS, {"success:ab": [noted]})
    assert settled.cells == (replace(noted, sets_value=False),)
    assert add_settled({}, [settled]) == {}
    assert add_settled_notes({}, [settled]) == {CELL.keys: "no value: NULL"}


def test_a_note_that_was_to_be_removed_and_is_still_there_was_not_written() -> None:
    removed = replace(CELL, value=1.0, note="")
    found = []
    for note in ("Scorecard: not run", "ask Ann"):
        stands = book(put(standing(wanted()), {(4, 6): Content(1.0, note)}))
        (settled,) = settle_unfinished(stands, TABS, {"success:ab": [removed]})
        found += [cell.note for cell in settled.cells]
    assert found == [None, ""]


def test_a_note_that_only_begins_as_planned_was_not_written() -> None:
    noted = replace(CELL, value=1.0, note="runs 1")
    stands = book(put(standing(wanted()), {(4, 6): Content(1.0, "Scorecard: runs 1 and 2")}))
    planned = {"success:ab": [noted]}
    (settled,) = settle_unfinished(stands, TABS, planned, {CELL.keys: "runs 1 and 2"})
    assert settled.cells == (replace(noted, note=None),)


def test_a_note_that_went_to_another_column_is_where_it_landed() -> None:
    header = WrittenCell((KEY, "labels", PERIODS[1]), "Feb", "new", position=(2, 6))
    cells = {(2, 6): Content("Jan", "Scorecard: new"), (2, 7): Content("Feb", "Scorecard: old")}
    stands = replace(book(put(standing(wanted()), cells)), markers={3: "success:ab"})
    (settled,) = settle_unfinished(stands, TABS, {"success:ab": [header]}, {header.keys: "old"})
    landed = WrittenCell((KEY, "labels", PERIODS[0]), "Feb", "new", sets_value=False)
    assert settled.cells == (replace(header, note=None), landed)
