"""Unusual values: on published data, in simulations beside plain z-scores, and their edges."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import UTC, date, datetime
from math import cos, exp, pi
from statistics import fmean, pstdev
from typing import Any

import pytest

from core.analysis.settling import Projection
from core.analysis.unusual import Unusual, judge_unusual, rank_unusual, scale_of
from core.model import Period, RecordedBase, Row, parse_period
from core.status import ValueSeries
from tests.core.analysis.rides import FIRST, HOLIDAYS, LAST, rides
from tests.core.status.rows import ratio, row, run_of, series

STEADY = [100.0, 108, 95, 103, 91, 104, 99, 110, 97, 101, 93, 106, 98, 102, 96, 105]
W18 = parse_period("2026-W18")


def judged(*values: float, **changes: Any) -> Unusual:
    stored = run_of("2026-W02", *values, **changes)
    found = judge_unusual(series(*stored), stored[-1].period)
    assert found is not None
    return found


def unusual_weeks(stored: ValueSeries, first: Period, last: Period, **given: Any) -> list[str]:
    found, period = [], first
    while period <= last:
        each = judge_unusual(stored, period, **given)
        if each and each.is_unusual:
            found.append(str(period))
        period = period.shift(1)
    return found


def test_the_hurricane_is_among_at_most_five_unusual_weeks() -> None:
    found = unusual_weeks(rides(), FIRST, LAST)

    assert found == ["2011-W29", "2011-W36", "2012-W44", "2012-W52"]


def test_holidays_leave_the_hurricane_unusual() -> None:
    found = unusual_weeks(rides(), FIRST, LAST, holidays=HOLIDAYS)

    assert "2012-W44" in found
    assert len(found) <= 5


def test_the_sentence_says_what_was_expected() -> None:
    found = judge_unusual(rides(), parse_period("2012-W44"))

    assert found is not None
    assert found.method == "limits"
    assert found.count == 52
    assert found.sentence == "28,762 is unusually low; 35,133 to 66,568 is expected"


def simulated(generator: random.Random, growth: float, follows: float) -> list[float]:
    """Return 60 weekly values with 6 % of noise, which follows itself from week to week."""
    values, noise = [], 0.0
    for week in range(60):
        noise = follows * noise + generator.gauss(0, 0.06)
        values.append(round(800 * exp(growth * week + noise)))
    return values


def is_beyond_z(values: list[float]) -> bool:
    """Return whether a plain z-score of 2.5 over a year calls the newest value an outlier."""
    past = values[:-1][-52:]
    return abs(values[-1] - fmean(past)) > 2.5 * pstdev(past)


def test_fewer_are_flagged_for_nothing_than_by_z_scores() -> None:
    generator = random.Random(11)
    kinds = [(0.0, 0.0), (0.0, 0.4), (0.002, 0.2), (0.01, 0.0)]
    samples = [simulated(generator, *kinds[each % 4]) for each in range(400)]

    ours = sum(judged(*values).is_unusual for values in samples)
    plain = sum(is_beyond_z(values) for values in samples)

    # Two weeks of 200 KPIs each: plain z-scores flag five and more a week.
    assert ours <= 4
    assert plain >= 10


def test_a_drop_of_a_third_on_a_growing_series_is_found_where_z_scores_miss_it() -> None:
    generator = random.Random(12)
    samples = [simulated(generator, 0.01, 0.0) for _ in range(60)]
    for values in samples:
        values[-1] = round(values[-1] * 0.67)

    assert sum(judged(*values).is_unusual for values in samples) >= 50
    assert sum(is_beyond_z(values) for values in samples) <= 10


def test_a_drop_under_a_season_is_found_where_z_scores_miss_it() -> None:
    generator = random.Random(13)
    ours = plain = 0
    for sample in range(30):
        usual = [800 * (1 - 0.4 * cos(2 * pi * (week + sample) / 52)) for week in range(125)]
        values = [round(each * exp(generator.gauss(0, 0.06))) for each in usual]
        values[-1] = round(values[-1] * 0.7)
        found = judged(*map(float, values))
        assert found.method == "limits with a season"
        ours += found.side == "low"
        plain += is_beyond_z(values)  # type: ignore[arg-type]

    assert ours >= 26
    assert plain <= 1


def test_durations_are_compared_by_their_logarithm() -> None:
    assert scale_of("hours", [0.5, 12.0]).kind == "logarithm"
    assert scale_of("hours", [0.0, 12.0]).kind == "root"
    assert scale_of("EUR", [0.0, 12.0]).kind == "root"
    assert scale_of("EUR", [-1.0, 12.0]).kind == "values"
    assert scale_of("percent", [0.1]).kind == "values"


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        (STEADY[:10], "limits need 10 final values before 2026-W11, and there are 9"),
        (STEADY[:6], "limits need 10 final values, and there are 6 since 2026-W02"),
        ([3.0, 2, 4, 3, 5, 2, 3, 1, 4, 2, 3, 2, 11], "too few to tell: 2.8 on average"),
    ],
)
def test_too_little_is_said_to_be_too_little(values: list[float], reason: str) -> None:
    found = judged(*values)
    assert (found.is_unusual, found.reason, found.sentence) == (False, reason, reason)


def test_a_share_of_few_is_too_few_to_tell() -> None:
    first = parse_period("2026-W02")
    rows = [ratio(first.shift(index), 1 + index % 3, 40) for index in range(14)]
    found = judge_unusual(series(*rows), rows[-1].period)
    assert found is not None
    assert found.reason == "too few to tell: a numerator of 1.9 on average"


def test_a_value_of_overlapping_weeks_has_no_limits() -> None:
    found = judged(*STEADY, range_type="4 weeks")
    assert found.reason == "values of 4 weeks overlap, so they have no limits"


def test_a_period_without_value_or_not_over_is_not_judged() -> None:
    stored = [*run_of("2026-W02", *STEADY), row("2026-W18", None)]
    found = judge_unusual(series(*stored), W18)
    assert found is not None
    assert found.reason == "2026-W18 has no value"
    partial = series(*stored[:-1], row("2026-W18", 4.0, partial=True))
    found = judge_unusual(partial, W18)
    assert found is not None
    assert found.reason == "2026-W18 is not over"
    assert judge_unusual(partial, W18.shift(1)) is None


def test_only_values_of_the_same_definition_count() -> None:
    stored = run_of("2026-W02", *STEADY, 150.0)
    assert judge_unusual(series(*stored), W18).is_unusual  # type: ignore[union-attr]
    found = judge_unusual(series(*stored, broken="2026-W16"), W18)
    assert found is not None
    assert found.reason == "limits need 10 final values, and there are 3 since 2026-W16"


def test_a_provisional_value_is_judged_with_a_remark_and_not_by_others() -> None:
    stored = run_of("2026-W02", *STEADY)
    until = date(2026, 6, 1)
    late = [row(W18.shift(each), 10.0, provisional_until=until) for each in range(2)]
    found = judge_unusual(series(*stored, *late), W18.shift(1))
    assert found is not None
    assert (found.side, found.remark, found.count) == ("low", "the value is provisional", 16)
    assert found.since == W18.shift(1)


def test_a_provisional_value_is_judged_by_where_it_is_expected_to_end() -> None:
    stored = run_of("2026-W02", *STEADY)
    late = row(W18, 60.0, provisional_until=date(2026, 6, 1))
    found, usual = (
        judge_unusual(series(*stored, late), W18, settles=_ending(late, expected, *bounds))
        for expected, bounds in ((64.0, (62.0, 66.0)), (64.0, (55.0, 120.0)))
    )
    assert found is not None
    assert usual is not None
    assert (found.side, usual.side, usual.since) == ("low", "", None)
    assert found.remark == "the value is provisional, expected 64"
    assert judge_unusual(series(*stored, late), W18, settles=_ending(late, 99, 90, 110)).size < 1  # type: ignore[union-attr]


def _ending(late: Row, expected: float, low: float, high: float) -> Projection:
    return Projection(
        domain="success",
        key=late.key,
        period=late.period,
        age=0,
        value=60.0,
        expected=expected,
        low=low,
        high=high,
        expectation=f"expected {expected:.0f}",
        sentence="",
    )


def test_a_recorded_base_counts_as_it_was_recorded() -> None:
    stored = run_of("2026-W02", *STEADY, *STEADY[:4], 150.0)
    base = RecordedBase(
        domain="success",
        kpi_number=1,
        field_name="deals",
        field_details="",
        range_type="week",
        cadence="weekly",
        limits_since="",
        first_period="2026-W02",
        last_period="2026-W21",
        base_values=_as_json(stored[:20]),
        definition="one",
        run_id="run-1",
        recorded_at=datetime(2026, 6, 1, tzinfo=UTC),
    )
    corrected = [replace(each, value=5000.0 * (index % 2)) for index, each in enumerate(stored)]
    corrected[-1] = stored[-1]
    plain = judge_unusual(series(*corrected), stored[-1].period)
    kept = judge_unusual(replace(series(*corrected), bases=(base,)), stored[-1].period)
    assert plain is not None
    assert not plain.is_unusual
    assert kept is not None
    assert kept.side == "high"


def _as_json(rows: list[Any]) -> str:
    inner = ", ".join(f'"{each.period}": {each.value}' for each in rows)
    return f"{{{inner}}}"


def test_a_short_week_is_usual_for_a_sum_and_not_for_a_state() -> None:
    stored = series(*run_of("2026-W02", *STEADY, 72.0))
    holidays = [date(2026, 5, 1)]
    counted = judge_unusual(stored, W18, adds="sum", holidays=holidays)
    state = judge_unusual(stored, W18, adds="last", holidays=holidays)
    assert counted is not None
    assert state is not None
    assert (counted.is_unusual, counted.holidays) == (False, 1)
    assert counted.sentence == "72 is usual; 59 to 105 is expected with a holiday"
    assert (state.side, state.holidays) == ("low", 0)


def test_a_holiday_is_not_judged_as_a_day() -> None:
    days = run_of("2026-04-13", *STEADY, *STEADY)
    found = judge_unusual(series(*days), days[-1].period, holidays=[days[-1].period.first_day])
    assert found is not None
    assert found.reason == "the day is a holiday"


def test_the_weightiest_comes_first() -> None:
    high = [judged(*STEADY, 200.0, kpi_number=number) for number in (1, 2, 3)]
    higher = judged(*STEADY, 300.0, kpi_number=4)
    usual = judged(*STEADY, kpi_number=5)
    found = [usual, *high, higher]

    assert [each.row.kpi_number for each in rank_unusual(found, {})] == [4, 1, 2, 3]
    weights = {("success", 3): -0.5, ("success", 2): 0.1}
    ranked = rank_unusual(found, weights)
    assert [each.row.kpi_number for each in ranked] == [3, 2, 4, 1]
    assert [each.contribution for each in ranked] == [0.5, 0.1, 0, 0]


def test_a_value_that_stays_odd_says_since_when() -> None:
    found = judged(*STEADY, 190.0, 195.0)
    assert found.since == W18
    assert found.sentence.endswith("is expected, so since 2026-W18")
