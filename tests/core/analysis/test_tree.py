"""Trees flattened over their levels."""

from __future__ import annotations

import pytest

from core.analysis.tree import Metric, flatten
from tests.core.analysis.metrics import metric, tree

INNER = tree("inner", "b * c", metric("b", 1, 2), metric("c", 3, 4))
TOP = tree("top", "a + inner", metric("a", 5, 6), INNER)


def test_the_factors_are_the_last_drivers() -> None:
    assert flatten(TOP)[1] == [("a",), ("inner", "b"), ("inner", "c")]


def test_the_value_follows_the_factors_that_have_changed() -> None:
    assert TOP.value(()) == 8
    assert TOP.value({("inner", "b")}) == 11
    assert TOP.value(flatten(TOP)[1]) == 14


def test_what_a_driver_is_not_by_its_tree_is_a_factor_of_its_own() -> None:
    off = tree("inner", "b * c", *INNER.drivers.values(), values=(4, 10))
    top = tree("top", "a + inner", metric("a", 5, 6), off)

    assert flatten(top)[1] == [("a",), ("inner", ""), ("inner", "b"), ("inner", "c")]
    assert top.value({("inner", "")}) == 10


def test_noise_of_floats_is_not_a_factor() -> None:
    off = tree("inner", "b * c", metric("b", 0.1, 0.3), metric("c", 3, 3), values=(0.3, 0.9))

    assert [*tree("top", "inner", off).factors()] == [("inner", "b"), ("inner", "c")]


@pytest.mark.parametrize(("depth", "levels"), [(0, 0), (1, 1), (2, 2), (9, 2)])
def test_a_tree_is_cut_to_a_number_of_levels(depth: int, levels: int) -> None:
    assert TOP.cut(depth).depth == levels


def test_a_tree_with_too_many_factors_is_cut() -> None:
    def driver(name: str) -> Metric:
        return tree(name, "x + y + z", *(metric(each, 1, 2) for each in "xyz"))

    assert flatten(tree("top", "a + b + c", *map(driver, "abc")))[0].depth == 2
    assert flatten(tree("top", "a + b + c + d", *map(driver, "abcd")))[0].depth == 1
