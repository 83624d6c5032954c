"""What follows a past period that is computed again."""

from __future__ import annotations

from pathlib import Path

from core.catalog.entries import Catalogue
from core.catalog.tasks import Task, series_key
from core.kpi import Table, Values
from core.model.period import Period, parse_period
from core.model.records import SeriesKey
from core.run.cascade import cascade, days_by_series, find_dependants
from tests.project import catalogue_of, kpi_text

COUNT = "SELECT count(*) AS value FROM stg.forms"
AVERAGE = "SELECT avg(value) AS value FROM kpi_06"
FORMS = Table("stg.forms")

KPIS = {
    "success/kpi_06.py": kpi_text(COUNT, name="Forms", sources=[FORMS]),
    "success/kpi_05.py": kpi_text(AVERAGE, name="Average", sources=[Values(6, last=4)]),
    "success/kpi_32.py": kpi_text(COUNT, name="Churn", range="3 weeks", sources=[FORMS]),
    "leadership/kpi_01.py": kpi_text(
        "SELECT max(value) AS value FROM kpi_05",
        name="Worst",
        sources=[Values(5, last=2, domain="success")],
    ),
}


def weeks(first: int, last: int) -> list[Period]:
    return [parse_period(f"2026-W{week}") for week in range(first, last + 1)]


def stored_for(catalogue: Catalogue, periods: list[Period]) -> dict[str, set[SeriesKey]]:
    stored: dict[str, set[SeriesKey]] = {}
    for entry in catalogue.entries:
        stored.setdefault(entry.domain, set()).update(
            series_key(entry, period) for period in periods
        )
    return stored


def following(
    catalogue: Catalogue, asked: list[tuple[str, int, str]], periods: list[Period]
) -> set[tuple[str, str]]:
    tasks = [
        Task(catalogue.entry(domain, number), parse_period(label))
        for domain, number, label in asked
    ]
    found = cascade(catalogue, tasks, stored_for(catalogue, periods))
    assert len({task.key for task in found}) == len(found)
    return {(task.entry.id, task.period.label) for task in found}


def test_a_four_week_average_follows_for_four_weeks_and_its_reader_for_one_more(
    tmp_path: Path,
) -> None:
    catalogue = catalogue_of(tmp_path, KPIS)

    assert following(catalogue, [("success", 6, "2026-W40")], weeks(38, 46)) == {
        *(("success/kpi_05", f"2026-W{week}") for week in (40, 41, 42, 43)),
        *(("leadership/kpi_01", f"2026-W{week}") for week in (40, 41, 42, 43, 44)),
    }


def test_a_trailing_value_follows_while_its_range_covers_the_week(tmp_path: Path) -> None:
    catalogue = catalogue_of(tmp_path, KPIS)

    assert following(catalogue, [("success", 32, "2026-W40")], weeks(38, 46)) == {
        ("success/kpi_32", "2026-W41"),
        ("success/kpi_32", "2026-W42"),
    }


def test_nothing_follows_that_was_never_stored(tmp_path: Path) -> None:
    catalogue = catalogue_of(tmp_path, KPIS)

    assert following(catalogue, [("success", 6, "2026-W40")], weeks(38, 41)) == {
        *(("success/kpi_05", f"2026-W{week}") for week in (40, 41)),
        *(("leadership/kpi_01", f"2026-W{week}") for week in (40, 41)),
    }
    assert following(catalogue, [("success", 6, "2026-W46")], []) == set()


def test_requested_tasks_are_not_repeated(tmp_path: Path) -> None:
    catalogue = catalogue_of(tmp_path, KPIS)
    asked = [("success", 6, "2026-W40"), ("success", 5, "2026-W40"), ("success", 5, "2026-W41")]

    assert ("success/kpi_05", "2026-W41") not in following(catalogue, asked, weeks(38, 46))


def test_a_derived_kpi_alone_has_no_later_values_of_its_own_to_follow(tmp_path: Path) -> None:
    catalogue = catalogue_of(tmp_path, KPIS)

    assert following(catalogue, [("success", 5, "2026-W40")], weeks(38, 46)) == {
        ("leadership/kpi_01", "2026-W40"),
        ("leadership/kpi_01", "2026-W41"),
    }


def test_dependants_of_a_value_do_not_include_later_values_of_its_own_kpi(tmp_path: Path) -> None:
    catalogue = catalogue_of(tmp_path, KPIS)
    stored = stored_for(catalogue, weeks(38, 46))

    def dependants(number: int) -> set[tuple[str, str]]:
        task = Task(catalogue.entry("success", number), parse_period("2026-W40"))
        found = find_dependants(catalogue, task, stored)
        return {(each.entry.id, each.period.label) for each in found}

    assert dependants(32) == set()
    assert dependants(5) == {
        ("leadership/kpi_01", "2026-W40"),
        ("leadership/kpi_01", "2026-W41"),
    }


def test_stored_days_are_sorted_within_each_series() -> None:
    first, second = parse_period("2026-W40").first_day, parse_period("2026-W41").first_day
    keys = [(6, "forms", "week", second), (5, "mean", "week", first), (6, "forms", "week", first)]

    assert days_by_series({"success": keys}) == {
        ("success", 6, "forms", "week"): [first, second],
        ("success", 5, "mean", "week"): [first],
    }
