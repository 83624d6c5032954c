"""Corrections since the review before, each with its reason."""

from __future__ import annotations

from core.review.corrections import correction_blocks
from core.review.document import ReviewList, ReviewTable, plain_text
from tests.core.review.reviews import facts, restatement


def test_a_corrected_value_is_shown_once_with_the_first_and_the_last_value() -> None:
    changes = [
        restatement(3, 4, "2026-W44"),
        restatement(4, 5, "2026-W44", cause="by hand", note="two by post"),
    ]
    (table,) = correction_blocks(facts(restatements=changes))

    assert isinstance(table, ReviewTable)
    (line,) = table.rows
    assert [plain_text(cell) for cell in line] == [
        "kpi_06",
        "2026-W44",
        "3.00",
        "5.00",
        "by hand: two by post",
        "16 Nov 2026",
    ]


def test_a_value_that_came_back_to_what_it_was_is_no_correction() -> None:
    changes = [restatement(3, 4, "2026-W44"), restatement(4, 3, "2026-W44")]

    assert correction_blocks(facts(restatements=changes)) == ()


def test_the_reviewed_period_and_later_ones_are_not_corrected_but_new() -> None:
    changes = [restatement(3, 4, "2026-W46"), restatement(3, 4, "2026-W47")]

    assert correction_blocks(facts(restatements=changes)) == ()


def test_values_that_were_still_open_are_counted() -> None:
    changes = [restatement(3, 4, "2026-W44", provisional=True)]
    (found,) = correction_blocks(facts(restatements=changes))

    assert isinstance(found, ReviewList)
    assert plain_text(found.items[0].text) == ("1 value that was still open settled as expected.")


def test_a_value_that_is_gone_says_why() -> None:
    gone = restatement(3, None, "2026-W44", new_reason="no rows")
    (table,) = correction_blocks(facts(restatements=[gone]))

    assert isinstance(table, ReviewTable)
    assert plain_text(table.rows[0][3]) == "no value: no rows"
