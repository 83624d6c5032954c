"""A source that seems late: nothing much came in."""

from __future__ import annotations

from core.analysis.chain_ladder import age_factors
from core.analysis.lateness import seems_late
from tests.core.analysis.triangles import usual


def test_usual_values_are_not_late() -> None:
    assert not seems_late(usual(), age_factors(usual()))


def test_a_small_newest_value_and_older_ones_that_stayed_are_late() -> None:
    triangle = usual()
    triangle[-1] = [10]
    triangle[-2][1] = triangle[-2][0]

    assert seems_late(triangle, age_factors(triangle))


def test_a_small_newest_value_alone_is_a_weak_week() -> None:
    triangle = usual()
    triangle[-1] = [70]

    assert not seems_late(triangle, age_factors(triangle))


def test_a_week_without_a_run_is_not_late() -> None:
    triangle = usual()
    triangle[-1] = [None]
    triangle[-2][1] = None

    assert not seems_late(triangle, age_factors(triangle))
