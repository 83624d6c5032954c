"""A plan as one batch: kinds, order and places of its requests."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from core.publish.google.changes import Insert, Plan, TabPlan, Write
from core.publish.google.line_marks import row_mark
from core.publish.google.positions import NewTab
from core.publish.google.requests import requests_for
from core.publish.google.sheet import Content
from tests.core.publish.google.tabs import KEY, PERIODS, ROWS, standing, wanted

RENAMED = Write((ROWS[0], "KPI"), "", Content("Calls"), Content("Calls", "Scorecard: retired: "))


def kinds(requests: list[dict[str, Any]]) -> list[str]:
    """Return the kinds of requests, those in a row once."""
    found = [next(iter(request)) for request in requests]
    return [kind for index, kind in enumerate(found) if index == 0 or found[index - 1] != kind]


def batch(tab: TabPlan, old: list[int] | None = None) -> list[dict[str, Any]]:
    structure, contents = requests_for(Plan((tab,)), "success:ab", old or [], {KEY: NewTab(99, 1)})
    return [*structure, *contents]


def test_an_empty_plan_needs_no_request() -> None:
    assert requests_for(Plan((TabPlan(wanted(), standing(wanted())),)), "m", [3], {}) == ([], [])


def test_the_publication_marks_itself_last_and_takes_its_older_marks_away() -> None:
    requests = batch(TabPlan(wanted(), None), [41, 42])
    lookups = [
        each["deleteDeveloperMetadata"]["dataFilter"]["developerMetadataLookup"]
        for each in requests[-3:-1]
    ]
    assert lookups == [{"metadataId": 41}, {"metadataId": 42}]
    assert requests[-1]["createDeveloperMetadata"]["developerMetadata"] == {
        "metadataKey": "scorecard-publication",
        "metadataValue": "success:ab",
        "location": {"spreadsheet": True},
        "visibility": "DOCUMENT",
    }


def test_inserts_come_from_the_far_end_so_that_no_index_shifts() -> None:
    now = standing(wanted())
    plan = TabPlan(
        replace(
            wanted(),
            rows={
                **wanted().rows,
                "05/a/": wanted().rows[ROWS[0]],
                "12/b/": wanted().rows[ROWS[0]],
            },
        ),
        now,
        rows=(Insert(5, "05/a/"), Insert(6, "12/b/")),
    )
    starts = [
        each["insertDimension"]["range"]["startIndex"]
        for each in batch(plan)
        if "insertDimension" in each
    ]
    assert starts == [6, 5]


def test_a_row_behind_the_last_is_appended() -> None:
    now = standing(wanted(), rows=tuple(wanted().rows))
    plan = TabPlan(
        replace(wanted(), rows={**wanted().rows, "40/z/": wanted().rows[ROWS[0]]}),
        now,
        rows=(Insert(7, "40/z/"),),
    )
    assert batch(plan)[0] == {"appendDimension": {"sheetId": 7, "dimension": "ROWS", "length": 1}}


def test_retired_rows_are_greyed_and_revived_ones_are_not() -> None:
    tab = wanted()
    plan = TabPlan(tab, standing(tab), writes=(RENAMED,), retired=ROWS[:1], revived=ROWS[1:2])
    inks = [each["repeatCell"] for each in batch(plan) if "repeatCell" in each]
    greys = [each for each in inks if each["range"]["startRowIndex"] == 4]
    others = [each for each in inks if each["range"]["startRowIndex"] == 5]
    assert [each["range"]["endColumnIndex"] for each in greys] == [len(tab.columns)]
    assert greys[0]["cell"] not in [each["cell"] for each in others]


def test_lines_that_were_recognised_are_marked_and_not_inserted() -> None:
    plan = TabPlan(
        wanted(),
        standing(wanted()),
        repaired_rows={4: ROWS[0]},
        repaired_columns={6: PERIODS[0]},
        repaired_tab=True,
    )
    requests = batch(plan)
    assert kinds(requests) == ["createDeveloperMetadata"]
    marks = [each["createDeveloperMetadata"]["developerMetadata"] for each in requests]
    assert [mark["metadataValue"] for mark in marks] == [
        f"{KEY}#7",
        row_mark(ROWS[0]),
        PERIODS[0],
        "success:ab",
    ]
