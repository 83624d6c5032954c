"""Tabs of charts."""

from __future__ import annotations

from dataclasses import replace

from core.model import State
from core.publish.charts import ChartTab, chart_tabs
from core.publish.grid import Grid, GridCell
from tests.core.publish.samples import CHURN, FORMS, grid_of, row


def charts_of(grid: Grid) -> dict[str, ChartTab]:
    return {tab.title: tab for tab in chart_tabs(grid)}


def values_by_period(tab: ChartTab, number: int) -> dict[str, float]:
    (line,) = [line for line in tab.lines if line.number == number]
    pairs = zip(tab.columns, line.values, strict=True)
    return {column.period.label: value for column, value in pairs if value is not None}


def test_a_kpi_has_its_numbers_and_those_a_year_before() -> None:
    grid = grid_of(row(FORMS, "2025-W46", 7), row(FORMS, "2026-W45", 8), row(FORMS, "2026-W46", 9))
    tabs = charts_of(grid)

    newest = tabs["Charts sc2026"]
    assert values_by_period(newest, FORMS.kpi_number) == {"2026-W45": 8, "2026-W46": 9}
    (line,) = newest.lines
    assert line.year_ago[45] == 7  # beside 2026-W46, 52 weeks later
    assert [tab.is_newest for tab in tabs.values()].count(True) == 1


def test_a_missing_value_is_a_gap_and_never_0() -> None:
    grid = grid_of(row(FORMS, "2026-W44", 8), row(FORMS, "2026-W45", None), row(FORMS, "2026-W46"))
    (tab,) = chart_tabs(grid)

    assert values_by_period(tab, FORMS.kpi_number) == {"2026-W44": 8, "2026-W46": 1}


def test_a_period_that_is_not_over_is_left_out() -> None:
    grid = grid_of(row(FORMS, "2026-W45", 8))
    (tab,) = grid.tabs
    (line,) = tab.lines
    cells = (GridCell(3, state=State.PARTIAL), *line.cells[1:])
    partial = replace(grid, tabs=(replace(tab, lines=(replace(line, cells=cells),)),))

    assert values_by_period(next(chart_tabs(partial)), FORMS.kpi_number) == {"2026-W45": 8}


def test_a_kpi_without_numbers_has_no_chart() -> None:
    grid = grid_of(row(FORMS, "2026-W46", 9), row(CHURN, "2026-W46", None))
    (tab,) = chart_tabs(grid)

    assert [line.number for line in tab.lines] == [FORMS.kpi_number]
    assert list(chart_tabs(grid_of(row(CHURN, "2026-W46", None)))) == []
