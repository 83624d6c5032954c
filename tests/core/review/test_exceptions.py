"""Exceptions, the worst first, each with its owner's comment."""

from __future__ import annotations

from core.review.document import plain_text
from core.review.exceptions import exception_table
from core.review.facts import ReviewFacts
from core.review.movements import movements_of
from tests.core.review.reviews import comment, facts, weeks

GOAL = {"target": 10.0, "better": "higher"}


def table(found: ReviewFacts) -> list[list[str]]:
    made = exception_table(movements_of(found.lines), found.runner.zone)
    assert made is not None
    return [[plain_text(cell) for cell in row] for row in made.rows]


def test_without_exceptions_there_is_no_table() -> None:
    found = facts(weeks([11, 12], **GOAL))

    assert exception_table(movements_of(found.lines), found.runner.zone) is None


def test_missing_values_come_before_critical_ones() -> None:
    rows = [*weeks([11, 1], 5, **GOAL), *weeks([3, None], 7, outcome="late", reason="no file")]

    assert table(facts(rows, [5, 7])) == [
        ["KPI 7", "late", "", "", "no file", "no comment yet from ana"],
        ["KPI 5", "1", "-10", "≥ 10", "✗ critical", "no comment yet from ana"],
    ]


def test_a_comment_has_its_author_and_day() -> None:
    said = comment("The form\nwas down")
    (line,) = table(facts(weeks([11, 1], **GOAL), comments={said.key: said}))

    assert line[-1] == "“The form was down” (ben, 16 Nov 2026)"


def test_a_comment_of_an_unknown_author_is_for_the_owner() -> None:
    said = comment("late", author="", field_details="web")
    (line,) = table(facts(weeks([11, 1], **GOAL), comments={said.key: said}))

    assert line[-1] == "“web: late” (for ana, 16 Nov 2026)"
