"""Ids and URLs that people paste for a spreadsheet."""

from __future__ import annotations

import pytest

from core.sheets.address import spreadsheet_id

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
