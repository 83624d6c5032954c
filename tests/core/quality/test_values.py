"""The judgement on values, with distances worked out by hand."""

from __future__ import annotations

import pytest

from core.kpi import Values, at_least, at_most, equals, iqr, value_between, zscore
from core.model import ValueCheck
from core.quality.values import judge_relation, judge_value

# Mean 5, sample standard deviation 32/7 ** 0.5 = 2.138; quartiles 4 and 5.5.
BEFORE = [2.0, 4.0, 4.0, 4.0, 5.0, 5.0, 7.0, 9.0]


def test_limits_are_allowed_and_shown_in_the_unit() -> None:
    check = value_between(0, 0.5)
    assert judge_value(check, 0.5, (), "percent").sentence == ""
    assert judge_value(check, 0.6, (), "percent").sentence == "60.0% is outside 0.0% to 50.0%"


@pytest.mark.parametrize(("value", "is_odd"), [(10.0, False), (10.4, True), (-0.4, True)])
def test_a_z_score_counts_both_ways(value: float, is_odd: bool) -> None:
    assert bool(judge_value(zscore(2.5), value, BEFORE, "number").sentence) is is_odd


def test_the_distance_is_told() -> None:
    finding = judge_value(zscore(2.5), 12.0, BEFORE, "number")
    assert finding.measured == pytest.approx(7 / (32 / 7) ** 0.5)
    assert finding.sentence == (
        "12.00 is 3.3 standard deviations from the mean of the 8 before it (at most 2.5)"
    )


@pytest.mark.parametrize(("value", "is_odd"), [(7.75, False), (7.8, True), (1.75, False)])
def test_quartiles_have_a_range_beyond_which_a_value_is_odd(value: float, is_odd: bool) -> None:
    assert bool(judge_value(iqr(1.5), value, BEFORE, "number").sentence) is is_odd


def test_few_values_before_say_nothing() -> None:
    assert judge_value(zscore(), 1e9, BEFORE[:7], "number").sentence == ""


def test_any_change_of_a_constant_is_odd() -> None:
    assert judge_value(zscore(), 3.0, [3.0] * 8, "count").sentence == ""
    assert judge_value(zscore(), 4.0, [3.0] * 8, "count").sentence == (
        "4 differs, and all 8 values before it are the same"
    )


def test_only_the_last_values_count() -> None:
    before = [1000.0] * 20 + BEFORE
    assert judge_value(zscore(2.5, last=8), 12.0, before, "number").sentence


@pytest.mark.parametrize(
    ("check", "value", "is_odd"),
    [
        (at_most(Values(1), Values(2)), 0.3, False),  # 0.1 + 0.2 is 0.30000000000000004
        (at_most(Values(1), Values(2)), 0.301, True),
        (at_most(Values(1), Values(2), within=0.1), 0.33, False),
        (at_most(Values(1), Values(2)), -5.0, False),
        (at_least(Values(1), Values(2)), 0.299, True),
        (at_least(Values(1), Values(2), within=0.1), 0.27, False),
        (equals(Values(1), Values(2)), 0.3, False),
        (equals(Values(1), Values(2), within=0.1), 0.26, True),
        (equals(Values(1), Values(2), within=0.1), 0.34, True),
    ],
)
def test_a_relation_allows_its_side_and_a_share_beyond(
    check: ValueCheck, value: float, *, is_odd: bool
) -> None:
    assert bool(judge_relation(check, value, [0.1, 0.2], "number").sentence) is is_odd


def test_a_relation_names_both_values() -> None:
    check = at_most(Values(1), Values(2, domain="growth"), within=0.01)
    finding = judge_relation(check, 1230, [1000.0, 200.0], "count")
    assert finding.sentence == (
        "1,230 is more than 1,200, the value of kpi_01 + growth/kpi_02 (within 1 %)"
    )
    assert finding.measured == pytest.approx(0.025)
    finding = judge_relation(equals(Values(1)), 1, [0.0], "count")
    assert (finding.measured, finding.sentence) == (None, "1 is not 0, the value of kpi_01")


def test_a_value_that_is_not_there_is_nothing_to_compare_with() -> None:
    assert judge_relation(equals(Values(1), Values(2)), 1, [5.0, None], "count").sentence == ""
