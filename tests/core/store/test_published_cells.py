"""Cells of spreadsheets as they were last written, on both engines."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from core.engines.base import Warehouse
from core.store.publications import Publication
from core.store.published_cells import (
    OverwrittenCell,
    PublishedCells,
    WrittenCell,
    find_published_cells,
)
from core.store.schema import migrate
from tests.warehouses import open_for, settings_for

AT = datetime(2026, 11, 16, 5, 0, tzinfo=UTC)
NUMBER = WrittenCell(("tab", "06/forms/", "2026-W46"), 7.5, "note", position=(6, 51))
WORDS = WrittenCell(("tab", "06/forms/", "KPI"), "Forms")
NOTHING = WrittenCell(("tab", "06/forms/", "2026-W45"))
ONLY_NOTE = WrittenCell(("tab", "06/forms/", "2026-W44"), 9.0, "kept", sets_value=False)
CELLS = [NUMBER, WORDS, NOTHING]


@pytest.fixture
def warehouse(warehouse_url: str, tmp_path: Path) -> Iterator[Warehouse]:
    warehouse = open_for(settings_for(tmp_path, warehouse_url))
    migrate(warehouse, ["success"])
    yield warehouse
    warehouse.close()


@pytest.fixture
def cells(warehouse: Warehouse) -> PublishedCells:
    return PublishedCells(warehouse, "success", "book-1")


def publication(marker: str, at: datetime = AT, target: str = "book-1") -> Publication:
    return Publication(
        marker, "success", target, "publish", "", "ann", "here", at, "planned", 3, 0, 99
    )


def test_planned_cells_are_not_yet_published(cells: PublishedCells) -> None:
    cells.add_plan(publication("m1"), CELLS)
    assert cells.read() == {}
    assert {
        marker: sorted(planned, key=str) for marker, planned in cells.read_planned().items()
    } == {"m1": sorted(CELLS, key=str)}
    assert cells.first_publication_time() is None


def test_applied_cells_are_published(cells: PublishedCells) -> None:
    cells.add_plan(publication("m1"), CELLS)
    cells.conclude("m1", applied=True)
    assert cells.read() == {each.keys: each.value for each in CELLS}
    assert cells.read_planned() == {}
    assert cells.first_publication_time() == AT


def test_cells_that_were_given_up_are_dropped(cells: PublishedCells, warehouse: Warehouse) -> None:
    cells.add_plan(publication("m1"), CELLS)
    cells.conclude("m1", applied=False)
    assert cells.read() == {}
    assert cells.read_planned() == {}
    assert warehouse.execute("SELECT outcome FROM vl_analytics.scorecard_publication").rows == [
        ("given up",)
    ]
    assert warehouse.execute("SELECT count(*) FROM vl_analytics.scorecard_cell_planned").rows == [
        (0,)
    ]


def test_a_later_publication_replaces_cells_one_by_one(cells: PublishedCells) -> None:
    for marker, planned in (("m1", CELLS), ("m2", [replace(NUMBER, value=None)])):
        cells.add_plan(publication(marker), planned)
        cells.conclude(marker, applied=True)
    assert cells.read() == {NUMBER.keys: None, WORDS.keys: "Forms", NOTHING.keys: None}


def test_cells_that_hold_the_right_value_are_adopted(cells: PublishedCells) -> None:
    cells.adopt(CELLS, "m1")
    cells.adopt([], "m2")
    assert cells.read() == {each.keys: each.value for each in CELLS}


def test_notes_are_stored_beside_values(cells: PublishedCells) -> None:
    cells.add_plan(publication("m1"), [NUMBER, ONLY_NOTE])
    assert cells.read_planned() == {"m1": [NUMBER, ONLY_NOTE]}
    cells.conclude("m1", applied=True)
    assert cells.read() == {NUMBER.keys: 7.5}
    assert cells.read_notes() == {NUMBER.keys: "note", ONLY_NOTE.keys: "kept"}
    cells.adopt([replace(ONLY_NOTE, note="")], "m2")
    assert cells.read_notes() == {NUMBER.keys: "note", ONLY_NOTE.keys: ""}


def test_a_publication_without_cells_is_planned_too(cells: PublishedCells) -> None:
    cells.add_plan(publication("m1"), [])
    assert cells.read_planned() == {"m1": []}


def test_planned_publications_come_oldest_first(cells: PublishedCells) -> None:
    cells.add_plan(publication("later", datetime(2026, 11, 17, tzinfo=UTC)), [NUMBER])
    cells.add_plan(publication("earlier"), [WORDS])
    assert list(cells.read_planned()) == ["earlier", "later"]


def test_other_spreadsheets_and_domains_are_kept_apart(
    cells: PublishedCells, warehouse: Warehouse
) -> None:
    cells.adopt(CELLS, "m1")
    cells.add_plan(publication("m2"), CELLS)
    for other in (
        PublishedCells(warehouse, "success", "book-2"),
        PublishedCells(warehouse, "sales", "book-1"),
    ):
        assert other.read() == {}
        assert other.read_planned() == {}
        assert other.first_publication_time() is None


def test_overwritten_cells_are_kept_with_what_replaced_them(
    cells: PublishedCells, warehouse: Warehouse
) -> None:
    overwritten = [
        OverwrittenCell("m1", "sc2026!AZ5", "06/forms/", "2026-W46", "see mail", "7.5", AT),
        OverwrittenCell("m1", "sc2026!AY5", "06/forms/", "2026-W45", "", "6.0", AT),
    ]
    cells.add_overwritten(overwritten)
    cells.add_overwritten([])
    found = warehouse.execute(
        "SELECT cell, typed, computed, overwritten_at FROM vl_analytics.scorecard_cell_overwritten"
        " ORDER BY cell"
    )
    assert [tuple(row) for row in found.rows] == [
        ("sc2026!AY5", "", "6.0", AT),
        ("sc2026!AZ5", "see mail", "7.5", AT),
    ]


def test_a_cell_is_found_in_each_spreadsheet_of_its_domain(
    cells: PublishedCells, warehouse: Warehouse
) -> None:
    PublishedCells(warehouse, "success", "book-0").adopt([replace(NUMBER, value="late")], "m2")
    cells.adopt(CELLS, "m1")

    found = find_published_cells(warehouse, "success", "tab", "06/forms/", "2026-W46")
    assert [(each.target, each.cell.marker, each.cell.value) for each in found] == [
        ("book-0", "m2", "late"),
        ("book-1", "m1", 7.5),
    ]
    assert find_published_cells(warehouse, "sales", "tab", "06/forms/", "2026-W46") == []
