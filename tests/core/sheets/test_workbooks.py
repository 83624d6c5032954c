"""A tab of a spreadsheet as rows of text: headers as people write them, and workbooks as they come."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import openpyxl
import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from core.errors import SourceError
from core.kpi import Tab
from core.sheets.workbooks import (
    HEADER_SEARCH_ROWS,
    RowCells,
    TabRows,
    Workbooks,
    parse_tab,
    spellings,
    text_of,
)

CLIENTS = Tab("OPERATIONS_SHEET", "Clients", ["Client", "Closed on"])
RENAMED = Tab(
    "OPERATIONS_SHEET", "Clients", {"client": "Client", "closed_on": ("Closed on", "Closing date")}
)


def parsed(*cells: RowCells, tab: Tab = CLIENTS) -> list[tuple[int, tuple[str | None, ...]]]:
    return list(parse_tab(tab, cells, "book.xlsx, tab 'Clients'").rows)


def refused(*cells: RowCells, tab: Tab = CLIENTS) -> str:
    with pytest.raises(SourceError) as raised:
        parse_tab(tab, cells, "book.xlsx, tab 'Clients'")
    return str(raised.value)


def test_columns_are_read_by_their_headers_in_the_declared_order() -> None:
    found = parse_tab(
        CLIENTS, [("Note", "Closed on", "Client"), ("x", "2026-11-15", "Acme")], "book.xlsx"
    )
    assert found == TabRows(("client", "closed_on"), ((2, ("Acme", "2026-11-15")),))


def test_a_header_below_title_rows_is_found_and_rows_keep_their_numbers() -> None:
    assert parsed(
        ("Clients of the company",),
        (),
        ("as of", date(2026, 11, 15)),
        ("Client", "Closed on"),
        ("Acme", "x"),
        ("B", "y"),
    ) == [(5, ("Acme", "x")), (6, ("B", "y"))]


def test_a_title_that_has_one_of_the_headers_is_not_the_header() -> None:
    assert parsed(("Client", "list"), ("Client", "Closed on"), ("Acme", "x")) == [
        (3, ("Acme", "x"))
    ]


@pytest.mark.parametrize(
    "header", ["Closed on", "closed ON", "  Closed   on ", "Closed\non", "CLOSING DATE"]
)
def test_a_header_is_known_by_any_of_its_names_however_it_is_spaced(header: str) -> None:
    assert parsed(("Client", header), ("Acme", "x"), tab=RENAMED) == [(2, ("Acme", "x"))]


def test_columns_are_named_in_snake_case_or_as_the_mapping_says() -> None:
    assert spellings(Tab("A", "B", ["Closed on", "NPS (%)"])) == {
        "closed_on": ("Closed on",),
        "nps": ("NPS (%)",),
    }
    assert spellings(RENAMED) == {"client": ("Client",), "closed_on": ("Closed on", "Closing date")}


def test_blank_rows_are_left_out_and_blank_cells_are_none() -> None:
    assert parsed(
        ("Client", "Closed on", "Note"),
        (None, None, "a note alone"),
        ("Acme", None),
        ("Beta",),
        (),
        ("  ", "\u00a0", "x"),
        (None, 0),
    ) == [(3, ("Acme", None)), (4, ("Beta", None)), (7, (None, "0"))]


def test_a_header_row_alone_has_no_rows() -> None:
    assert parsed(("Client", "Closed on")) == []


def test_a_header_that_is_repeated_further_down_is_a_row_like_others() -> None:
    assert parsed(("Client", "Closed on"), ("Client", "Closed on")) == [
        (2, ("Client", "Closed on"))
    ]


def test_a_header_that_stands_there_twice_is_refused() -> None:
    assert (
        refused(("Client", "Closed on", "client "), ("Acme", "x", "y"))
        == "book.xlsx, tab 'Clients', row 1: the header 'Client' stands there twice; rename one"
    )


def test_two_names_of_one_column_in_one_row_are_refused() -> None:
    assert "the header 'Closed on' or 'Closing date' stands there twice" in refused(
        ("Client", "Closed on", "Closing date"), tab=RENAMED
    )


def test_other_columns_may_stand_there_twice() -> None:
    assert parsed(("Note", "Client", "Note", "Closed on", None, None), (1, "Acme", 2, "x")) == [
        (2, ("Acme", "x"))
    ]


def test_without_a_header_the_nearest_row_is_named_with_what_it_lacks() -> None:
    assert (
        refused(("Customers",), ("Client", "Gone on"), ("Acme", "x"), tab=RENAMED)
        == "book.xlsx, tab 'Clients': no header row among the first 50: row 2 lacks 'Closed on' or"
        " 'Closing date'; mend the tab or columns="
    )


@pytest.mark.parametrize("cells", [[], [()], [("a", "b"), (1, 2)]])
def test_a_tab_with_nothing_of_it_names_what_is_wanted(cells: list[RowCells]) -> None:
    message = (
        "book.xlsx, tab 'Clients': no header row among the first 50: none has client, closed_on;"
    )
    assert refused(*cells).startswith(message)


def test_a_header_is_looked_for_in_the_first_rows_only() -> None:
    blank: list[RowCells] = [()] * HEADER_SEARCH_ROWS
    assert parsed(*blank[1:], ("Client", "Closed on"), ("Acme", "x")) == [
        (HEADER_SEARCH_ROWS + 1, ("Acme", "x"))
    ]
    assert "no header row among the first 50" in refused(*blank, ("Client", "Closed on"))


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (None, None),
        ("", None),
        (" \t\n\u00a0", None),
        (" Acme ", " Acme "),
        (True, "TRUE"),
        (False, "FALSE"),
        (0, "0"),
        (12, "12"),
        (12.0, "12"),
        (-3.0, "-3"),
        (-0.0, "0"),
        (0.5, "0.5"),
        (1 / 3, "0.3333333333333333"),
        (123456789012345.0, "123456789012345"),
        (1e20, "1e+20"),
        (date(2026, 11, 15), "2026-11-15"),
        (datetime(2026, 11, 15), "2026-11-15"),
        (datetime(2026, 11, 15, 8, 30), "2026-11-15 08:30:00"),
        (datetime(2026, 11, 15, 8, 29, 59, 999_600), "2026-11-15 08:30:00"),
        (datetime(2026, 11, 15, 23, 59, 59, 999_900), "2026-11-16"),
        (time(8, 30), "08:30:00"),
        (timedelta(hours=27, minutes=5), "27:05:00"),
        (timedelta(seconds=59.6), "00:01:00"),
        ("#N/A", "#N/A"),
        ("007", "007"),
    ],
)
def test_a_cell_is_text_as_short_as_it_can_be(cell: object, text: str | None) -> None:
    assert text_of(cell) == text


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_a_number_reads_back_from_its_text(number: float) -> None:
    text = text_of(number)
    assert text is not None
    assert float(text) == number


_CELLS = (
    st.none()
    | st.integers(-99, 99)
    | st.booleans()
    | st.dates()
    | st.text(max_size=3)
    | st.floats(0, 9)
)


@given(
    st.lists(st.lists(st.sampled_from(["", "title", None, 5]), max_size=4), max_size=5),
    st.permutations(["Client", "Closed on", "Note", ""]),
    st.lists(st.tuples(_CELLS, _CELLS, _CELLS, _CELLS), max_size=6),
)
def test_every_row_with_something_in_it_arrives_once_at_its_place(
    titles: list[RowCells], header: Sequence[str], rows: list[RowCells]
) -> None:
    wanted = [header.index("Client"), header.index("Closed on")]
    texts = [
        (number, tuple(text_of(row[at]) for at in wanted))
        for number, row in enumerate(rows, len(titles) + 2)
    ]
    assert parsed(*titles, header, *rows) == [each for each in texts if any(each[1])]


def workbooks(root: Path, place: str = "operations.xlsx") -> Workbooks:
    return Workbooks(root, {"OPERATIONS_SHEET": place})


def saved(root: Path, fill: Callable[[Any], object], title: str = "Clients") -> Workbooks:
    book = openpyxl.Workbook()
    book.active.title = title
    fill(book.active)
    book.save(root / "operations.xlsx")
    return workbooks(root)


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
        (6, (None, "27:00:00")),  # nobody has computed the formula yet
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


def test_features_of_a_workbook_that_nobody_reads_go_unmentioned(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(tmp_path / "operations.xlsx") as book:
        sheet = book.add_worksheet("Clients")
        sheet.write_row("A1", ["Client", "Closed on"])
        sheet.add_sparkline("C1", {"range": "Clients!A1:B1"})
        sheet.data_validation("A2:A9", {"validate": "list", "source": ["Acme", "Beta"]})
    assert workbooks(tmp_path).read(CLIENTS).rows == ()


def test_a_place_may_be_relative_absolute_or_in_capitals(tmp_path: Path) -> None:
    saved(tmp_path, lambda sheet: sheet.append(["Client", "Closed on"]))
    (tmp_path / "operations.xlsx").rename(tmp_path / "Operations.XLSX")
    for place in ("Operations.XLSX", str(tmp_path / "Operations.XLSX")):
        assert workbooks(tmp_path, place).read(CLIENTS).rows == ()


def test_a_workbook_is_opened_once_a_run(tmp_path: Path) -> None:
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


def test_a_workbook_that_does_not_exist_is_named(tmp_path: Path) -> None:
    with pytest.raises(
        SourceError,
        match=r"^OPERATIONS_SHEET: .*operations.xlsx does not exist; mend the path in .env",
    ):
        workbooks(tmp_path).read(CLIENTS)


def test_a_tab_that_does_not_exist_is_answered_with_those_that_do(tmp_path: Path) -> None:
    books = saved(tmp_path, lambda sheet: sheet.append(["Client"]), title="clients 2026")
    with pytest.raises(
        SourceError, match=r"operations.xlsx\)? has no tab 'Clients'; it has 'clients 2026'$"
    ):
        books.read(CLIENTS)


@pytest.mark.parametrize("place", ["operations.csv", "operations", "x.xls"])
def test_what_is_no_workbook_is_refused(tmp_path: Path, place: str) -> None:
    with pytest.raises(
        SourceError, match=rf"^OPERATIONS_SHEET='{place}' is .*\.xlsx.*; mend it in .env$"
    ):
        workbooks(tmp_path, place).read(CLIENTS)


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
def test_a_workbook_that_cannot_be_read_is_an_error_of_the_source(
    tmp_path: Path, write: Callable[[Path], object]
) -> None:
    write(tmp_path / "operations.xlsx")
    with pytest.raises(
        SourceError, match=r"^OPERATIONS_SHEET: .*operations.xlsx is no readable .xlsx workbook"
    ):
        workbooks(tmp_path).read(CLIENTS)
