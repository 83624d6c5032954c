"""Marks of publications, and the store that they name."""

from __future__ import annotations

from core.publish.google.marks import marks_of, new_mark, read_mark
from core.publish.google.sheet import BookNow

STORE = "a" * 32


def test_a_mark_names_its_store() -> None:
    mark = new_mark("success", STORE)

    assert read_mark(BookNow((), {7: mark}), "success") == STORE
    assert len(mark) < 100


def test_a_mark_of_an_earlier_version_names_no_store() -> None:
    mark = new_mark("success", "")

    assert mark.count(":") == 1
    assert read_mark(BookNow((), {7: mark}), "success") == ""


def test_a_domain_has_marks_of_its_own() -> None:
    book = BookNow((), {7: new_mark("hr", STORE), 8: new_mark("success", "")})

    assert marks_of(book, "success") == [8]
    assert read_mark(book, "success") == ""
