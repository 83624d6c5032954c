"""A value beside the period before, the same a year ago, and averages."""

from __future__ import annotations

import pytest

from core.model import parse_period
from core.status.comparison import average_before, before, compare, year_ago, year_before
from tests.core.status.rows import ratio, row, run_of, series

W46 = parse_period("2026-W46")


@pytest.mark.parametrize(
    ("period", "expected"),
    [
        ("2026-W46", "2025-W46"),
        ("2026-W53", "2026-W01"),  # 53 weeks: 52 back is the first of the same year
        ("2027-W01", "2026-W02"),  # 364 days behind 4 January 2027
        ("2027-W52", "2026-W53"),
        ("2026-02", "2025-02"),
        ("2024-02-29", "2023-03-02"),  # both Thursdays
        ("2026-11-16", "2025-11-17"),  # both Mondays
    ],
)
def test_a_year_ago_is_52_weeks_the_same_weekday_or_the_same_month(
    period: str, expected: str
) -> None:
    assert str(year_before(parse_period(period))) == expected


def test_a_value_is_compared_with_the_period_before_across_the_year() -> None:
    found = before(series(*run_of("2025-W52", 5, 7)), parse_period("2026-W01"))
    assert (found.against, found.absolute, found.relative) == ("2025-W52", 2, 0.4)


def test_a_year_ago_says_how_far_back_it_is() -> None:
    rows = row("2026-W02", 40), row("2027-W01", 50)
    found = year_ago(series(*rows), parse_period("2027-W01"))
    assert (found.against, found.relative) == ("2026-W02, 52 weeks back", 0.25)


def test_without_a_year_before_there_is_a_reason_and_never_0() -> None:
    found = year_ago(series(row("2026-W46", 40)), W46)
    assert (found.base, found.absolute, found.relative) == (None, None, None)
    assert found.reason == "2025-W46 is not stored"


def test_a_new_definition_in_between_ends_the_comparison() -> None:
    rows = row("2025-W46", 40), row("2026-W20", 50), row("2026-W46", 60)
    found = year_ago(series(*rows, broken="2026-W20"), W46)
    assert found.reason == "a new definition begins in 2026-W20"


def test_an_average_is_of_the_periods_before_without_this_one() -> None:
    rows = run_of("2026-W42", 10, 20, 30, 40, 50)
    found = average_before(series(*rows), W46, 4)
    assert (found.against, found.base, found.absolute) == ("mean of the 4 weeks before", 25, 25)
    assert (found.relative, found.remark) == (1.0, "")


def test_an_average_of_fewer_values_says_how_many_and_needs_half_of_them() -> None:
    rows = run_of("2026-W42", None, 20, None, 40, 50)
    found = average_before(series(*rows), W46, 4)
    assert (found.base, found.remark) == (30, "2 of 4")
    thirteen = average_before(series(*rows), W46, 13)
    assert (thirteen.base, thirteen.reason) == (None, "2 of 13 can be compared")


def test_an_average_leaves_out_other_definitions_units_and_unfinished_periods() -> None:
    rows = [
        row("2026-W42", 900),
        row("2026-W43", 20),
        row("2026-W44", 900, unit="hours"),
        row("2026-W45", 40),
        row("2026-W46", 60),
    ]
    found = average_before(series(*rows, broken="2026-W43"), W46, 4)
    assert (found.base, found.remark) == (30, "2 of 4")


def test_an_average_of_ratios_weighs_them_by_their_denominators() -> None:
    found = series(ratio("2026-W44", 1, 10), ratio("2026-W45", 9, 30), ratio("2026-W46", 3, 10))
    plain, weighed = (average_before(found, W46, 2, adds) for adds in ("", "ratio"))
    assert (plain.base, weighed.base) == (pytest.approx(0.2), 0.25)
    assert (weighed.absolute, weighed.relative) == (5, None)  # points


def test_an_unfinished_period_is_compared_with_nothing() -> None:
    rows = run_of("2026-W42", 10, 20, 30, 40), [row("2026-W46", 50, partial=True)]
    found = compare(series(*rows[0], *rows[1]), W46)
    reasons = {each.reason for each in (found.before, found.year_ago, *found.averages)}
    assert reasons == {"2026-W46 is not over"}


@pytest.mark.parametrize(
    ("period", "names"),
    [
        ("2026-11-16", ["mean of the 7 days before", "mean of the 28 days before"]),
        ("2026-W46", ["mean of the 4 weeks before", "mean of the 13 weeks before"]),
        ("2026-11", ["mean of the 3 months before", "mean of the 12 months before"]),
    ],
)
def test_each_cadence_has_its_averages(period: str, names: list[str]) -> None:
    found = compare(series(row(period, 5)), parse_period(period))
    assert [each.against for each in found.averages] == names
