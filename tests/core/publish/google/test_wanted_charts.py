"""Content that a tab of charts should have."""

from __future__ import annotations

from core.model import parse_period
from core.publish.charts import chart_tabs
from core.publish.google.sheet import Content
from core.publish.google.wanted import HEADER_ROWS, is_old_charts
from core.publish.google.wanted_charts import wanted_charts
from tests.core.publish.samples import FORMS, grid_of, row

GRID = grid_of(row(FORMS, "2025-W46", 7), row(FORMS, "2026-W45", 8), row(FORMS, "2026-W46", 9))
NEWEST, OLDER = (wanted_charts("success", tab) for tab in chart_tabs(GRID))


def test_a_tab_of_charts_has_a_key_of_its_own_and_a_row_for_each_kpi() -> None:
    assert NEWEST.key == "success/weekly charts/2026"
    assert [*NEWEST.rows] == [*HEADER_ROWS, "06/forms/"]
    assert NEWEST.columns[:4] == ("No", "KPI", "Trend", "2026-W01")


def test_the_year_before_stands_behind_this_year() -> None:
    assert NEWEST.cells["06/forms/", "2026-W46"] == Content(9)
    assert NEWEST.cells["06/forms/", "ago/2026-W46"] == Content(7)
    assert NEWEST.cells["labels", "ago/2026-W46"] == Content("W46 2025")
    assert NEWEST.columns.index("ago/2026-W01") == NEWEST.columns.index("2026-W53") + 1


def test_a_year_without_another_before_it_has_no_columns_for_one() -> None:
    assert OLDER.charts is not None
    assert OLDER.charts.years_ago == ()
    assert [tab.key for tab in (NEWEST, OLDER) if is_old_charts(tab)] == [
        "success/weekly charts/2025"
    ]


def test_a_publish_of_some_periods_is_about_these_only() -> None:
    week = parse_period("2026-W46")
    tab = wanted_charts("success", next(chart_tabs(GRID)), lambda period: period == week)

    assert tab.scope == {"2026-W46"}
    assert ("06/forms/", "2026-W45") not in tab.cells
