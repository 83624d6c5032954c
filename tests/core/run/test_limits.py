"""The bases of process limits, which runs that change older values record first."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import closing
from pathlib import Path

import pytest

from core.catalog import find_breaks
from core.model import parse_period
from core.run.manual import ManualCell, ManualValue, enter
from core.run.pipeline import Options
from core.status import LimitsBase, limits_at, series_by_line
from core.store import Definitions, RecordedLimits, Store
from tests.core.run.test_settling import NEXT_MONDAY
from tests.forms import COUNT, FORMS, edit
from tests.project import NOW, kpi_text, settings_of, write_project
from tests.runs import run, say_nothing
from tests.warehouses import HOLDER, execute, open_for, stored

KPI = kpi_text(COUNT, name="Forms", sources=[FORMS])
WEEKS = [f"2026-W{week:02}" for week in range(25, 47)]


@pytest.fixture
def root(tmp_path: Path, url: str) -> Path:
    send_forms(url, {week: 10 + index % 3 for index, week in enumerate(WEEKS)})
    return write_project(tmp_path, {"success/kpi_01.py": KPI})


def send_forms(url: str, counts: Mapping[str, int]) -> None:
    days = [parse_period(week).last_day for week, count in counts.items() for _ in range(count)]
    execute(
        url,
        "CREATE SCHEMA IF NOT EXISTS stg",
        "CREATE TABLE IF NOT EXISTS stg.forms (sent_on date)",
        "INSERT INTO stg.forms VALUES " + ", ".join(f"('{day}')" for day in days),
    )


def limits(root: Path, url: str, period: str = "2026-W46", since: str = "") -> LimitsBase:
    with closing(open_for(settings_of(root, SCORECARD_WAREHOUSE=url), write=False)) as database:
        bases = RecordedLimits(database).read("success", [1])
        rows = Store(database).rows("success")
        breaks = find_breaks(rows, lambda: Definitions(database).read_all(["success"]))
    (series,) = series_by_line(rows, breaks, bases).values()
    found = limits_at(series, parse_period(period), parse_period(since) if since else None)
    assert found
    return found


def recorded(url: str) -> list[tuple[object, ...]]:
    return stored(url, "limits_since, first_period, last_period", "scorecard_limits")


def test_a_backfill_of_older_weeks_does_not_move_limits(root: Path, url: str) -> None:
    run(root, url, "2026-W27..2026-W46")
    before = limits(root, url)
    assert (str(before.first), str(before.last)) == ("2026-W27", "2026-W46")

    run(root, url, "2026-W25..2026-W26")
    after = limits(root, url)
    assert (after.first, after.last, after.limits) == (before.first, before.last, before.limits)
    assert after.recorded_at is not None
    assert recorded(url) == [("", "2026-W27", "2026-W46")]
    assert limits(root, url, "2026-W25").limits == before.limits


def test_a_gap_that_is_filled_later_does_not_move_limits(root: Path, url: str) -> None:
    run(root, url, "2026-W25..2026-W29")
    run(root, url, "2026-W31..2026-W46")
    before = limits(root, url)
    run(root, url, "2026-W30")
    assert limits(root, url).limits == before.limits


def test_a_corrected_value_leaves_limits_and_is_named(root: Path, url: str) -> None:
    run(root, url, "2026-W25..2026-W46")
    before = limits(root, url)
    send_forms(url, {"2026-W30": 90})
    run(root, url, "2026-W30")
    after = limits(root, url)
    assert after.limits == before.limits
    assert list(map(str, after.corrected)) == ["2026-W30"]


def test_a_manual_value_leaves_limits_and_is_named(root: Path, url: str) -> None:
    run(root, url, "2026-W25..2026-W46")
    before = limits(root, url)
    settings = settings_of(root, NOW, SCORECARD_WAREHOUSE=url)
    cell = ManualCell("success", 1, "2026-W31", "")
    enter(settings, cell, ManualValue(400, "a"), Options(HOLDER, publish=False), say_nothing)
    after = limits(root, url)
    assert after.limits == before.limits
    assert list(map(str, after.corrected)) == ["2026-W31"]


def test_runs_that_add_the_newest_week_record_nothing(root: Path, url: str) -> None:
    run(root, url, "2026-W25..2026-W46")
    assert recorded(url) == []
    run(root, url, now=NEXT_MONDAY)
    assert recorded(url) == []


def test_the_author_begins_a_new_base_and_may_return_to_the_one_before(
    root: Path, url: str
) -> None:
    run(root, url, "2026-W27..2026-W46")
    run(root, url, "2026-W25..2026-W26")
    assert str(limits(root, url, since="2026-W26").first) == "2026-W26"
    assert str(limits(root, url).first) == "2026-W27"


def test_a_new_definition_begins_a_new_base(root: Path, url: str) -> None:
    run(root, url, "2026-W27..2026-W46")
    run(root, url, "2026-W25..2026-W26")
    edit(root, "scorecards/success/kpi_01.py", "count(*)", "count(*) * 2")
    run(root, url, "2026-W25..2026-W46")
    after = limits(root, url)
    assert (str(after.first), after.recorded_at) == ("2026-W25", None)
