"""The newest value beside a line's name, and its change."""

from __future__ import annotations

from dataclasses import replace

import pytest

from core.model.definition import Definition
from core.model.states import State
from core.publish.google.formats import number_pattern
from core.publish.google.wanted import RowLook
from tests.core.publish.samples import (
    CHURN,
    FORMS,
    REVENUE,
    TICKETS,
    grid_of,
    only_line,
    only_tab,
    row,
)


@pytest.mark.parametrize(
    ("kpi", "old", "new", "change"),
    [
        (FORMS, 7, 4, -3),
        (FORMS, 0, 4, 4),
        (CHURN, 0.11, 0.125, 1.5),  # percentage points
        (REVENUE, 40_000, 41_000, 0.025),  # a fraction of the old amount
        (REVENUE, 0, 41_000, None),
        (FORMS, None, 4, None),
    ],
)
def test_the_change_is_an_amount_points_or_a_fraction(
    kpi: Definition, old: float | None, new: float, change: float | None
) -> None:
    line = only_line(row(kpi, "2026-W45", old), row(kpi, "2026-W46", new))
    assert (line.latest.value, line.change) == (new, change)


def test_the_first_week_is_compared_with_the_last_of_the_year_before() -> None:
    old, new = row(FORMS, "2025-W52", 5), row(FORMS, "2026-W01", 7)
    tab = next(tab for tab in grid_of(old, new).tabs if tab.year == 2026)
    assert (tab.news, tab.lines[0].change) == (("W01", "vs W52", "vs 2025-W01", "W01"), 2)


def test_without_a_period_before_or_with_a_gap_there_is_no_change() -> None:
    assert only_line(row(FORMS, "2026-W46", 7)).change is None
    assert only_line(row(FORMS, "2026-W44", 5), row(FORMS, "2026-W46", 7)).change is None


def test_values_of_two_definitions_units_or_of_a_part_of_a_week_are_not_compared() -> None:
    old, new = row(REVENUE, "2026-W45", 5), row(REVENUE, "2026-W46", 7)
    for other in ({"definition": "new"}, {"unit": "USD"}, {"partial": True}):
        assert only_line(old, replace(new, **other)).change is None  # type: ignore[arg-type]


def test_the_newest_period_without_a_value_shows_its_state_and_not_an_older_value() -> None:
    line = only_line(row(FORMS, "2026-W45", 5), row(FORMS, "2026-W46", None))
    assert (line.latest.content, line.latest.state) == ("no data", State.NO_DATA)
    assert line.change is None


def test_a_day_is_named_with_its_date() -> None:
    assert only_tab(row(TICKETS, "2026-11-13", 1)).news == (
        "Fri 13 Nov",
        "vs Thu 12 Nov",
        "vs 2025-11-14",
        "Fri 13 Nov",
    )


def test_a_changes_format_shows_the_sign() -> None:
    assert number_pattern(RowLook(change="+0;-0;0"), "Change") == "+0;-0;0"


def test_a_tab_compares_with_a_year_ago_once_anything_is_that_old() -> None:
    old, new = row(FORMS, "2025-W46", 5), row(FORMS, "2026-W46", 7)
    (young,) = grid_of(row(FORMS, "2025-W47", 5), new).tabs[:1]
    tab = next(tab for tab in grid_of(old, new).tabs if tab.year == 2026)

    assert "Year ago" not in young.labels
    assert tab.labels[2:5] == ("Latest", "Change", "Year ago")
    assert (tab.lines[0].year_ago, tab.news[2]) == (2, "vs 2025-W46")


def test_a_new_definition_ends_the_comparison_with_a_year_ago() -> None:
    rows = [row(FORMS, week, 5) for week in ("2025-W46", "2026-W45", "2026-W46")]
    (tab,) = (each for each in grid_of(*rows).tabs if each.year == 2026)
    assert tab.lines[0].year_ago == 0

    changed = [rows[0], *(replace(each, definition="new") for each in rows[1:])]
    (tab,) = (each for each in grid_of(*changed).tabs if each.year == 2026)
    assert tab.lines[0].year_ago is None
