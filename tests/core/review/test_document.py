"""The numbers of a document keep their keys."""

from __future__ import annotations

from core.analysis import key_of
from core.review.document import ReviewItem, ReviewNumber, numbers_of, plain_text
from tests.rows import row

THREE = ReviewNumber("3", key_of(row(3.0)))


def test_all_numbers_of_a_document_are_found_in_the_order_of_reading() -> None:
    four = ReviewNumber("4", key_of(row(4.0, period="2026-W45")), "change")
    item = ReviewItem(("Forms: ", THREE, " from ", four), remark=("ana",))

    assert list(numbers_of((item, "and", (THREE,)))) == [THREE, four, THREE]


def test_a_text_can_be_read_without_its_keys() -> None:
    assert plain_text(("Forms: ", THREE, ".")) == "Forms: 3."
