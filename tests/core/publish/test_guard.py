"""The refusal of a foreign or almost empty store."""

from __future__ import annotations

import pytest

from core.publish.guard import find_refusal

REMEDY = "and nothing was written; check SCORECARD_WAREHOUSE, or run scorecard publish --force"


def test_another_store_is_refused_whatever_it_shows() -> None:
    assert find_refusal("a.xlsx", "one", "two", 5, 5, "SCORECARD_WAREHOUSE") == (
        f"a.xlsx: it was filled from another store, {REMEDY}"
    )


@pytest.mark.parametrize(("ours", "theirs"), [("one", "one"), ("one", ""), ("", "two")])
def test_the_same_store_and_one_without_identity_may_publish(ours: str, theirs: str) -> None:
    assert find_refusal("a.xlsx", ours, theirs, 596, 596, "SCORECARD_WAREHOUSE") == ""


def test_a_store_that_would_empty_most_is_refused() -> None:
    assert find_refusal("a.xlsx", "one", "", 596, 10, "SCORECARD_WAREHOUSE") == (
        f"a.xlsx: only 10 of the 596 numbers shown would remain, {REMEDY}"
    )


@pytest.mark.parametrize(("shown", "remaining"), [(0, 0), (20, 1), (40, 20), (596, 298), (5, 90)])
def test_a_few_numbers_or_less_than_half_may_go(shown: int, remaining: int) -> None:
    assert find_refusal("a.xlsx", "one", "one", shown, remaining, "SCORECARD_WAREHOUSE") == ""


def test_the_setting_that_names_the_store_is_the_one_to_check() -> None:
    refusal = find_refusal("a.xlsx", "one", "two", 5, 5, "SCORECARD_STORE")

    assert "check SCORECARD_STORE, or" in refusal
