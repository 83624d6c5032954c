"""Rows made from computed values, and remarks on the values that others are made from."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from core.catalog.tasks import Task
from core.compute.outcome import Computed
from core.compute.rows import make_row, oddities
from core.model.goals import Goal
from core.model.period import parse_period
from core.model.records import Row
from core.model.targets import Thresholds
from tests.project import catalogue_of, kpi_text
from tests.rows import row

MONDAY = datetime(2026, 11, 16, 5, tzinfo=UTC)  # 2026-W46 is published in Berlin


def made(root: Path, computed: Computed, now: datetime = MONDAY, settles: str = "") -> Row:
    """Make the row of a KPI for 2026-W46."""
    text = kpi_text(range="4 weeks", settles=settles)
    catalogue = catalogue_of(root, {"success/kpi_06.py": text})
    task = Task(catalogue.entry("success", 6), parse_period("2026-W46"))
    goal = Goal(2.0, 5.0, "within", Thresholds(100, 90, 50))
    return make_row(catalogue, task, computed, "run-1", now, "odd", goal)


def test_a_row_has_what_was_computed_and_what_the_catalogue_knows(tmp_path: Path) -> None:
    found = made(tmp_path, Computed("North", "value", 0.5, 1.0, 2.0))

    assert (found.domain, found.sc_name, found.kpi_number) == ("success", "Success scorecard", 6)
    assert (found.field_name, found.field_details, found.range_type) == (
        "forms",
        "North",
        "4 weeks",
    )
    assert (found.value, found.numerator, found.denominator) == (0.5, 1.0, 2.0)
    assert (found.unit, found.run_id, found.remark) == ("count", "run-1", "odd")
    assert (found.target, found.target_high, found.better) == (2.0, 5.0, "within")
    assert found.thresholds == '{"exceeds": 100, "on_track": 90, "needs_attention": 50}'
    assert (found.print_date, found.computed_at) == (date(2026, 11, 16), MONDAY)


def test_a_row_without_a_value_has_the_reason(tmp_path: Path) -> None:
    found = made(tmp_path, Computed(outcome="failed", reason="the database says no"))

    assert (found.outcome, found.value, found.reason) == ("failed", None, "the database says no")


@pytest.mark.parametrize(
    ("now", "partial"),
    [
        (datetime(2026, 11, 15, 22, 59, tzinfo=UTC), True),
        (datetime(2026, 11, 15, 23, 0, tzinfo=UTC), False),  # Monday begins in Berlin
    ],
)
def test_a_row_is_partial_until_its_period_ends_in_the_business_zone(
    tmp_path: Path, now: datetime, partial: bool
) -> None:
    assert made(tmp_path, Computed(value=1.0), now).partial is partial


def test_a_row_is_provisional_until_its_period_has_settled(tmp_path: Path) -> None:
    value = Computed(value=1.0)

    assert made(tmp_path, value).provisional_until is None
    assert made(tmp_path, value, settles="2 weeks").provisional_until == date(2026, 11, 30)
    settled = datetime(2026, 11, 30, 5, tzinfo=UTC)
    assert made(tmp_path, value, settled, settles="2 weeks").provisional_until is None


def test_values_of_one_definition_have_nothing_odd() -> None:
    assert list(oddities("kpi_06", [row(period=f"2026-W{week}") for week in (44, 45, 46)])) == []


def test_values_of_several_definitions_are_odd_and_the_newest_break_is_named() -> None:
    versions = {43: "v1", 44: "v2", 45: "v2", 46: "v3"}
    rows = [row(period=f"2026-W{week}", definition=name) for week, name in versions.items()]

    assert list(oddities("kpi_06", rows)) == [
        "made from 3 definitions of kpi_06: v2 up to 2026-W45, v3 from 2026-W46"
    ]


def test_manual_values_are_odd_and_their_definition_does_not_count() -> None:
    rows = [row(period=f"2026-W{week}") for week in (44, 45, 46)]
    rows[1] = replace(rows[1], by_hand=True, definition="v0")

    assert list(oddities("kpi_06", rows)) == ["kpi_06 has a manual value in 2026-W45"]
