"""The target that holds for a period, worked out on a calendar."""

from __future__ import annotations

import pytest

from core.errors import UsageError
from core.model.goals import (
    Goal,
    find_target,
    goal_of,
    goal_text,
    make_goal,
    target_days,
    targets_text,
    value_of,
    value_text,
)
from core.model.period import parse_period
from core.model.targets import DEFAULT_THRESHOLDS, Band, Target, Thresholds
from tests.rows import row

SPANS = (Target(5, until="2026-W26"), Target(6, since="2026-Q3", until="2026"), Target(7, "2027"))


@pytest.mark.parametrize(
    ("period", "value"),
    [
        ("2026-W01", 5),
        ("2026-W26", 5),  # ends on 28 June
        ("2026-W27", 6),  # ends on 5 July
        ("2026-W53", 6),  # ends on 3 January 2027, but belongs to the tab of 2026
        ("2027-W01", 7),
        ("2026-06-29", None),  # a day between the spans
        ("2026-07-01", 6),
        ("2026-12-31", 6),
        ("2027-01-01", 7),
    ],
)
def test_a_period_has_the_target_in_whose_span_it_ends(period: str, value: float | None) -> None:
    later = (SPANS[0], SPANS[1], Target(7, since="2027"))
    found = find_target(later, parse_period(period))

    assert (found.value if found else None) == value


@pytest.mark.parametrize("text", ["last", "today", "2026-W01..2026-W02", "soon", "2026-W60"])
def test_a_span_of_a_target_names_a_period(text: str) -> None:
    with pytest.raises(UsageError):
        target_days(text, "", "weekly")


@pytest.mark.parametrize(
    ("period", "value"),
    [
        # The third quarter has 92 days, the fourth one has 92, the first of 2027 has 90.
        ("2026-W30", 70.0),  # 920 / 92 × 7
        ("2026-W40", 70.0),  # 28 September to 4 October: 3 days × 10, 4 days × 10
        ("2026-08", 310.0),  # 31 days × 10
        ("2026-W53", 76.0),  # 28 December to 3 January: 4 days × 10, 3 days × 1080 / 90
    ],
)
def test_a_target_for_a_quarter_is_spread_by_days(period: str, value: float) -> None:
    targets = (
        Target(920, until="2026-12-31", per="quarter"),
        Target(1080, "2027-01-01", "", "quarter"),
    )
    covered = parse_period(period)
    if period == "2026-W53":
        # The week ends in 2027, where the second target holds.
        assert find_target(targets, covered) == targets[1]

    assert value_of(targets, covered, covered.first_day) == pytest.approx(value)


def test_a_target_for_a_year_is_spread_over_365_or_366_days() -> None:
    day, leap_day = parse_period("2026-03-01"), parse_period("2028-02-29")

    assert value_of([Target(730, per="year")], day, day.first_day) == 2.0
    assert value_of([Target(732, per="year")], leap_day, leap_day.first_day) == 2.0


def test_a_value_over_four_weeks_has_the_share_of_28_days() -> None:
    week = parse_period("2026-W34")  # from W31 on

    assert value_of([Target(920, per="quarter")], week, week.shift(-3).first_day) == 280.0


def test_a_goal_is_written_for_readers() -> None:
    assert goal_text(make_goal(0.12, "lower", DEFAULT_THRESHOLDS), "percent") == "≤ 12.0%"
    assert goal_text(Goal(0.02, 0.05, "within"), "percent") == "2.0% to 5.0%"
    assert value_text(None, "higher", "count") == "none"
    texts = targets_text([SPANS[0], Target(1200, "2026-Q3", per="quarter")], "higher", "count")
    assert texts == "≥ 5 until 2026-W26, ≥ 1,200 a quarter since 2026-Q3"


def test_a_row_has_the_goal_that_it_was_judged_by() -> None:
    thresholds = '{"exceeds": 110, "on_track": 100, "needs_attention": 90}'
    own = row(target=5.0, better="higher", thresholds=thresholds)

    assert goal_of(row()) is None
    assert goal_of(own) == Goal(5.0, None, "higher", Thresholds(110, 100, 90))
    band = row(target=2.0, target_high=5.0, better="within")
    assert goal_of(band) == make_goal(Band(2, 5), "within", DEFAULT_THRESHOLDS)
