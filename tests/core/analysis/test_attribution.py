"""Changes taken apart: published examples, and what holds for any numbers."""

from __future__ import annotations

from dataclasses import replace
from math import fsum, ulp

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.analysis.attribution import attribute
from core.analysis.contributions import Attribution
from core.analysis.tree import Metric
from tests.core.analysis.metrics import metric, tree

NUMBERS = st.floats(-1e4, 1e4, allow_nan=False)


def apart(top: Metric) -> Attribution:
    return attribute(top, period="2026-W46", against="2026-W45")


def amounts(found: Attribution) -> list[float]:
    return [each.amount for each in found.contributions]


def test_das_gupta_earnings() -> None:
    # Das Gupta (1993), example 2.1: mean earnings and the share of persons with earnings.
    mean = metric("mean", 10930, 16591)
    share = metric("share", 0.717892, 0.825974)

    found = apart(tree("earnings", "mean * share", mean, share))

    assert [round(amount, 3) for amount in amounts(found)] == [4369.913, 1487.262]
    assert found.change is not None
    assert round(found.change, 3) == 5857.175
    assert found.not_explained == 0


def test_das_gupta_births() -> None:
    # Das Gupta (1993), example 2.2: births by three factors.
    a = metric("a", 51.78746, 84.90502)
    b = metric("b", 0.45919, 0.75756)
    c = metric("c", 0.52638, 0.51065)

    found = apart(tree("births", "a * b * c", a, b, c))

    assert [round(amount, 7) for amount in amounts(found)] == [10.4340333, 10.5608476, -0.6670084]
    assert found.change is not None
    assert round(found.change, 7) == 20.3278726


def test_das_gupta_births_on_two_levels() -> None:
    # The parts of the last drivers do not depend on how a tree is divided into levels.
    b = metric("b", 0.45919, 0.75756)
    c = metric("c", 0.52638, 0.51065)
    rate = tree("rate", "b * c", b, c)

    found = apart(tree("births", "a * rate", metric("a", 51.78746, 84.90502), rate))

    leaves = [round(each.amount, 7) for each in found.leaves()]
    assert leaves == [10.4340333, 10.5608476, -0.6670084]
    assert round(found.contributions[1].amount, 7) == round(20.3278726 - 10.4340333, 7)


def test_what_the_tree_does_not_explain_is_shown_and_not_spread() -> None:
    clients, orders = metric("clients", 100, 110), metric("orders", 2, 2)

    found = apart(tree("total", "clients * orders", clients, orders, values=(200, 230)))

    assert amounts(found) == [20, 0]
    assert found.not_explained == 10


def test_what_the_tree_of_a_driver_does_not_explain_stays_with_the_driver() -> None:
    made = tree("made", "a + b", metric("a", 1, 2), metric("b", 1, 1), values=(10, 14))

    found = apart(tree("total", "2 * made", made))

    (part,) = found.contributions
    assert part.amount == 8
    assert [each.amount for each in part.parts] == [2, 0]
    assert part.not_explained == 6
    assert found.not_explained == 0


def test_zero_and_negative_values_are_taken_apart() -> None:
    found = apart(tree("profit", "a * b", metric("a", 0, -3), metric("b", -2, 4)))

    assert amounts(found) == [-3, -9]
    assert found.change == -12


def test_a_driver_that_is_reached_twice_counts_where_it_is_reached() -> None:
    a = metric("a", 1, 3)
    one = tree("one", "a * b", a, metric("b", 2, 2))
    other = tree("other", "a + c", a, metric("c", 5, 5))

    found = apart(tree("top", "one + other", one, other))

    assert amounts(found) == [4, 2]


def test_a_denominator_of_0_halfway_is_not_taken_apart() -> None:
    b, c = metric("b", 2, 4), metric("c", 1, 2)
    found = apart(tree("top", "a / (b - c)", metric("a", 1, 1), b, c))

    assert found.contributions == ()
    assert found.not_explained == found.change == -0.5
    assert found.reason == "a denominator of its tree is 0"


def test_a_tree_with_many_levels_is_taken_apart_as_far_as_it_can_be_computed() -> None:
    def driver(name: str) -> Metric:
        return tree(name, "x + y + z", *(metric(each, 1, 2) for each in "xyz"))

    top = tree("top", "a + b + c + d + e", *map(driver, "abcde"))

    found = apart(top)

    assert amounts(found) == [3, 3, 3, 3, 3]
    assert all(each.parts == () for each in found.contributions)


def test_numbers_beyond_the_largest_are_not_taken_apart() -> None:
    a, b = metric("a", 1e200, 1e250), metric("b", 1e200, 1e100)

    found = apart(tree("top", "a * b", a, b, values=(1, 2)))

    assert (found.change, found.reason) == (1, "its tree makes a number that is too large")


def test_too_many_drivers_are_not_taken_apart() -> None:
    names = "abcdefghijklm"
    found = apart(tree("top", "+".join(names), *(metric(name, 1, 2) for name in names)))

    assert found.reason == "its tree has more than 10 factors"


@settings(max_examples=40)
@given(st.lists(st.tuples(NUMBERS, NUMBERS), min_size=5, max_size=5))
def test_parts_add_up_on_every_level(pairs: list[tuple[float, float]]) -> None:
    a, b, c, d, e = (metric(name, *pair) for name, pair in zip("abcde", pairs, strict=True))
    inner = tree("inner", "b * c - d", b, c, d, values=(7, -7))

    found = apart(tree("top", "a * inner + e", a, inner, e, values=(1, 2)))

    assert_adds_up([*amounts(found), found.not_explained], 1)
    driver = found.contributions[1]
    below = [each.amount for each in driver.parts]
    assert_adds_up([*below, driver.not_explained], driver.amount)


def assert_adds_up(parts: list[float], whole: float) -> None:
    """Compare to 1e-9, or to the last digits of the largest part."""
    digits = max(ulp(part) for part in (whole, *parts))
    assert fsum(parts) == pytest.approx(whole, rel=0, abs=max(1e-9, 4 * digits))


@given(NUMBERS, NUMBERS, NUMBERS, NUMBERS)
def test_the_way_back_has_the_same_parts_with_the_other_sign(
    a0: float, a1: float, b0: float, b1: float
) -> None:
    there = apart(tree("top", "a * b", metric("a", a0, a1), metric("b", b0, b1)))
    back = apart(tree("top", "a * b", metric("a", a1, a0), metric("b", b1, b0)))

    assert amounts(there) == [-amount for amount in amounts(back)]


PAIRS = st.tuples(NUMBERS, NUMBERS)
LEAVES = PAIRS.map(lambda pair: metric("leaf", *pair))
TEXTS = st.sampled_from(["a + b", "a - b", "a * b", "a * b + a", "2 * a - b"])


def joined(text: str, one: Metric, other: Metric, values: tuple[float, float]) -> Metric:
    drivers = {"a": replace(one, label="a"), "b": replace(other, label="b")}
    return tree("tree", text, *drivers.values(), values=values)


TREES = st.builds(joined, TEXTS, LEAVES, LEAVES, PAIRS)


@settings(max_examples=40)
@given(st.builds(joined, TEXTS, TREES, TREES | LEAVES, PAIRS))
def test_levels_agree_in_any_tree(top: Metric) -> None:
    found = apart(top)

    assert found.change is not None
    assert_adds_up([*amounts(found), found.not_explained], found.change)
    for driver in found.contributions:
        if driver.parts:
            below = [each.amount for each in driver.parts]
            assert_adds_up([*below, driver.not_explained], driver.amount)
