"""Publications that broke off."""

from __future__ import annotations

from dataclasses import replace

from core.publish.google.sheet import Content
from core.publish.google.unfinished import Settled, add_settled, settle_unfinished
from tests.core.publish.google.tabs import KEY, PERIODS, ROWS, book, put, standing, wanted

CELL = (KEY, ROWS[0], PERIODS[0], 5.0)
OTHER = (KEY, ROWS[1], PERIODS[0], 6.0)


def test_a_publication_whose_mark_is_there_was_applied_whole() -> None:
    stands = replace(book(standing(wanted())), markers={3: "success:ab"})
    assert settle_unfinished(stands, {"success:ab": [CELL, OTHER]}) == [
        Settled("success:ab", True, (CELL, OTHER))
    ]


def test_of_another_publication_only_the_cells_that_hold_its_values_count() -> None:
    stands = book(put(standing(wanted()), {(4, 6): Content(5.0)}))
    gone = ("success/daily/2026", "a", "b", 1.0)
    assert settle_unfinished(stands, {"success:ab": [CELL, OTHER, gone]}) == [
        Settled("success:ab", False, (CELL,))
    ]


def test_settled_cells_replace_older_ones() -> None:
    settled = [Settled("a", True, (CELL,)), Settled("b", False, ((*CELL[:3], 7.0),))]
    assert add_settled({CELL[:3]: 1.0, OTHER[:3]: 2.0}, settled) == {CELL[:3]: 7.0, OTHER[:3]: 2.0}
