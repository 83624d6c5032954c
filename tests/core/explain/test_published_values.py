"""Published cells verified against the store and its record of changes."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from core.engines.base import Database
from core.explain.published_values import CellVerifier, rows_by_cell
from core.publish.shown import ShownCell
from core.store.values import Store
from tests.core.explain.verifications import command
from tests.core.store.conftest import warehouse
from tests.project import kpi_text, runner_text, write_project
from tests.rows import RUN_AT, row
from tests.spreadsheets import Office
from tests.warehouses import execute

__all__ = ["warehouse"]

LATER = RUN_AT + timedelta(days=1)
KEYS = ("success/weekly/2026", "06/forms/", "2026-W46")


def judged(database: Database, cell: ShownCell) -> str:
    rows = rows_by_cell("success", Store(database).rows("success"))
    (verified,) = CellVerifier(database, "success", rows).verify([cell])
    return verified.truth


def cell(shown: object, *, is_ours: bool = True) -> ShownCell:
    return ShownCell(KEYS, "sc2026!AV5", shown, 5.0, LATER, is_ours)  # type: ignore[arg-type]


@pytest.fixture
def store(warehouse: Database) -> Store:
    found = Store(warehouse)
    found.prepare(["success"])
    found.write([row(5.0)], (), ())
    return found


def test_a_cell_that_shows_the_stored_value_is_the_same(store: Store) -> None:
    assert judged(store.database, cell(5)) == "same"


def test_a_cell_that_is_no_longer_ours_was_edited_by_a_person(store: Store) -> None:
    assert judged(store.database, cell(7, is_ours=False)) == "edited"
    assert judged(store.database, cell(None, is_ours=False)) == "edited"


def test_a_stored_value_that_changed_since_is_not_published_yet(store: Store) -> None:
    assert judged(store.database, cell(4)) == "unexplained"

    since = LATER + timedelta(hours=1)
    store.write([row(5.0, computed_at=since)], (), (), now=since)
    assert judged(store.database, cell(4)) == "not published"


def places(root: Path, url: str) -> tuple[int, Any]:
    found = command(root, url, "verify", "success", "--published", "--format", "json")
    return found.return_value, json.loads(found.stdout)["published"]


def test_a_workbook_is_verified_beside_the_values(root: Path, warehouse_url: str) -> None:
    command(root, warehouse_url, "publish", "success")
    assert places(root, warehouse_url)[0] == 0

    path = root / "var" / "success.xlsx"
    book = openpyxl.load_workbook(path)
    tab = book["sc2026"]
    calls = [cell for row in tab.iter_rows() for cell in row if cell.value == 2][-1]
    calls.value = 3
    book.save(path)
    code, (place,) = places(root, warehouse_url)
    (different,) = place["different"]
    assert (code, different["cell"]) == (0, f"sc2026!{calls.coordinate}")
    assert (different["shown"], different["stored"], different["result"]) == (3, 2.0, "edited")


def test_a_spreadsheet_is_verified_without_a_write(office: Office) -> None:
    kpi = {"success/kpi_01.py": kpi_text("SELECT 4 AS value", name="Four")}
    write_project(office.root, kpi, {"success": runner_text("success", sheet=office.variable)})
    assert office.run("run", "success", "--week", "2026-W46")[0] == 0
    office.person.type("sc2026", office.cell("Four", "W46"), 7)
    office.asked()

    code, out, err = office.run("verify", "success", "--published")
    assert (code, err) == (0, "")
    assert "1 value verified: 1 same" in out
    assert "a person edited it" in out
    assert office.asked()[1] == 0


def test_a_store_that_contradicts_what_was_published_is_an_error(
    root: Path, warehouse_url: str
) -> None:
    command(root, warehouse_url, "publish", "success")
    table = "vl_analytics.scorecard_success"
    # Three values of Berlin and Bonn, of which one is published and was not computed again.
    execute(warehouse_url, f"UPDATE {table} SET value = 8 WHERE field_details = 'Bonn'")

    code, (place,) = places(root, warehouse_url)
    (different,) = [each for each in place["different"] if each["row"] == "03/offices/Bonn"]
    assert code == 1
    assert (different["shown"], different["stored"], different["result"]) == (1, 8.0, "unexplained")


def test_a_place_that_cannot_be_read_is_an_error(root: Path, warehouse_url: str) -> None:
    code, (place,) = places(root, warehouse_url)

    assert code == 1
    assert "success.xlsx does not exist" in place["error"]
