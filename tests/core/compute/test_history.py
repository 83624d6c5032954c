"""Values history to a run: those of the store, and those that its own steps have added."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from core.catalog.entries import Catalogue
from core.catalog.tasks import Step, Task
from core.compute.changes import Changes
from core.compute.extracts import Point
from core.compute.history import History, load_history
from core.kpi import Values
from core.model.period import Period, parse_period
from core.model.records import Row, restate
from core.store.values import Store
from tests.core.publish.samples import FORMS, row
from tests.project import catalogue_of, kpi_text
from tests.warehouses import open_for, settings_for

SERIES = replace(FORMS, range_type="week")


def week(number: int) -> Period:
    return parse_period(f"2026-W{number}")


def forms(
    number: int, value: float | None = 1.0, details: str = "", domain: str = "success"
) -> Row:
    return replace(row(SERIES, f"2026-W{number}", value, details), domain=domain)


def catalogue(root: Path) -> Catalogue:
    return catalogue_of(
        root,
        {
            "success/kpi_06.py": kpi_text(),
            "success/kpi_05.py": kpi_text(
                "SELECT 1 AS value FROM kpi_06", name="Five", sources=[Values(6, last=4)]
            ),
            "leadership/kpi_01.py": kpi_text(
                "SELECT 1 AS value FROM kpi_06",
                range="2 weeks",
                sources=[Values(6, domain="success")],
            ),
        },
    )


def test_points_come_oldest_first_and_a_period_without_a_row_is_left_out(tmp_path: Path) -> None:
    history = History()
    history.add([forms(46, 46), forms(44, None), forms(43, 43), forms(46, 460, "North")])
    entry = catalogue(tmp_path).entry("success", 6)

    assert history.points(entry, [week(number) for number in (43, 44, 45, 46)]) == [
        Point(week(43), "", 43),
        Point(week(44), "", None),
        Point(week(46), "", 46),
        Point(week(46), "North", 460),
    ]


def test_a_row_replaces_the_one_with_its_key_and_a_deleted_one_is_removed(
    tmp_path: Path,
) -> None:
    history = History()
    history.add([forms(46, 1), forms(46, 2, "North")])
    history.add([forms(46, 10)])
    history.drop([forms(46, 2, "North"), forms(40)])
    task = Task(catalogue(tmp_path).entry("success", 6), week(46))

    assert [each.value for each in history.computed_rows(task).values()] == [10]


def test_rows_of_another_series_of_the_kpi_are_not_its_history(tmp_path: Path) -> None:
    history = History()
    history.add(
        [replace(forms(46), field_name="former_name"), replace(forms(46), range_type="4 weeks")]
    )
    entry = catalogue(tmp_path).entry("success", 6)

    assert history.points(entry, [week(46)]) == []


def test_a_failure_is_remembered_for_its_period(tmp_path: Path) -> None:
    history = History()
    entry = catalogue(tmp_path).entry("success", 6)
    history.mark_unanswered(Task(entry, week(46)), "failed")

    assert history.find_unanswered(entry, week(46)) == "failed"
    assert history.find_unanswered(entry, week(45)) is None


def test_a_plan_loads_what_it_replaces_and_what_it_reads_and_no_more(
    tmp_path: Path, warehouse_url: str
) -> None:
    found = catalogue(tmp_path)
    with closing(open_for(settings_for(tmp_path, warehouse_url))) as warehouse:
        store = Store(warehouse)
        store.prepare(["success", "leadership"])
        store.write([forms(number, number) for number in range(35, 47)], [], [])
        store.write([forms(46, 999, domain="leadership")], [], [])
        of_success, of_leadership = (
            [Step((Task(found.entry(domain, number), week(46)),))]
            for domain, number in (("success", 5), ("leadership", 1))
        )
        derived = load_history(found, warehouse, of_success)
        across = load_history(found, warehouse, of_leadership)
    entry, weeks = found.entry("success", 6), [week(number) for number in range(35, 47)]

    assert [point.value for point in derived.points(entry, weeks)] == [43, 44, 45, 46]
    assert [point.value for point in across.points(entry, weeks)] == [45, 46]


def test_manual_rows_are_visible_and_the_computed_ones_beneath_them_are_kept(
    tmp_path: Path,
) -> None:
    task = Task(catalogue(tmp_path).entry("success", 6), week(46))
    manual, computed = replace(forms(46, 9), by_hand=True), forms(46, 1)
    history = History()
    history.apply(Changes((manual,), covered=(computed,)))

    assert history.rows(task.entry, [week(46)]) == [manual]
    assert list(history.manual_rows(task).values()) == [manual]
    assert list(history.computed_rows(task).values()) == [computed]

    history.apply(Changes((computed,), uncovered=(computed,)))
    assert (history.manual_rows(task), list(history.computed_rows(task).values())) == (
        {},
        [computed],
    )


def test_a_cause_counts_from_the_instant_of_the_change(tmp_path: Path) -> None:
    entry, before = catalogue(tmp_path).entry("success", 6), datetime(2026, 11, 16, tzinfo=UTC)
    history = History()
    history.add_cause("success", 6, week(45).first_day, "data", before)
    history.add_cause("success", 6, week(46).first_day, "definition", before + timedelta(hours=1))

    weeks = [week(44), week(45), week(46)]
    assert history.cause_of_change(entry, weeks, before - timedelta(hours=1)) == "data"
    assert history.cause_of_change(entry, weeks, before) == "definition"
    assert history.cause_of_change(entry, weeks, before + timedelta(hours=1)) == ""


def test_a_change_of_this_run_counts_whenever_others_were_computed(tmp_path: Path) -> None:
    entry, history = catalogue(tmp_path).entry("success", 6), History()
    change = restate(forms(46, 1), forms(46, 2), "by hand")
    history.apply(Changes((forms(46, 2),), restated=(change,)))

    future = datetime(2100, 1, 1, tzinfo=UTC)
    assert history.cause_of_change(entry, [week(46)], future) == "by hand"
