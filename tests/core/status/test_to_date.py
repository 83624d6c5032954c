"""Month, quarter and year to date, and why values cannot be added up."""

from __future__ import annotations

from datetime import date

import pytest

from core.model import parse_period
from core.status.series import ValueSeries
from core.status.to_date import SpanUnit, ToDate, first_period, to_date
from tests.core.status.rows import ratio, row, run_of, series


def at(found: ValueSeries, period: str, adds: str) -> dict[SpanUnit, ToDate]:
    return {each.unit: each for each in to_date(found, parse_period(period), adds)}


@pytest.mark.parametrize(
    ("period", "unit", "year_begins", "expected"),
    [
        ("2026-11-16", "month", 1, "2026-11-01"),
        ("2026-11-16", "quarter", 1, "2026-10-01"),
        ("2026-11-16", "year", 1, "2026-01-01"),
        ("2026-11-16", "quarter", 6, "2026-09-01"),
        ("2026-03-16", "year", 6, "2025-06-01"),
        ("2026-W46", "month", 1, "2026-W45"),  # its Thursday is 5 November
        ("2026-W44", "month", 1, "2026-W40"),  # Thursday 29 October, Thursday 1 October
        ("2026-W46", "quarter", 1, "2026-W40"),
        ("2026-W46", "year", 1, "2026-W01"),
        ("2026-W53", "year", 1, "2026-W01"),  # Thursday 31 December
        ("2027-W01", "year", 1, "2027-W01"),
        ("2026-11", "quarter", 1, "2026-10"),
        ("2026-11", "year", 1, "2026-01"),
    ],
)
def test_a_span_begins_with_its_first_day_or_the_week_with_its_first_thursday(
    period: str, unit: SpanUnit, year_begins: int, expected: str
) -> None:
    assert str(first_period(parse_period(period), unit, year_begins)) == expected


def test_sums_to_date_are_compared_with_those_52_weeks_back() -> None:
    rows = [*run_of("2025-W40", *[8] * 7), *run_of("2026-W40", *[10] * 7)]
    found = at(series(*rows), "2026-W46", "sum")
    quarter = found["quarter"]
    assert (quarter.now.span, quarter.now.value) == ("2026-W40..2026-W46", 70)
    assert (quarter.then.span, quarter.then.value) == ("2025-W40..2025-W46", 56)
    assert (quarter.change.absolute, quarter.change.relative) == (14, 0.25)
    assert found["month"].now.value == 20


def test_after_a_year_of_53_weeks_both_years_have_as_many_weeks() -> None:
    found = at(series(*run_of("2026-W01", *[1] * 53, *[2] * 3)), "2027-W03", "sum")
    assert found["year"].now.span == "2027-W01..2027-W03"
    assert found["year"].then.span == "2026-W02..2026-W04"
    assert (found["year"].now.value, found["year"].then.value) == (6, 3)


def test_days_and_months_are_compared_with_the_same_dates() -> None:
    day = at(series(row("2024-02-29", 5)), "2024-02-29", "sum")
    assert day["month"].then.span == "2023-02-01..2023-02-28"
    months = at(series(*run_of("2025-10", 1, 2), *run_of("2026-10", 3, 4)), "2026-11", "sum")
    assert list(months) == ["quarter", "year"]
    assert (months["quarter"].now.value, months["quarter"].then.value) == (7, 3)


@pytest.mark.parametrize(
    ("year_begins", "value", "reason"),
    [
        (1, 10, ""),
        (4, 9, ""),
        (6, None, "the business year begins within a quarter"),
    ],
)
def test_quarters_make_a_year_that_begins_with_one(
    year_begins: int, value: float | None, reason: str
) -> None:
    found = series(*run_of("2026-Q1", 1, 2, 3, 4))
    (year,) = to_date(found, parse_period("2026-Q4"), "sum", year_begins)
    assert (year.now.value, year.now.reason) == (value, reason)


