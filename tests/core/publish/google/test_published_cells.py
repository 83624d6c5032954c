"""What the store remembers of publications, on both engines."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from core.engines.base import Warehouse
from core.publish.google.changes import Write
from core.publish.google.published_cells import Record
from core.publish.google.sheet import Content
from core.store.publications import Publication
from core.store.schema import migrate
from tests.warehouses import open_for, settings_for

AT = datetime(2026, 11, 16, 5, 0, tzinfo=UTC)
NUMBER = ("tab", "06/forms/", "2026-W46", 7.5)
WORDS = ("tab", "06/forms/", "KPI", "Forms")
NOTHING = ("tab", "06/forms/", "2026-W45", None)
CELLS = [NUMBER, WORDS, NOTHING]


@pytest.fixture
def warehouse(warehouse_url: str, tmp_path: Path) -> Iterator[Warehouse]:
    warehouse = open_for(settings_for(tmp_path, warehouse_url))
    migrate(warehouse, ["success"])
    yield warehouse
    warehouse.close()


@pytest.fixture
def record(warehouse: Warehouse) -> Record:
    return Record(warehouse, "success", "book-1")


def publication(marker: str, at: datetime = AT, target: str = "book-1") -> Publication:
    return Publication(
        marker, "success", target, "publish", "", "ann", "here", at, "planned", 3, 0, 99
    )


def test_what_is_planned_is_not_yet_what_stands_there(record: Record) -> None:
    record.plan(publication("m1"), CELLS)
    assert record.base() == {}
    assert {marker: sorted(cells, key=str) for marker, cells in record.planned().items()} == {
        "m1": sorted(CELLS, key=str)
    }
    assert record.first_published() is None


def test_what_was_applied_stands_there(record: Record) -> None:
    record.plan(publication("m1"), CELLS)
    record.conclude("m1", applied=True)
    assert record.base() == {each[:3]: each[3] for each in CELLS}
    assert record.planned() == {}
    assert record.first_published() == AT


def test_what_was_given_up_is_forgotten(record: Record, warehouse: Warehouse) -> None:
    record.plan(publication("m1"), CELLS)
    record.conclude("m1", applied=False)
    assert record.base() == {}
    assert record.planned() == {}
    assert warehouse.execute("SELECT outcome FROM vl_analytics.scorecard_publication").rows == [
        ("given up",)
    ]
    assert warehouse.execute("SELECT count(*) FROM vl_analytics.scorecard_cell_planned").rows == [
        (0,)
    ]


def test_a_later_publication_replaces_cells_one_by_one(record: Record) -> None:
    for marker, cells in (("m1", CELLS), ("m2", [("tab", "06/forms/", "2026-W46", None)])):
        record.plan(publication(marker), cells)
        record.conclude(marker, applied=True)
    assert record.base() == {NUMBER[:3]: None, WORDS[:3]: "Forms", NOTHING[:3]: None}


def test_cells_found_as_they_should_be_are_adopted(record: Record) -> None:
    record.adopt(CELLS, "m1")
    record.adopt([], "m2")
    assert record.base() == {each[:3]: each[3] for each in CELLS}


def test_a_publication_without_cells_is_planned_all_the_same(record: Record) -> None:
    record.plan(publication("m1"), [])
    assert record.planned() == {"m1": []}


def test_planned_publications_come_oldest_first(record: Record) -> None:
    record.plan(publication("later", datetime(2026, 11, 17, tzinfo=UTC)), [NUMBER])
    record.plan(publication("earlier"), [WORDS])
    assert list(record.planned()) == ["earlier", "later"]


def test_other_places_and_domains_are_not_mixed_up(record: Record, warehouse: Warehouse) -> None:
    record.adopt(CELLS, "m1")
    record.plan(publication("m2"), CELLS)
    for other in (Record(warehouse, "success", "book-2"), Record(warehouse, "sales", "book-1")):
        assert other.base() == {}
        assert other.planned() == {}
        assert other.first_published() is None


def test_what_was_taken_back_is_kept_with_what_replaced_it(
    record: Record, warehouse: Warehouse
) -> None:
    writes = [
        Write(
            ("06/forms/", "2026-W46"),
            "sc2026!AZ5",
            Content("see mail"),
            Content(7.5),
            overwrites=True,
        ),
        Write(
            ("06/forms/", "2026-W45"), "sc2026!AY5", Content(None), Content(6.0), overwrites=True
        ),
    ]
    record.overwritten("m1", writes, AT)
    record.overwritten("m1", [], AT)
    found = warehouse.execute(
        "SELECT cell, typed, computed, overwritten_at FROM vl_analytics.scorecard_cell_overwritten"
        " ORDER BY cell"
    )
    assert [tuple(row) for row in found.rows] == [
        ("sc2026!AY5", "", "6.0", AT),
        ("sc2026!AZ5", "see mail", "7.5", AT),
    ]
