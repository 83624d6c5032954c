"""Rows of renamed series are found under their new keys."""

from __future__ import annotations

from core.publish.google.line_marks import row_mark
from core.publish.google.renames import old_keys, rename_requests, with_new_keys
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


def test_the_metadata_of_the_row_gets_the_mark_of_the_new_key() -> None:
    tab = TabNow(
        7, 0, "sc2026", TAB, ("", "new"), ("KPI",), {}, row_marks={1: 42}, renamed={1: "old"}
    )
    (request,) = rename_requests(tab)
    update = request["updateDeveloperMetadata"]
    assert update["dataFilters"] == [{"developerMetadataLookup": {"metadataId": 42}}]
    assert update["developerMetadata"] == {
        "metadataKey": "sc-r",
        "metadataValue": row_mark("new"),
    }


def test_the_keys_before_all_renames_are_known() -> None:
    assert old_keys(["08/received/North", "09/x/"], RENAMES) == {
        "06/received/North",
        "06/forms/North",
    }
