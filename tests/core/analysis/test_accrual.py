"""How the periods to come make the whole of a span."""

from __future__ import annotations

import pytest

from core.analysis.accrual import accrue
from core.model import parse_period
from tests.core.status.rows import ratio, run_of

WEEKS = run_of("2026-W01", *[10.0] * 8)


def test_a_sum_adds_what_is_done_to_what_comes() -> None:
    found = accrue("sum", WEEKS[:3], WEEKS, [1, 2])
    assert found is not None
    assert (found.base, found.factor, found.weights) == (30, 1, [1, 1])
    assert (found.whole(25), found.part(55)) == (55, 25)


def test_of_states_the_last_one_counts() -> None:
    found = accrue("last", WEEKS[:3], WEEKS, [1, 2, 3])
    assert found is not None
    assert (found.base, found.weights, found.whole(12)) == (0, [0, 0, 1], 12)


def test_ratios_are_weighed_by_their_denominators() -> None:
    first = parse_period("2026-W01")
    rows = [ratio(first.shift(index), 20, 100) for index in range(8)]
    found = accrue("ratio", rows[:3], rows, [1])
    assert found is not None
    # 60 of 300 are done, and 100 more come: 30 % of them make 90 of 400.
    assert found.weights == [1]
    assert found.whole(0.3) == pytest.approx(90 / 400)
    assert found.part(90 / 400) == pytest.approx(0.3)


def test_ratios_without_denominators_make_no_whole() -> None:
    assert accrue("ratio", WEEKS[:3], WEEKS, [1]) is None


def test_denominators_that_run_out_are_expected_to_stay() -> None:
    first = parse_period("2025-W01")
    rows = [ratio(first.shift(index), 1, 1001.0 - 20 * index) for index in range(51)]
    found = accrue("ratio", rows[-3:], rows, list(range(1, 14)))
    assert found is not None
    assert found.factor > 0
    assert sum(found.weights) == pytest.approx(1)
