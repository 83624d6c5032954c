"""Periods that are not done and too old for a scheduled run."""

from __future__ import annotations

from datetime import date

from core.catalog.entries import Catalogue
from core.catalog.holes import Hole, find_hole, healing_periods, hole_lines, may_have_holes
from core.catalog.tasks import series_key
from core.model.period import Period, parse_period
from core.model.records import SeriesKey
from tests.catalogues import catalogue_with, entry

TODAY = date(2026, 11, 16)  # W46 is the last ended week


def weeks(*numbers: int) -> list[Period]:
    return [parse_period(f"2026-W{number:02}") for number in numbers]


def hole(catalogue: Catalogue, first: int, *done: int) -> Hole | None:
    (forms,) = catalogue.entries
    keys: set[SeriesKey] = {series_key(forms, period) for period in weeks(*done)}
    return find_hole(catalogue, forms, TODAY, weeks(first)[0].first_day, keys)


def test_a_hole_has_the_periods_before_those_that_a_scheduled_run_looks_at() -> None:
    catalogue = catalogue_with(entry(6))

    # A scheduled run looks at W42 to W46.
    found = hole(catalogue, 36, 36, 38, 45)
    assert found
    assert list(found.periods) == weeks(37, 39, 40, 41)
    assert hole(catalogue, 42) is None
    assert hole(catalogue, 36, *range(36, 42)) is None


def test_nothing_is_missing_before_the_first_stored_period_or_before_since() -> None:
    catalogue = catalogue_with(entry(6, since="2026-W40"))

    found = hole(catalogue, 36)
    assert found
    assert list(found.periods) == weeks(40, 41)


def test_a_kpi_that_settles_long_is_healed_for_as_long() -> None:
    catalogue = catalogue_with(entry(6, settles="8 weeks"))

    assert healing_periods(catalogue, catalogue.entries[0]) == 8
    found = hole(catalogue, 36)
    assert found
    assert list(found.periods) == weeks(36, 37)


def test_as_many_periods_done_as_there_are_leave_no_hole() -> None:
    forms = entry(6)
    first = weeks(40)[0].first_day

    assert not may_have_holes(forms, TODAY, None)
    assert not may_have_holes(forms, TODAY, (first, 7))
    assert may_have_holes(forms, TODAY, (first, 6))


def test_each_kpi_has_one_line_with_its_periods_and_the_command() -> None:
    one = Hole(entry(6), tuple(weeks(30, 31, 32)))
    assert hole_lines([one]) == [
        "success/kpi_06 2026-W30..2026-W32 is missing or has failed, and is too old for a scheduled"
        " run; fill it with scorecard catch-up success"
    ]
    assert one.as_json()["periods"] == ["2026-W30", "2026-W31", "2026-W32"]

    many = [Hole(entry(number), tuple(weeks(30))) for number in range(13)]
    assert hole_lines(many)[10:] == ["missing or failed: 3 more KPIs"]
