"""The season of a series: found where it is, not found in noise, and honest of what it explains."""

from __future__ import annotations

import random
from math import cos, pi

import pytest

from core.analysis.season import (
    find_season,
    periods_between,
    periods_needed,
    place_of,
)
from core.model import Cadence, parse_period

YEAR = [100 * cos(2 * pi * week / 52) for week in range(52)]


def season_of(values: list[float], cadence: Cadence = "weekly", gaps: tuple[int, ...] = ()):  # type: ignore[no-untyped-def]
    kept = [index for index in range(len(values)) if index not in gaps]
    length = {"weekly": 52, "monthly": 12, "daily": 7, "quarterly": 4}[cadence]
    places = [index % length for index in kept]
    return find_season([values[index] for index in kept], kept, places, cadence)


def test_a_plain_season_on_a_growing_series_is_found() -> None:
    values = [1000 + 5 * index + YEAR[index % 52] for index in range(104)]

    found = season_of(values)

    # The season of neighbouring weeks is shared, so that the peak is a bit lower.
    assert found.share > 0.99
    assert found.effects[0] == pytest.approx(100, abs=3)
    assert found.effects[26] == pytest.approx(-100, abs=3)
    assert sum(found.effects) == pytest.approx(0)


def test_months_have_exactly_their_own_season() -> None:
    pattern = [5.0, -5.0, 0, 3, -3, 0, 8, -8, 0, 1, -1, 0]
    values = [10 + pattern[index % 12] for index in range(36)]

    found = season_of(values, "monthly")

    assert found.effects == pytest.approx(pattern)
    assert found.others[-1] == pytest.approx(pattern[-1])
    assert found.share == pytest.approx(1)


def test_noise_has_no_strong_season() -> None:
    generator = random.Random(1)
    noise = [[generator.gauss(100, 10) for _ in range(104)] for _ in range(40)]

    assert max(season_of(values).share for values in noise) < 0.25


def test_a_week_that_every_year_leaves_its_neighbours_is_kept() -> None:
    generator = random.Random(2)
    values = [1000 + YEAR[index % 52] + generator.gauss(0, 5) for index in range(156)]
    for year in range(3):
        values[52 * year + 51] -= 400

    found = season_of(values)

    assert found.effects[51] == pytest.approx(YEAR[51] - 400, abs=50)
    assert found.effects[25] == pytest.approx(YEAR[25], abs=15)


def test_one_odd_week_does_not_become_a_season() -> None:
    generator = random.Random(3)
    values = [1000 + generator.gauss(0, 5) for _ in range(104)]
    values[70] -= 400

    assert season_of(values).share < 0.1


def test_less_than_two_years_have_no_season() -> None:
    values = [1000 + YEAR[index % 52] for index in range(103)]
    assert season_of(values) is None
    assert season_of([]) is None


def test_a_missing_week_moves_no_other() -> None:
    values = [1000 + YEAR[index % 52] for index in range(104)]
    found = season_of(values, gaps=(30, 31))
    assert found.share > 0.99
    assert found.effects[26] == pytest.approx(-100, abs=4)


def test_a_series_of_mostly_gaps_has_none() -> None:
    values = [1000 + YEAR[index % 52] for index in range(104)]
    assert season_of(values, gaps=tuple(range(1, 60))) is None


def test_a_constant_series_has_no_share() -> None:
    assert season_of([5.0] * 104).share == 0


@pytest.mark.parametrize(
    ("period", "place"),
    [
        ("2026-W01", 0),
        ("2026-W52", 51),
        ("2026-W53", 51),
        ("2026-03", 2),
        ("2026-Q4", 3),
        ("2026-11-16", 0),
        ("2026-11-22", 6),
    ],
)
def test_each_period_has_its_place_in_the_cycle(period: str, place: int) -> None:
    assert place_of(parse_period(period)) == place


def test_two_years_are_needed_and_eight_weeks_of_days() -> None:
    assert [periods_needed("weekly"), periods_needed("monthly")] == [104, 24]
    assert [periods_needed("quarterly"), periods_needed("daily")] == [8, 56]


@pytest.mark.parametrize(
    ("first", "last", "count"),
    [
        ("2026-W50", "2027-W02", 5),
        ("2026-11-16", "2026-12-01", 15),
        ("2026-11", "2028-02", 15),
        ("2026-Q4", "2028-Q1", 5),
    ],
)
def test_periods_between_two_are_counted(first: str, last: str, count: int) -> None:
    assert periods_between(parse_period(first), parse_period(last)) == count
