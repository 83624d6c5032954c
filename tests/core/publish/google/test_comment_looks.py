"""Rules and visibility of columns for comments."""

from __future__ import annotations

from dataclasses import replace

from core.publish.google.changes import SeenComments, TabPlan
from core.publish.google.comment_columns import comment_column
from core.publish.google.comment_looks import comment_requests, comment_rules
from core.publish.google.positions import positions_of
from tests.core.publish.google.tabs import LABELS, PERIODS, standing, wanted

FEB = comment_column("2026-02")
WITH = replace(wanted(), columns=(*LABELS, *PERIODS[:2], FEB, PERIODS[2]))


def test_empty_comments_among_weeks_are_white() -> None:
    (rule,) = comment_rules(WITH, positions_of(TabPlan(WITH, None), 7))
    made = rule["addConditionalFormatRule"]["rule"]
    assert made["ranges"] == [{"sheetId": 7, "startRowIndex": 4, "startColumnIndex": 6}]
    assert made["booleanRule"]["condition"]["values"] == [
        {"userEnteredValue": '=AND(ISBLANK(G5);LEFT(G$3;8)="Comments")'}
    ]
    assert [*comment_rules(wanted(), positions_of(TabPlan(wanted(), None), 7))] == []


def test_the_rule_comes_with_the_first_column_only() -> None:
    plan = TabPlan(WITH, standing(WITH))
    assert [*comment_requests(plan, positions_of(plan))] == []


def test_columns_are_hidden_and_shown_again() -> None:
    plan = TabPlan(WITH, standing(WITH), comments=SeenComments(hidden=(FEB,)))
    (request,) = comment_requests(plan, positions_of(plan))
    span = {"sheetId": 7, "dimension": "COLUMNS", "startIndex": 8, "endIndex": 9}
    assert request["updateDimensionProperties"]["range"] == span
    assert request["updateDimensionProperties"]["properties"] == {"hiddenByUser": True}
    shown = replace(plan, comments=SeenComments(revealed=(FEB,)))
    (request,) = comment_requests(shown, positions_of(shown))
    assert request["updateDimensionProperties"]["properties"] == {"hiddenByUser": False}
    assert (plan.is_empty, shown.is_empty) == (True, False)
