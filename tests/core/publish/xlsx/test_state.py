"""A workbook as it is: content, store, edits and numbers."""

from __future__ import annotations

from pathlib import Path

from core.publish.xlsx.content import content_of
from core.publish.xlsx.render import write_workbook
from core.publish.xlsx.state import WorkbookState, read_state
from tests.core.publish.samples import CHURN, FORMS, grid_of, row
from tests.runs import workbook_at

STORE = "b" * 32
GRID = grid_of(row(FORMS, "2026-W45"), row(FORMS, "2026-W46"), row(CHURN, "2026-W46", None))


def test_a_workbook_of_ours_knows_its_content_store_and_numbers(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    write_workbook(GRID, path, STORE)

    assert read_state(path) == WorkbookState(content_of(GRID), STORE, is_edited=False, numbers=2)


def test_a_workbook_of_an_earlier_version_has_no_store(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    write_workbook(GRID, path)

    assert read_state(path) == WorkbookState(content_of(GRID), "", is_edited=False, numbers=2)


def test_a_saved_workbook_still_knows_its_store(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    write_workbook(GRID, path, STORE)
    workbook_at(path).save(path)

    assert read_state(path) == WorkbookState(content_of(GRID), STORE, is_edited=True, numbers=2)


def test_no_file_and_another_file_count_as_edited(tmp_path: Path) -> None:
    (tmp_path / "b.xlsx").write_text("not ours")

    assert read_state(tmp_path / "a.xlsx") == WorkbookState()
    assert read_state(tmp_path / "b.xlsx") == WorkbookState()
