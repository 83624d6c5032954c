"""Shapley values of changes."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from fractions import Fraction
from itertools import permutations
from math import prod

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.analysis.shapley import MOST_FACTORS, shapley

Values = Mapping[str, tuple[Fraction, Fraction]]
PAIRS = st.tuples(st.fractions(-99, 99), st.fractions(-99, 99))
FACTORS = st.dictionaries(st.sampled_from("abcde"), PAIRS, min_size=1)


def product(values: Values, changed: Collection[str]) -> Fraction:
    return prod((pair[name in changed] for name, pair in values.items()), start=Fraction(1))


@given(FACTORS)
def test_the_parts_add_up_exactly(values: Values) -> None:
    parts = shapley(list(values), lambda changed: product(values, changed))

    assert sum(parts.values()) == product(values, values) - product(values, ())


@given(FACTORS)
def test_a_part_is_the_mean_over_all_orders(values: Values) -> None:
    orders = list(permutations(values))
    first = next(iter(values))
    steps = []
    for order in orders:
        earlier = order[: order.index(first)]
        steps.append(product(values, (*earlier, first)) - product(values, earlier))

    parts = shapley(list(values), lambda changed: product(values, changed))

    assert parts[first] == sum(steps) / len(orders)


@given(PAIRS, PAIRS)
def test_of_two_factors_the_parts_are_the_midpoint(
    a: tuple[Fraction, Fraction], b: tuple[Fraction, Fraction]
) -> None:
    parts = shapley(["a", "b"], lambda changed: product({"a": a, "b": b}, changed))

    assert parts["a"] == (a[1] - a[0]) * (b[0] + b[1]) / 2
    assert parts["b"] == (b[1] - b[0]) * (a[0] + a[1]) / 2


@given(FACTORS)
def test_the_order_of_the_factors_does_not_matter(values: Values) -> None:
    forward = shapley(list(values), lambda changed: product(values, changed))
    backward = shapley(list(values)[::-1], lambda changed: product(values, changed))

    assert forward == backward


@given(PAIRS)
def test_equal_factors_have_equal_parts(pair: tuple[Fraction, Fraction]) -> None:
    parts = shapley(["a", "b"], lambda changed: product({"a": pair, "b": pair}, changed))

    assert parts["a"] == parts["b"]


def test_without_factors_there_are_no_parts() -> None:
    assert shapley([], lambda _: Fraction(0)) == {}


def test_too_many_factors_are_refused() -> None:
    with pytest.raises(ValueError, match="11 factors are more than 10"):
        shapley(range(MOST_FACTORS + 1), lambda _: Fraction(0))
