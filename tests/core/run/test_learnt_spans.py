"""Runs whose KPIs learn how long their values settle, on both engines."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from core.catalog.tasks import Task
from core.run.context import Options
from core.run.manual import ManualCell, ManualValue, enter
from core.run.settling import read_settlings, with_learnt_spans
from tests.catalogues import catalogue_with, entry
from tests.forms import COUNT, FORMS, fill_forms, write_forms
from tests.ledgers import FIRST, ZONE, Ledger, Values, filled, monday_after
from tests.project import kpi_text, settings_of, write_project
from tests.runs import row_of, run, say_nothing
from tests.warehouses import HOLDER, execute, open_for, settings_for, stored

WEEK = 24
AUTO = kpi_text(COUNT, name="Forms", sources=[FORMS], settles="auto")
NO_DATABASE: Any = None


def still(period: int, age: int) -> float:
    return 100.0


def for_two_weeks(period: int, age: int) -> float:
    return 100.0 + 10 * min(age, 2)


def steadily(period: int, age: int) -> float:
    return 100.0 + 10 * age


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return write_forms(tmp_path, AUTO)


def computed(root: Path, url: str, ledger: Ledger) -> list[int]:
    """Return the ages that a run on schedule computes, with a ledger in the store."""
    with closing(open_for(settings_for(root, url))) as database:
        ledger.write(database)
    report = run(root, url, now=monday_after(WEEK).isoformat())
    tasks: list[Task] = [result.task for result in report.results if result.task.entry.number == 6]
    return sorted((FIRST.shift(WEEK).first_day - each.period.first_day).days // 7 for each in tasks)


@pytest.mark.parametrize(
    ("values", "span", "ages"),
    [
        (still, 4, [0, 1, 2, 3, 4]),  # values of the span before are provisional still
        (still, 1, [0, 1]),
        (for_two_weeks, 3, [0, 1, 2, 3]),
        (for_two_weeks, 2, [0, 1, 2, 3, 4, 5, 6]),  # they move up to the end of the span
        (steadily, 3, [0, 1, 2, 3, 4, 5, 6, 7]),
    ],
)
def test_a_run_computes_again_what_still_moves(
    root: Path, url: str, values: Values, span: int, ages: list[int]
) -> None:
    assert computed(root, url, filled(WEEK, values, span=span)) == ages


def test_before_enough_is_learnt_the_default_holds(root: Path, url: str) -> None:
    ledger = Ledger()
    for week in range(WEEK - 3, WEEK):
        ledger.run(week, for_two_weeks)

    assert computed(root, url, ledger) == [0, 1, 2, 3, 4]


def test_values_are_provisional_for_the_span_that_was_learnt(root: Path, url: str) -> None:
    computed(root, url, filled(WEEK, still, span=4))

    newest = FIRST.shift(WEEK)
    chosen = f"kpi_number = 6 AND period_start >= '{newest.shift(-3).first_day}'"
    rows = stored(url, "period, provisional_until", f"scorecard_success WHERE {chosen}")
    assert rows == [
        (newest.shift(-3).label, None),
        (newest.shift(-2).label, None),
        (newest.shift(-1).label, None),
        (newest.label, newest.shift(2).first_day),
    ]


def test_without_such_a_kpi_nothing_is_read() -> None:
    catalogue = catalogue_with(
        entry(6, settles="3 weeks"), entry(7, domain="sales", settles="auto")
    )

    assert with_learnt_spans(catalogue, NO_DATABASE, ["success"], monday_after(1)) is catalogue


def test_a_new_store_has_nothing_to_learn_from(root: Path, url: str) -> None:
    fill_forms(url)
    report = run(root, url)

    assert all(result.rows for result in report.results)


def test_a_manual_value_leaves_what_is_made_from_it_settled(root: Path, url: str) -> None:
    computed(root, url, filled(WEEK, still, span=1))
    before = FIRST.shift(WEEK - 1).label
    settings = settings_of(root, monday_after(WEEK).isoformat(), SCORECARD_WAREHOUSE=url)

    cell, value = ManualCell("success", 6, before), ManualValue(7, "counted again")
    enter(settings, cell, value, Options(HOLDER, publish=False), say_nothing)

    made = row_of(root, url, 5, before)
    assert made.run_id != row_of(root, url, 5, FIRST.shift(WEEK - 3).label).run_id
    assert made.provisional_until is None


def test_real_runs_leave_what_is_learnt_from(tmp_path: Path, warehouse_url: str) -> None:
    kpi = kpi_text(COUNT, name="Forms", sources=[FORMS], settles="2 weeks")
    root = write_project(tmp_path, {"success/kpi_06.py": kpi})
    create = "CREATE TABLE stg.forms (sent_on date)"
    execute(warehouse_url, "CREATE SCHEMA stg", create)
    for week in range(5):
        # Of each week eight forms are there at first, and ten after a week.
        late = [(week, 8), (week - 1, 2)][: week + 1]
        days = [f"('{FIRST.shift(of).first_day}')" for of, count in late for _ in range(count)]
        execute(warehouse_url, f"INSERT INTO stg.forms VALUES {', '.join(days)}")
        if week != 2:
            run(root, warehouse_url, now=monday_after(week).isoformat())

    with closing(open_for(settings_for(root, warehouse_url))) as database:
        found = read_settlings(database, "success", {6: "weekly"}, ZONE, monday_after(4))[6]

    (series,) = found.series
    assert [values for _, values in series.triangle][-5:] == [
        (8, 10),
        (8, None, 10),
        (None, 10, 10),
        (8, 10),
        (8,),
    ]
