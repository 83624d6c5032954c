"""What stored values were at each age, by the ledger."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from core.analysis.looks import Look, ValueReading, looks_of, readings_by_age, triangle_of
from core.store import PastRun, Run
from tests.ledgers import FIRST, ZONE, Ledger, filled, monday_after


def grows(period: int, age: int) -> float:
    return 100 * (period + 1) + 10 * min(age, 3)


def triangle(ledger: Ledger, weeks: int, label: str = "") -> list[list[float | None]]:
    periods = [FIRST.shift(index) for index in range(weeks)]
    looks = looks_of(ledger.runs, "success/kpi_06", "weekly", ZONE)
    readings = readings_by_age(ledger.history(), looks, periods)
    return [list(row) for row in triangle_of(readings[label])]


def test_each_value_is_read_back_at_each_age() -> None:
    assert triangle(filled(4, grows), 4) == [
        [100, 110, 120, 130],
        [200, 210, 220],
        [300, 310],
        [400],
    ]


def test_a_week_without_a_run_is_missing_and_not_unchanged() -> None:
    assert triangle(filled(4, grows, missed=[1]), 4) == [
        [100, None, 120, 130],
        [None, 210, 220],
        [300, 310],
        [400],
    ]


def test_an_unchanged_value_is_read_as_such_although_nothing_was_written() -> None:
    def stays(period: int, age: int) -> float:
        return 100

    assert triangle(filled(3, stays), 3) == [[100, 100, 100], [100, 100], [100]]


def test_after_its_span_nobody_looks_at_a_value() -> None:
    assert triangle(filled(5, grows, span=2), 5)[0] == [100, 110, 120, None, None]


def test_a_value_whose_last_run_was_missed_is_not_looked_at_either() -> None:
    assert triangle(filled(5, grows, span=2, missed=[2]), 5)[0] == [100, 110, None, None, None]


def test_without_a_span_a_value_is_read_once() -> None:
    assert triangle(filled(2, grows, span=0), 2) == [[100, None], [200]]


def test_values_of_an_earlier_definition_do_not_count() -> None:
    ledger = filled(3, grows)
    ledger.given["definition"] = "v2"
    ledger.run(3, lambda period, age: grows(period, age) + 1000)
    ledger.run(4, lambda period, age: grows(period, age) + 1000)

    assert triangle(ledger, 5) == [
        [None, None, None, 1130, 1130],
        [None, None, 1220, 1230],
        [None, 1310, 1320],
        [1400, 1410],
        [1500],
    ]


def test_a_manual_value_does_not_count_and_the_computed_one_does() -> None:
    ledger = filled(2, grows)
    computed = ledger.rows["", FIRST]
    at = monday_after(1)
    ledger.replace(("", FIRST), replace(computed, value=7.0, by_hand=True), at + timedelta(hours=1))
    ledger.begin(2)
    ledger.replace(("", FIRST), computed, monday_after(2) + timedelta(hours=1))

    assert triangle(ledger, 3)[0] == [100, 110, None]


def test_a_value_that_was_kept_back_is_not_unchanged() -> None:
    ledger = filled(2, grows)
    ledger.run(2, lambda period, age: None, outcome="late", reason="no orders since Friday")
    ledger.begin(2)
    ledger.run(3, grows)

    assert triangle(ledger, 4) == [[100, 110, None, 130], [200, None, 220], [None, 310], [400]]


def test_before_it_was_first_stored_a_value_was_not_seen() -> None:
    ledger = Ledger()
    for week in range(2):
        ledger.begin(week)
    ledger.run(2, grows)

    assert triangle(ledger, 3) == [[None, None, 120], [None, 210], [300]]


@pytest.mark.parametrize(
    ("cadences", "outcome", "message", "looked"),
    [
        ("daily weekly", "ok", "", True),
        ("weekly", "failed", "success/kpi_07: division by zero", True),
        ("weekly", "failed", "success/kpi_06: division by zero", False),
        ("weekly", "failed", "scorecards/success/kpi_06.py:3: no query", False),
        ("daily", "ok", "", False),
        ("", "ok", "", False),
        (None, "ok", "", False),
        ("weekly", "interrupted", "", False),
        ("weekly", "running", "", False),
    ],
)
def test_a_look_is_a_run_on_schedule_that_computed_the_kpi(
    cadences: str | None, outcome: str, message: str, looked: bool
) -> None:
    run = Run("run-1", "success", "", "", "", "", monday_after(0), cadences=cadences)

    found = looks_of([PastRun(run, None, outcome, message)], "success/kpi_06", "weekly", ZONE)

    at = monday_after(0)
    assert found == ([Look("run-1", at, at.date())] if looked else [])


def test_labels_are_read_apart() -> None:
    ledger = Ledger()
    for week in range(2):
        ledger.run(week, grows, "north")
        ledger.run(week, lambda period, age: 5, "south")

    assert triangle(ledger, 2, "north") == [[100, 110], [200]]
    assert triangle(ledger, 2, "south") == [[5, 5], [5]]


def test_numerators_and_denominators_are_read_back() -> None:
    def ratio(period: int, age: int) -> tuple[float, float]:
        return 10 + age, 100

    ledger = filled(2, ratio)
    looks = looks_of(ledger.runs, "success/kpi_06", "weekly", ZONE)
    readings = readings_by_age(ledger.history(), looks, [FIRST, FIRST.shift(1)])

    assert readings[""][0] == [ValueReading(0.1, 10, 100), ValueReading(0.11, 11, 100)]


def test_of_two_runs_in_a_week_the_first_counts() -> None:
    ledger = filled(2, grows)
    again = replace(ledger.runs[-1].run, started_at=monday_after(1) + timedelta(days=2))
    ledger.runs.append(replace(ledger.runs[-1], run=again))

    assert triangle(ledger, 2) == [[100, 110], [200]]
