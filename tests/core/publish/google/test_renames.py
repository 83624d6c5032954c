"""Rows of renamed series are found under their new keys."""

from __future__ import annotations

from core.publish.google.renames import rename_requests, with_new_keys
from core.publish.google.sheet import BookNow, TabNow

TAB = "success/weekly/2026"
RENAMES = (("06/forms/", "06/received/"), ("06/received/", "08/received/"))


def book(*rows: str, key: str = TAB) -> BookNow:
    tab = TabNow(7, 0, "sc2026", key, rows, ("KPI",), {})
    return BookNow((tab,), {})


def test_a_row_follows_all_renames_and_keeps_the_key_that_the_sheet_has() -> None:
    (tab,) = with_new_keys(book("labels", "06/forms/", "06/forms/web"), "success", RENAMES, ()).tabs

    assert tab.rows == ("labels", "08/received/", "08/received/web")
    assert tab.renamed == {1: "06/forms/", 2: "06/forms/web"}


def test_a_newer_series_of_the_old_name_keeps_its_row() -> None:
    published = {(TAB, "06/forms/", "2026-W46")}
    (tab,) = with_new_keys(book("06/forms/"), "success", RENAMES, published).tabs

    assert (tab.rows, tab.renamed) == (("06/forms/",), {})


def test_rows_of_other_domains_and_rows_that_are_there_already_stay() -> None:
    other = book("06/forms/", key="finance/weekly/2026")
    assert with_new_keys(other, "success", RENAMES, ()) == other

    (tab,) = with_new_keys(book("06/forms/", "08/received/"), "success", RENAMES, ()).tabs
    assert tab.rows == ("06/forms/", "08/received/")


def test_the_metadata_of_the_row_gets_the_new_key_at_its_new_place() -> None:
    (request,) = rename_requests(7, {1: "old"}, ("", "new"), {"new": 3})
    update = request["updateDeveloperMetadata"]

    lookup = update["dataFilters"][0]["developerMetadataLookup"]
    place = lookup["metadataLocation"]["dimensionRange"]
    assert (lookup["metadataValue"], place["startIndex"], place["endIndex"]) == ("old", 3, 4)
    assert update["developerMetadata"] == {"metadataValue": "new"}
