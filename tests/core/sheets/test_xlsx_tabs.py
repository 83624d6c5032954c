"""Tabs of `.xlsx` files: written by openpyxl, by XlsxWriter, and not readable at all."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import openpyxl
import pytest
import xlsxwriter

from core.errors import SourceError
from tests.core.sheets.test_tab_rows import CLIENTS
from tests.core.sheets.test_workbooks import saved, workbooks


def test_a_workbook_that_openpyxl_wrote_is_read(tmp_path: Path) -> None:
    def fill(sheet: Any) -> None:
        sheet.append(["Clients", None])
        sheet.append(["Client", "Closed on"])
        sheet.append(["Acme", datetime(2026, 11, 15)])
        sheet.append([12.0, "15.11.2026"])
        sheet.append([True, time(8, 30)])
        sheet.append(["=1+1", timedelta(hours=27)])

    assert saved(tmp_path, fill).read(CLIENTS).rows == (
        (3, ("Acme", "2026-11-15")),
        (4, ("12", "15.11.2026")),
        (5, ("TRUE", "08:30:00")),
        (6, (None, "27:00:00")),  # the formula was never computed
    )


def test_gaps_in_rows_and_columns_keep_their_places(tmp_path: Path) -> None:
    def fill(sheet: Any) -> None:
        for place, text in {
            "C4": "Client",
            "E4": "Closed on",
            "C5": "Acme",
            "E9": "x",
            "C12": "Beta",
        }.items():
            sheet[place] = text
        sheet["C20"].number_format = "0.00"

    assert saved(tmp_path, fill).read(CLIENTS).rows == (
        (5, ("Acme", None)),
        (9, (None, "x")),
        (12, ("Beta", None)),
    )


def test_a_workbook_that_xlsxwriter_wrote_is_read_with_its_computed_values(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(tmp_path / "operations.xlsx") as book:
        book.add_worksheet("Cover").write("A1", "Client")
        sheet = book.add_worksheet("Clients")
        sheet.write_row("A1", ["Client", "Closed on"])
        sheet.write_datetime(
            "B2", datetime(2026, 11, 15, 8, 20), book.add_format({"num_format": "dd.mm.yyyy hh:mm"})
        )
        sheet.write_formula("A2", '="Ac" & "me"', None, "Acme")
        sheet.write_number("B3", 8 / 24, book.add_format({"num_format": "hh:mm"}))
        sheet.write_rich_string("A3", "Be", book.add_format({"bold": True}), "ta")
        sheet.merge_range("A4:B4", "Gamma")
        sheet.write_formula("A5", "=NA()", None, "#N/A")
    assert workbooks(tmp_path).read(CLIENTS).rows == (
        (2, ("Acme", "2026-11-15 08:20:00")),
        (3, ("Beta", "08:00:00")),
        (4, ("Gamma", None)),
        (5, ("#N/A", None)),
    )


def test_features_that_a_reader_of_values_does_not_need_cause_no_warning(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(tmp_path / "operations.xlsx") as book:
        sheet = book.add_worksheet("Clients")
        sheet.write_row("A1", ["Client", "Closed on"])
        sheet.add_sparkline("C1", {"range": "Clients!A1:B1"})
        sheet.data_validation("A2:A9", {"validate": "list", "source": ["Acme", "Beta"]})
    assert workbooks(tmp_path).read(CLIENTS).rows == ()


def test_a_workbook_that_does_not_exist_is_named(tmp_path: Path) -> None:
    with pytest.raises(
        SourceError,
        match=r"^OPERATIONS_SHEET: .*operations.xlsx does not exist; fix the path in .env",
    ):
        workbooks(tmp_path).read(CLIENTS)


def _broken_sheet(path: Path) -> None:
    whole = path.with_name("whole.xlsx")
    book = openpyxl.Workbook()
    book.active.title = "Clients"
    book.active.append(["Client", "Closed on"])
    book.save(whole)
    with ZipFile(whole) as source, ZipFile(path, "w") as target:
        for name in source.namelist():
            text = source.read(name)
            target.writestr(name, text[: len(text) // 2] if name.endswith("sheet1.xml") else text)


def _zip_of_something_else(path: Path) -> None:
    with ZipFile(path, "w") as target:
        target.writestr("letter.txt", "Dear reader")


@pytest.mark.parametrize(
    "write",
    [
        lambda path: path.write_bytes(b""),
        lambda path: path.write_text("Client;Closed on"),
        lambda path: path.mkdir(),
        _zip_of_something_else,
        _broken_sheet,
    ],
    ids=["empty", "text", "folder", "zip", "cut short"],
)
def test_an_unreadable_workbook_is_an_error_of_the_source(
    tmp_path: Path, write: Callable[[Path], object]
) -> None:
    write(tmp_path / "operations.xlsx")
    with pytest.raises(
        SourceError, match=r"^OPERATIONS_SHEET: .*operations.xlsx is not a readable .xlsx workbook"
    ):
        workbooks(tmp_path).read(CLIENTS)
