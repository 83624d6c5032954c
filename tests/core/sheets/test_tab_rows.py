"""A tab as rows of text: its header as people write it, and its cells as text."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import SourceError
from core.kpi import Tab
from core.sheets.tab_rows import (
    HEADER_SEARCH_ROWS,
    RowCells,
    TabRows,
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
def test_a_header_matches_any_of_its_names_whatever_its_spacing(header: str) -> None:
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


def test_a_header_that_occurs_twice_is_refused() -> None:
    assert (
        refused(("Client", "Closed on", "client "), ("Acme", "x", "y"))
        == "book.xlsx, tab 'Clients', row 1: the header 'Client' occurs twice; rename one"
    )


def test_two_names_of_one_column_in_one_row_are_refused() -> None:
    assert "the header 'Closed on' or 'Closing date' occurs twice" in refused(
        ("Client", "Closed on", "Closing date"), tab=RENAMED
    )


def test_other_columns_may_occur_twice() -> None:
    assert parsed(("Note", "Client", "Note", "Closed on", None, None), (1, "Acme", 2, "x")) == [
        (2, ("Acme", "x"))
    ]


def test_a_header_that_is_like_a_missing_one_is_named() -> None:
    assert refused(("Cliennt", "Closed on"), ("Acme", "2026-11-02"), tab=RENAMED) == (
        "book.xlsx, tab 'Clients': no header row among the first 50: row 1 lacks 'Client' (near:"
        " 'Cliennt'); fix the tab or columns="
    )


def test_without_a_header_the_nearest_row_is_named_with_what_it_lacks() -> None:
    assert (
        refused(("Customers",), ("Client", "Gone on"), ("Acme", "x"), tab=RENAMED)
        == "book.xlsx, tab 'Clients': no header row among the first 50: row 2 lacks 'Closed on' or"
        " 'Closing date'; fix the tab or columns="
    )


@pytest.mark.parametrize("cells", [[], [()], [("a", "b"), (1, 2)]])
def test_a_tab_without_any_of_the_headers_names_the_columns_wanted(cells: list[RowCells]) -> None:
    message = (
        "book.xlsx, tab 'Clients': no header row among the first 50: none has client, closed_on;"
    )
    assert refused(*cells).startswith(message)


def test_a_header_is_searched_in_the_first_rows_only() -> None:
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
