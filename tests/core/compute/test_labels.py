"""The labels of a breakdown."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from core.compute.labels import (
    BLANK,
    LONGEST_LABEL,
    read_given_label,
    read_label,
    require_distinct,
)
from core.errors import QueryError, UsageError


@pytest.mark.parametrize(
    "label", [None, "", " ", "\t \n", "\u00a0", "\u2003\u3000", "\u2028", "\u200b", "\ufeff \u2060"]
)
def test_null_and_blank_text_are_one_label(label: str | None) -> None:
    assert read_label(label) == BLANK == "(blank)"


@pytest.mark.parametrize(
    ("label", "text"),
    [
        (" North \t", "North"),
        ("\u00a0North\n", "North"),
        ("new\u00a0clients", "new\u00a0clients"),
        ("ä 漢 👩\u200d💻", "ä 漢 👩\u200d💻"),
        (7, "7"),
        (True, "True"),
        (date(2026, 11, 9), "2026-11-09"),
        (datetime(2026, 11, 9, 8, 30), "2026-11-09T08:30:00"),
        ("(blank)", "(blank)"),
    ],
)
def test_a_label_is_text_without_blanks_around_it(label: object, text: str) -> None:
    assert read_label(label) == text


def test_the_longest_label_is_accepted_and_a_longer_one_is_not() -> None:
    assert read_label(" " + "ä" * LONGEST_LABEL) == "ä" * 200
    with pytest.raises(QueryError) as caught:
        read_label("x" * 2700)
    assert str(caught.value) == (
        f"the query returned the label '{'x' * 40}…' of 2,700 characters; shorten it to at most"
        " 200, e.g. with left(label, 200)"
    )


@pytest.mark.parametrize(
    ("label", "quoted"),
    [
        ("a\0b", r"'a\x00b'"),
        ("a\nb", r"'a\nb'"),
        ("a\tb", r"'a\tb'"),
        ("\x1b[31mred", r"'\x1b[31mred'"),
        ("a\x7fb", r"'a\x7fb'"),
        ("a\x9bb", r"'a\x9bb'"),
        ("a\u2028b", r"'a\u2028b'"),
        ("a\ud800b", r"'a\ud800b'"),
    ],
)
def test_a_label_with_a_control_character_is_refused(label: str, quoted: str) -> None:
    with pytest.raises(QueryError) as caught:
        read_label(label)
    assert str(caught.value).startswith(
        f"the query returned the label {quoted}, which has a control character; replace it"
    )


def test_labels_that_differ_are_distinct() -> None:
    require_distinct([])
    require_distinct(["", "a", "A", BLANK])


def test_a_label_that_comes_twice_is_refused() -> None:
    with pytest.raises(QueryError) as caught:
        require_distinct(["a", "b", "a"])
    assert str(caught.value) == "the query returned the field 'a' more than once; group by field"


def test_null_beside_blank_text_is_refused_with_a_way_to_put_them_together() -> None:
    with pytest.raises(QueryError) as caught:
        require_distinct([BLANK, "a", BLANK])
    assert str(caught.value) == (
        "the query returned the field '(blank)' more than once, because NULL and blank text are"
        " one label; put them together, e.g. with GROUP BY nullif(trim(label), '')"
    )


class Counted(str):
    """A label that counts how often it is compared."""

    __slots__ = ()
    comparisons = 0

    def __eq__(self, other: object) -> bool:
        Counted.comparisons += 1
        return str.__eq__(self, other)

    __hash__ = str.__hash__


def test_thousands_of_labels_are_each_compared_at_most_a_few_times() -> None:
    require_distinct([Counted(f"customer {number}") for number in range(4000)])

    assert Counted.comparisons < 4000


@pytest.mark.parametrize("label", [" North ", " ", "(blank)", "x" * 200, "ä 漢"])
def test_a_label_that_a_person_gives_is_read_as_one_of_a_result(label: str) -> None:
    assert read_given_label(label) == read_label(label)


def test_a_label_that_a_person_gives_has_the_same_limits() -> None:
    with pytest.raises(UsageError) as too_long:
        read_given_label("x" * 201)
    with pytest.raises(UsageError) as control:
        read_given_label("a\x07b")

    assert str(too_long.value) == (
        f"the label '{'x' * 40}…' has 201 characters; shorten it to at most 200"
    )
    assert str(control.value) == r"the label 'a\x07b' has a control character; leave it out"
