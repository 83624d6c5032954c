"""Cells of a plan as the store keeps them."""

from __future__ import annotations

from datetime import UTC, datetime

from core.publish.google.changes import Adopted, Plan, TabPlan, Write
from core.publish.google.sheet import EMPTY, Content
from core.publish.google.written import adopted_cells, overwritten_cells, written_cells
from core.store.published_cells import OverwrittenCell, WrittenCell
from tests.core.publish.google.tabs import KEY, PERIODS, ROWS, standing, wanted

NOW = datetime(2026, 11, 16, 5, 0, tzinfo=UTC)
PLACE = (ROWS[0], PERIODS[0])
KEYS = (KEY, *PLACE)


def plan(*writes: Write, adopted: tuple[Adopted, ...] = ()) -> Plan:
    return Plan((TabPlan(wanted(), standing(wanted()), writes=writes, adopted=adopted),))


def test_a_value_of_ours_is_kept_with_its_note_and_position() -> None:
    write = Write(PLACE, "sc2026!G5", EMPTY, Content(5.0, "Scorecard: why"), our_note="why")
    assert [*written_cells(plan(write))] == [WrittenCell(KEYS, 5.0, "why", position=(4, 6))]


def test_a_note_that_stays_is_not_written() -> None:
    write = Write(PLACE, "sc2026!G5", EMPTY, Content(5.0))
    assert [*written_cells(plan(write))] == [WrittenCell(KEYS, 5.0, position=(4, 6))]


def test_of_a_persons_cell_only_our_note_is_kept() -> None:
    new = Content("mail", "Scorecard: kept")
    write = Write(PLACE, "sc2026!G5", Content("mail"), new, is_ours=False, our_note="kept")
    (cell,) = written_cells(plan(write))
    assert (cell.note, cell.sets_value) == ("kept", False)


def test_adopted_and_overwritten_cells_are_kept_with_their_values() -> None:
    assert [*adopted_cells(plan(adopted=(Adopted(PLACE, 7.0),)))] == [WrittenCell(KEYS, 7.0)]
    write = Write(PLACE, "sc2026!G5", Content("mail"), Content(5.0), overwrites=True)
    assert [*overwritten_cells(plan(write), "m1", NOW)] == [
        OverwrittenCell("m1", "sc2026!G5", *PLACE, "mail", "5.0", NOW)
    ]
