"""From stored values to an outlook: sums, ratios and states, and what has none."""

from __future__ import annotations

import random
from datetime import date
from typing import Any

import pytest

from core.analysis.outlook import Outlook
from core.analysis.projection import find_outlook
from core.analysis.settling import Projection
from core.model import Row, Target, parse_period
from tests.core.analysis.rides import rides
from tests.core.status.rows import ratio, row, run_of, series

AIM = {"target": 100.0, "better": "higher"}
GENERATOR = random.Random(21)
YEAR = [round(100 + GENERATOR.gauss(0, 8)) for _ in range(99)]


def history(*newest: float, **changes: Any) -> list[Row]:
    """Return two years of weeks up to 2026-W46, seven of them in the quarter."""
    values = [*map(float, YEAR), *newest]
    first = parse_period("2026-W46").shift(1 - len(values))
    return run_of(str(first), *values, **(AIM | changes))


def found_for(rows: list[Row], adds: str = "sum", *targets: Target, broken: str = "") -> Outlook:
    newest = max(row.period for row in rows)
    aims = targets or (Target(100.0),)
    found = find_outlook(series(*rows, broken=broken), newest, adds=adds, targets=aims)
    assert found is not None
    return found


def test_a_sum_adds_what_is_done_to_what_is_expected() -> None:
    found = found_for(history())

    done = sum(YEAR[-7:])
    assert (found.span, found.there, found.open, found.done) == ("2026-Q4", 7, 7, done)
    assert found.target == 1400
    assert found.expected == pytest.approx(done + 700, rel=0.03)
    assert found.low is not None
    assert found.high is not None
    assert found.low < found.expected < found.high
    assert found.needs_per_period == pytest.approx((1400 - done) / 7)
    assert found.done_per_period == pytest.approx(done / 7)
    assert found.probability is not None
    assert 0.1 < found.probability < 0.9


def test_chances_follow_the_target() -> None:
    def chance(target: float, better: str = "higher") -> float:
        rows = history(better=better)
        found = found_for(rows, "sum", Target(target, per="quarter")).probability
        assert found is not None
        return found

    assert chance(1200) > 0.97
    assert chance(1600) < 0.03
    assert chance(1400, "lower") == pytest.approx(1 - chance(1400))


def test_a_target_that_is_reached_already_is_as_good_as_certain() -> None:
    found = found_for(history(), "sum", Target(500, per="quarter"))
    assert found.probability == 1
    assert found.sentence.startswith("more than 99 % to reach 500; ")


def test_under_a_year_the_band_is_wide_and_there_is_no_percentage() -> None:
    whole, short = found_for(history()), found_for(history()[-30:])

    assert (short.probability, short.reason) == (None, "less than a year of values")
    assert short.high is not None and short.low is not None  # noqa: PT018 -- for the types
    assert whole.high is not None and whole.low is not None  # noqa: PT018
    assert short.high - short.low > 2 * (whole.high - whole.low)


def test_too_few_values_have_no_forecast() -> None:
    found = found_for(history()[-3:])
    assert found.sentence == "a forecast needs 4 final values, and there are 3"


@pytest.mark.parametrize(
    ("adds", "reason"),
    [("", "the KPI file declares no adds="), ("no", "values of this KPI are not added up")],
)
def test_values_that_are_not_added_up_have_no_outlook(adds: str, reason: str) -> None:
    assert found_for(history(), adds).sentence == reason


def test_a_new_definition_within_the_quarter_has_no_outlook() -> None:
    found = found_for(history(), broken="2026-W43")
    assert found.sentence == "a new definition begins in 2026-W43"


def test_a_state_is_that_of_the_last_week() -> None:
    found = found_for(history(), "last")
    assert (found.done, found.target) == (YEAR[-1], 100)
    assert found.expected == pytest.approx(100, rel=0.06)
    assert found.needs_per_period == pytest.approx((100 - YEAR[-1]) / 7)
    assert found.done_per_period == pytest.approx((YEAR[-1] - YEAR[-8]) / 7)


def test_a_ratio_is_weighed_by_its_denominators() -> None:
    first = parse_period("2026-W46").shift(-98)
    aim = {"target": 0.2, "better": "higher"}
    rows = [ratio(first.shift(index), value / 5, 100, **aim) for index, value in enumerate(YEAR)]
    found = found_for(rows, "ratio", Target(0.2))

    done = sum(YEAR[-7:]) / 3500
    assert found.done == pytest.approx(done)
    assert found.expected == pytest.approx((done + 0.2) / 2, rel=0.02)
    assert found.needs_per_period == pytest.approx(0.4 - done)


def test_a_week_without_value_is_still_to_come() -> None:
    rows = history()
    late = [each for each in rows if str(each.period) != "2026-W44"]
    found = found_for(late)
    assert (found.there, found.open) == (6, 8)
    assert found.remark == "6 of 7 weeks"


def test_provisional_values_count_as_done_and_lead_nowhere() -> None:
    rows = history()
    rows[-1] = row("2026-W46", 2.0, provisional_until=date(2026, 12, 1), **AIM)
    found = found_for(rows)
    whole = found_for(history())
    assert whole.expected is not None
    assert found.expected == pytest.approx(whole.expected - YEAR[-1] + 2, rel=0.02)
    assert found.remark == "2026-W46 is provisional"


def test_a_provisional_value_counts_as_what_it_will_end_at() -> None:
    rows = history()
    rows[-1] = row("2026-W46", 2.0, provisional_until=date(2026, 12, 1), **AIM)
    ending = Projection(
        domain="success",
        key=rows[-1].key,
        period=rows[-1].period,
        age=0,
        value=2.0,
        expected=102.0,
        low=95.0,
        high=110.0,
        expectation="",
        sentence="",
    )
    plain = found_for(rows)
    settled = find_outlook(
        series(*rows),
        rows[-1].period,
        adds="sum",
        targets=[Target(100.0)],
        settles={ending.key: ending},
    )

    assert settled is not None
    assert settled.done == plain.done
    assert settled.expected == pytest.approx((plain.expected or 0) + 100)
    assert settled.needs_per_period == pytest.approx((plain.needs_per_period or 0) - 100 / 7)


def test_the_first_week_of_a_quarter_has_all_to_come() -> None:
    rows = history()
    newest = row("2027-W01", None, **AIM)
    found = found_for([*rows, newest])
    assert (found.span, found.there, found.open, found.done) == ("2027-Q1", 0, 12, None)
    assert found.expected == pytest.approx(1200, rel=0.04)
    assert found.done_per_period is None


def test_a_span_that_is_over_is_what_it_is() -> None:
    rows = run_of("2026-W01", *map(float, YEAR[:53]), **AIM)
    found = found_for(rows)
    assert found.is_over
    assert found.expected == found.done == sum(YEAR[39:53])


def test_a_period_that_is_not_stored_has_no_outlook() -> None:
    stored = series(*history())
    assert find_outlook(stored, parse_period("2026-W50"), adds="sum") is None


def test_rides_of_the_last_quarter_were_within_the_interval() -> None:
    # Seen from the middle of May 2012, before the summer.
    stored = rides()
    found = find_outlook(stored, parse_period("2012-W19"), adds="sum")
    assert found is not None
    came = sum(
        row.value or 0.0
        for period, row in stored.rows.items()
        if "2012-W14" <= str(period) <= "2012-W26"
    )
    assert found.low is not None
    assert found.high is not None
    assert found.low <= came <= found.high
    assert found.reason == "no target holds for 2012-W19"
