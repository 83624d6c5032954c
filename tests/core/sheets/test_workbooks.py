"""Workbooks of a run: the place that a variable names, and each workbook read once."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from core.errors import SourceError
from core.kpi import Tab
from core.sheets.workbooks import Workbooks
from tests.core.sheets.test_tab_rows import CLIENTS


def workbooks(root: Path, place: str = "operations.xlsx") -> Workbooks:
    return Workbooks(root, {"OPERATIONS_SHEET": place})


def saved(root: Path, fill: Callable[[Any], object], title: str = "Clients") -> Workbooks:
    book = openpyxl.Workbook()
    book.active.title = title
    fill(book.active)
    book.save(root / "operations.xlsx")
    return workbooks(root)


def test_a_place_may_be_relative_absolute_or_in_capitals(tmp_path: Path) -> None:
    saved(tmp_path, lambda sheet: sheet.append(["Client", "Closed on"]))
    (tmp_path / "operations.xlsx").rename(tmp_path / "Operations.XLSX")
    for place in ("Operations.XLSX", str(tmp_path / "Operations.XLSX")):
        assert workbooks(tmp_path, place).read(CLIENTS).rows == ()


def test_a_workbook_is_opened_once_per_run(tmp_path: Path) -> None:
    books = saved(tmp_path, lambda sheet: sheet.append(["Client", "Closed on"]))
    books.read(CLIENTS)
    (tmp_path / "operations.xlsx").unlink()
    assert books.read(Tab("OPERATIONS_SHEET", "Clients", ["client"])).columns == ("client",)


def test_a_variable_that_is_not_set_says_what_to_put_where(tmp_path: Path) -> None:
    for environment in ({}, {"OPERATIONS_SHEET": ""}):
        with pytest.raises(
            SourceError, match=r"^OPERATIONS_SHEET is not set; put the .*'Clients' into .env"
        ):
            Workbooks(tmp_path, environment).read(CLIENTS)


def test_a_missing_tab_is_reported_with_the_existing_ones(tmp_path: Path) -> None:
    books = saved(tmp_path, lambda sheet: sheet.append(["Client"]), title="clients 2026")
    with pytest.raises(
        SourceError, match=r"operations.xlsx\)? has no tab 'Clients'; it has 'clients 2026'$"
    ):
        books.read(CLIENTS)


@pytest.mark.parametrize("place", ["operations.csv", "operations", "x.xls"])
def test_a_place_that_is_not_a_workbook_is_refused(tmp_path: Path, place: str) -> None:
    with pytest.raises(
        SourceError, match=r"^OPERATIONS_SHEET is neither .*\.xlsx.*; fix it in .env$"
    ):
        workbooks(tmp_path, place).read(CLIENTS)


@pytest.mark.parametrize(
    "place",
    ["https://me:TOPSECRET@example.com/x.xlsx", "-----BEGIN KEY-----\nTOPSECRET", "TOPSECRET.txt"],
)
def test_a_place_that_may_be_a_secret_is_not_shown(tmp_path: Path, place: str) -> None:
    with pytest.raises(SourceError, match=r"^OPERATIONS_SHEET is neither") as caught:
        workbooks(tmp_path, place).read(CLIENTS)
    assert "TOPSECRET" not in str(caught.value)
