"""Stale values that a run can compute anew, and how they are named."""

from __future__ import annotations

from pathlib import Path

from core.catalog.staleness import name_periods, select_stale, stale_lines, stale_tasks
from core.kpi import Values
from core.model.freshness import Stale, StaleValue, StoredSeries
from core.model.period import Period, parse_period
from tests.project import catalogue_of, kpi_text

AVERAGE: StoredSeries = ("success", 5, "average", "4 weeks")
KPIS = {
    "success/kpi_05.py": kpi_text(name="Average", sources=[Values(6, last=4)]),
    "success/kpi_06.py": kpi_text(name="Forms"),
}


def weeks(*numbers: int) -> list[Period]:
    return [parse_period(f"2026-W{number}") for number in numbers]


def stale(series: StoredSeries, *numbers: int, changed: str = "success/kpi_06") -> Stale:
    values = [StaleValue(series, period, (changed,)) for period in weeks(*numbers)]
    return {(value.series, value.period.first_day): value for value in values}


def test_values_of_existing_kpis_are_computed_anew(tmp_path: Path) -> None:
    catalogue = catalogue_of(tmp_path, KPIS)
    found = select_stale(catalogue, stale(AVERAGE, 46, 45), ["success"])

    assert [value.period for value in found] == weeks(45, 46)
    assert [(task.entry.id, task.period) for task in stale_tasks(catalogue, found)] == [
        ("success/kpi_05", period) for period in weeks(45, 46)
    ]


def test_a_kpi_that_cannot_run_is_stale_but_is_no_task(tmp_path: Path) -> None:
    catalogue = catalogue_of(tmp_path, KPIS | {"success/kpi_07.py": "KPI ="})
    found = select_stale(catalogue, stale(("success", 7, "n", "week"), 46), ["success"])

    assert [value.kpi for value in found] == ["success/kpi_07"]
    assert stale_tasks(catalogue, found) == []


def test_values_without_a_file_and_those_of_a_replaced_series_are_retired(tmp_path: Path) -> None:
    catalogue = catalogue_of(tmp_path, KPIS)
    gone: StoredSeries = ("success", 8, "n", "week")
    renamed: StoredSeries = ("success", 5, "mean", "4 weeks")

    assert select_stale(catalogue, {**stale(gone, 46), **stale(renamed, 46)}, ["success"]) == ()


def test_values_of_another_domain_concern_those_from_whose_values_they_are_made(
    tmp_path: Path,
) -> None:
    catalogue = catalogue_of(tmp_path, KPIS | {"hr/kpi_01.py": kpi_text(name="Worst")})
    worst: StoredSeries = ("hr", 1, "worst", "week")

    assert len(select_stale(catalogue, stale(worst, 46), ["success"])) == 1
    assert select_stale(catalogue, stale(worst, 46, changed="hr/kpi_02"), ["success"]) == ()


def test_each_kpi_has_one_line_with_its_periods_and_the_command() -> None:
    values = [*stale(AVERAGE, 44, 45, 46).values(), *stale(("hr", 1, "n", "week"), 46).values()]

    assert stale_lines(values) == [
        "success/kpi_05 2026-W44..2026-W46 is stale: computed before values of success/kpi_06"
        " changed; compute it anew with scorecard run success",
        "hr/kpi_01 2026-W46 is stale: computed before values of success/kpi_06 changed; compute it"
        " anew with scorecard run hr",
    ]


def test_of_many_kpis_only_the_first_are_named() -> None:
    values = [
        value for number in range(12) for value in stale(("hr", number, "n", "week"), 46).values()
    ]
    lines = stale_lines(values)

    assert len(lines) == 11
    assert lines[-1] == "stale: 2 more KPIs"


def test_periods_with_gaps_between_them_are_counted() -> None:
    assert name_periods(weeks(46)) == "2026-W46"
    assert name_periods(weeks(44, 45, 46)) == "2026-W44..2026-W46"
    assert name_periods(weeks(44, 46)) == "2026-W44..2026-W46 (2 periods)"