def test_ratios_to_date_are_of_the_sums() -> None:
    rows = [ratio("2026-W45", 1, 10), ratio("2026-W46", 9, 30)]
    old = [ratio("2025-W45", 1, 10), ratio("2025-W46", 2, 10)]
    month = at(series(*old, *rows), "2026-W46", "ratio")["month"]
    assert (month.now.value, month.then.value) == (0.25, 0.15)
    assert (month.change.absolute, month.change.relative) == (10, None)


def test_the_last_value_to_date_is_that_of_the_period() -> None:
    four = {"range_type": "4 weeks"}
    rows = [row("2025-W46", 80, **four), *run_of("2026-W45", None, 100, **four)]
    year = at(series(*rows), "2026-W46", "last")["year"]
    assert (year.now.value, year.now.remark, year.then.value) == (100, "", 80)
    none = at(series(*rows), "2026-W45", "last")["year"]
    assert (none.now.value, none.now.reason) == (None, "2026-W45 has no value")


def test_missing_periods_are_counted_and_never_silently_left_out() -> None:
    rows = run_of("2026-W45", 5, None)
    rows[1] = row("2026-W46", 9, partial=True)
    month = at(series(*rows), "2026-W46", "sum")["month"]
    assert (month.now.value, month.now.there, month.now.expected) == (5, 1, 2)
    assert month.now.remark == "1 of 2 weeks"
    assert month.change.reason == "2025-W45..2025-W46 has no value"


def test_totals_of_fewer_than_half_of_the_periods_are_not_compared() -> None:
    rows = [*run_of("2025-W44", 3, 4, 5), *run_of("2026-W40", *[10] * 7)]
    quarter = at(series(*rows), "2026-W46", "sum")["quarter"]
    assert (quarter.then.value, quarter.then.there, quarter.change.absolute) == (12, 3, None)
    assert quarter.change.reason == "too little is there to compare"
    assert quarter.change.remark == "a year ago 3 of 7 weeks"


def test_provisional_values_count_with_a_remark() -> None:
    until = date(2026, 12, 7)
    rows = run_of("2026-W45", 5, 6, provisional_until=until)
    assert at(series(*rows), "2026-W46", "sum")["month"].now.remark == "2 values may change"


@pytest.mark.parametrize(
    ("adds", "reason"),
    [("", "the KPI file declares no adds="), ("no", "values of this KPI are not added up")],
)
def test_values_that_may_not_be_added_up_are_refused(adds: str, reason: str) -> None:
    found = at(series(*run_of("2026-W45", 5, 6)), "2026-W46", adds)
    assert {each.now.value for each in found.values()} == {None}
    assert {each.change.reason for each in found.values()} == {reason}


def test_sums_across_a_new_definition_or_another_unit_are_refused() -> None:
    rows = run_of("2026-W45", 5, 6)
    month = at(series(*rows, broken="2026-W46"), "2026-W46", "sum")["month"]
    assert (month.now.value, month.now.reason) == (None, "a new definition begins in 2026-W46")
    other = series(rows[0], row("2026-W46", 6, unit="EUR"))
    assert at(other, "2026-W46", "sum")["month"].now.reason == "the unit changed"


def test_totals_of_two_definitions_or_units_are_not_compared() -> None:
    old, new = run_of("2025-W45", 5, 6), run_of("2026-W45", 7, 8)
    month = at(series(*old, *new, broken="2026-W45"), "2026-W46", "sum")["month"]
    assert (month.now.value, month.then.value) == (15, 11)
    assert month.change.reason == "a new definition begins in 2026-W45"
    dollars = run_of("2025-W45", 5, 6, unit="USD")
    month = at(series(*dollars, *new), "2026-W46", "sum")["month"]
    assert month.change.reason == "the unit changed from USD to count"


def test_values_that_overlap_are_refused() -> None:
    rows = run_of("2026-W45", 5, 6, range_type="4 weeks")
    month = at(series(*rows), "2026-W46", "sum")["month"]
    assert month.now.reason == "values of 4 weeks overlap"
    manual = run_of("2026-W45", 0.5, 0.6, unit="percent")
    month = at(series(*manual), "2026-W46", "ratio")["month"]
    assert month.now.reason == "a value is not its numerator over its denominator"
