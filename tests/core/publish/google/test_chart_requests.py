"""Requests that add the charts of rows."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from core.publish.charts import chart_tabs
from core.publish.google.chart_requests import chart_id, chart_requests
from core.publish.google.positions import Positions
from core.publish.google.sheet import index_of
from core.publish.google.wanted_charts import wanted_charts
from tests.core.publish.google.tabs import wanted
from tests.core.publish.samples import FORMS, grid_of, row

GRID = grid_of(row(FORMS, "2025-W46", 7), row(FORMS, "2026-W46", 9))
TAB = wanted_charts("success", next(chart_tabs(GRID)))
PLACES = Positions(5, index_of(TAB.rows), index_of(TAB.columns))


def chart() -> dict[str, Any]:
    (request,) = chart_requests(TAB, PLACES, TAB.rows, "success:1")
    found: dict[str, Any] = request["addChart"]["chart"]
    return found


def test_an_id_has_31_bits_and_is_another_in_each_publication() -> None:
    ids = {chart_id(f"success:{number}", "06/forms/") for number in range(1000)}

    assert len(ids) == 1000
    assert all(0 < each < 2**31 for each in ids)
    assert chart()["chartId"] == chart_id("success:1", "06/forms/")


def test_a_chart_stands_in_the_row_of_its_kpi() -> None:
    place = chart()["position"]["overlayPosition"]

    assert place["anchorCell"] == {"sheetId": 5, "rowIndex": 4, "columnIndex": 2}


def test_a_chart_says_in_words_which_line_is_which() -> None:
    spec = chart()["spec"]

    assert spec["title"] == "Forms"
    assert spec["subtitle"] == "solid: 2026, dashed: a year ago"
    assert spec["altText"].startswith("Forms: solid: 2026, dashed: a year ago.")


def test_header_rows_and_pages_of_the_scorecard_have_no_charts() -> None:
    assert [*chart_requests(TAB, PLACES, ["heading", "labels"], "success:1")] == []
    page = wanted()
    places = Positions(5, index_of(page.rows), index_of(page.columns))
    assert [*chart_requests(page, places, page.rows, "success:1")] == []


def test_periods_are_named_by_their_label_and_days_by_their_date() -> None:
    (domain,) = chart()["spec"]["basicChart"]["domains"]
    (weeks,) = domain["domain"]["sourceRange"]["sources"]
    assert weeks["startRowIndex"] == [*TAB.rows].index("labels")

    daily = replace(next(chart_tabs(GRID)), cadence="daily")
    columns = wanted_charts("success", daily).charts
    assert columns is not None
    assert columns.names == "days"
