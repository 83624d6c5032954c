"""Ids and URLs that people paste for a spreadsheet."""

from __future__ import annotations

import pytest

from core.sheets.address import book_text, is_workbook_path, spreadsheet_id

ID = "1Apj9LMRRm0d3WSnUn2cnrmDh2qeHgTH-TPWcvz9SS_f"


@pytest.mark.parametrize(
    "place",
    [
        ID,
        f"https://docs.google.com/spreadsheets/d/{ID}",
        f"https://docs.google.com/spreadsheets/d/{ID}/edit#gid=0",
        f"https://docs.google.com/spreadsheets/u/1/d/{ID}/edit?usp=sharing",
    ],
)
def test_an_id_is_found_in_any_link_copied_from_the_browser(place: str) -> None:
    assert spreadsheet_id(place) == ID


@pytest.mark.parametrize(
    "place", ["", "exports/deals.xlsx", "short", f"{ID} ", "https://example.com/a/b", "a" * 19]
)
def test_other_text_is_not_a_spreadsheet(place: str) -> None:
    assert spreadsheet_id(place) == ""


@pytest.mark.parametrize("place", ["a.xlsx", "~/b c/A.XLSX", "/srv/book.xlsm"])
def test_a_workbook_is_known_by_its_suffix(place: str) -> None:
    assert is_workbook_path(place)


@pytest.mark.parametrize(
    "place", ["", "a.xls", "https://me:s3cret@example.com/a.xlsx", "s3cret\na.xlsx"]
)
def test_what_may_hold_a_secret_is_not_plainly_a_path(place: str) -> None:
    assert not is_workbook_path(place)


def test_a_message_shows_an_id_of_googles_and_no_other() -> None:
    assert book_text(ID) == ID
    assert book_text("ghp_0123456789abcdefghijklmnopqrstuvwxyz") == "?"
