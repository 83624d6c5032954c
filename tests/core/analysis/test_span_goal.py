"""The span of a target, and what the target is over the whole of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from core.analysis.span_goal import SpanGoal, span_goal, targets_of
from core.model import (
    Band,
    Definition,
    Goal,
    SeriesChange,
    Target,
    TargetChange,
    parse_period,
    targets_json,
)
from tests.core.status.rows import row, run_of, series

AIM = {"target": 40.0, "better": "higher"}


def found_for(
    *targets: Target, period: str = "2026-W46", adds: str = "sum", begins: int = 1, **changes: Any
) -> SpanGoal:
    newest = row(period, 10.0, **(AIM | changes))
    return span_goal(series(newest), newest, adds, targets, begins)


def test_a_plain_target_of_a_sum_is_added_up_over_the_quarter() -> None:
    found = found_for(Target(40.0))
    # ISO weeks with their Thursday from October to December.
    assert (found.name, str(found.first), str(found.last)) == ("2026-Q4", "2026-W40", "2026-W53")
    assert len(found.periods) == 14
    assert found.goal == Goal(14 * 40, None, "higher")


def test_a_target_of_a_quarter_or_year_is_what_it_says() -> None:
    quarter = found_for(Target(1200, per="quarter"))
    year = found_for(Target(5000, per="year"))
    assert (quarter.name, quarter.goal) == ("2026-Q4", Goal(1200, None, "higher"))
    assert (year.name, str(year.first), str(year.last)) == ("2026", "2026-W01", "2026-W53")
    assert year.goal == Goal(5000, None, "higher")


def test_a_target_with_two_ends_has_its_own_span() -> None:
    found = found_for(Target(40.0, since="2026-W45", until="2026-W48"))
    assert (found.name, len(found.periods)) == ("2026-W45..2026-W48", 4)
    assert found.goal == Goal(160, None, "higher")


def test_a_target_for_one_period_is_looked_at_over_its_quarter() -> None:
    found = found_for(Target(40.0, since="2026-W46", until="2026-W46"))
    assert (found.name, found.goal) == ("2026-Q4", None)
    assert found.reason == "13 of 14 weeks have no target"


def test_a_ratio_and_a_state_keep_the_target_of_the_last_period() -> None:
    targets = Target(0.1, until="2026-W50"), Target(0.2, since="2026-W51")
    for adds in ("ratio", "last"):
        assert found_for(*targets, adds=adds, target=0.1).goal == Goal(0.2, None, "higher")


def test_a_band_of_a_sum_is_added_up_at_both_ends() -> None:
    found = found_for(Target(Band(30, 50)), target=30.0, target_high=50.0, better="within")
    assert found.goal == Goal(420, 700, "within")


def test_a_judged_period_keeps_its_target() -> None:
    rows = run_of("2026-W40", *[10.0] * 7, **AIM)
    found = span_goal(series(*rows), rows[-1], "sum", [Target(50.0)])
    assert found.goal == Goal(7 * 40 + 7 * 50, None, "higher")


def test_without_a_target_the_span_is_the_quarter() -> None:
    found = found_for(target=None, better="")
    assert (found.name, found.goal) == ("2026-Q4", None)
    assert found.reason == "no target holds for 2026-W46"


@pytest.mark.parametrize(
    ("period", "begins", "name", "first", "last"),
    [
        ("2026-11", 1, "2026-Q4", "2026-10", "2026-12"),
        ("2026-11-16", 1, "2026-Q4", "2026-10-01", "2026-12-31"),
        ("2026-Q4", 1, "2026", "2026-Q1", "2026-Q4"),
        ("2026-11", 2, "2026-11..2027-01", "2026-11", "2027-01"),
        ("2026-Q4", 7, "2026-Q3..2027-Q2", "2026-Q3", "2027-Q2"),
        ("2026-W02", 1, "2026-Q1", "2026-W01", "2026-W13"),
    ],
)
def test_quarters_follow_the_business_year(
    period: str, begins: int, name: str, first: str, last: str
) -> None:
    found = found_for(Target(40.0), period=period, begins=begins)
    assert (found.name, str(found.first), str(found.last)) == (name, first, last)


def test_targets_are_those_of_the_file_unless_a_person_set_one() -> None:
    targets = (Target(40.0, until="2026-W50"), Target(60.0, since="2026-W51"))
    definition = Definition(
        domain="success",
        kpi_number=1,
        version="one",
        field_name="deals",
        range_type="week",
        cadence="weekly",
        name="Deals",
        meaning="",
        owner="ana@example.com",
        unit="count",
        better="higher",
        target=None,
        sources="",
        query="",
        reviewed="",
        targets=targets_json(targets),
    )
    newest = row("2026-W46", 10.0, **AIM)
    assert targets_of(newest, definition) == targets
    assert targets_of(newest, None) == ()

    plain = replace(definition, target=30.0, targets="")
    assert targets_of(newest, plain) == (Target(30.0),)
    change = SeriesChange(
        domain="success",
        kpi_number=1,
        field_name="deals",
        range_type="week",
        cadence="weekly",
        action="target set",
        changed_at=datetime(2026, 11, 1, tzinfo=UTC),
        changed_by="ana",
        note="board",
        new_domain="",
        new_number=1,
        new_field="",
        host="",
        command="",
    )
    set_one = TargetChange(change=change, value=70.0, since="2026-W40", unit="count")
    assert targets_of(newest, plain, [set_one]) == (Target(70.0, since="2026-W40"),)
    assert targets_of(replace(newest, period=parse_period("2026-W39")), plain, [set_one]) == (
        Target(30.0),
    )
