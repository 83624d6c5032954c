"""Widths, view and paper of a tab, read back with another library than the one that writes it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from io import BytesIO
from typing import Any

import pytest
from openpyxl import load_workbook

from core.model.records import Row
from core.publish.grid import Grid
from core.publish.xlsx.render import render
from tests.core.publish.samples import CHURN, FORMS, REVENUE, grid_of, row

# Openpyxl reads everything but the trends.
pytestmark = pytest.mark.filterwarnings("ignore:Sparkline Group extension")


def only_sheet(*rows: Row) -> Any:
    return load_workbook(BytesIO(render(grid_of(*rows))))["sc2026"]


def test_header_and_labels_stay_in_view_and_the_newest_period_is_on_screen() -> None:
    sheet = only_sheet(row(FORMS, "2026-W46"))
    pane = sheet.sheet_view.pane
    assert (pane.state, pane.xSplit, pane.ySplit) == ("frozen", 6, 4)
    assert pane.topLeftCell == "AU5"
    assert sheet.sheet_view.selection[-1].activeCell == "BB5"


def test_an_early_period_does_not_scroll_past_the_first_one() -> None:
    assert only_sheet(row(FORMS, "2026-W02")).sheet_view.pane.topLeftCell == "I5"


def test_paper_is_landscape_one_page_wide_and_shows_the_newest_13_periods() -> None:
    sheet = only_sheet(row(FORMS, "2026-W46"))
    assert sheet.page_setup.orientation == "landscape"
    # One page wide is what a file that states no width means; as many pages long as it takes.
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert (sheet.page_setup.fitToWidth or 1, sheet.page_setup.fitToHeight) == (1, 0)
    assert (sheet.print_title_rows, sheet.print_title_cols) == ("$1:$4", "$A:$F")
    assert sheet.print_area == "'sc2026'!$AP$1:$BB$5"


def test_columns_are_as_wide_as_their_longest_text_within_limits() -> None:
    def widths(*rows: Row) -> list[float]:
        columns = only_sheet(*rows).column_dimensions
        return [int(columns[letter].width) for letter in ("B", "E", "H", "I")]

    # A name of 7 characters gets the least width; an owner what its name needs.
    assert widths(row(FORMS, "2026-W46", 7)) == [22, 10, 17, 10]
    assert widths(row(CHURN, "2026-W46", 0.1, "part " * 12)) == [40, 10, 17, 10]
    assert widths(row(REVENUE, "2026-W46", 123_456_789_012)) == [22, 13, 17, 19]


def test_widths_leave_room_for_the_sign_before_a_target() -> None:
    target = replace(row(CHURN, "2026-W46", 0.1), target=1234.5)
    assert int(only_sheet(target).column_dimensions["E"].width) == len("≤ 123,450.0%") + 2


def test_paper_has_the_legend_of_the_marks_in_its_footer() -> None:
    provisional = replace(row(FORMS, "2026-W46"), provisional_until=date(2026, 11, 23))
    footer = only_sheet(provisional).oddFooter.left.text
    assert footer.endswith(" CET · * = may still change")


def test_a_page_that_begins_with_the_newest_period_hides_those_to_come() -> None:
    rows = [row(FORMS, f"2026-W{week:02}", week) for week in range(1, 47)]
    (tab,) = grid_of(*rows).tabs
    turned = Grid("Success", (replace(tab, is_newest_first=True),))
    sheet = load_workbook(BytesIO(render(turned)))["sc2026"]
    shown = {key for key, column in sheet.column_dimensions.items() if not column.hidden}
    assert [sheet.cell(3, column).value for column in (9, 15, 16, 17, 61)] == [
        "W53",
        "W47",
        "W46",
        "W45",
        "W01",
    ]
    assert [sheet.cell(5, column).value for column in (16, 17, 61)] == [46, 45, 1]
    # Openpyxl joins the columns of one width: I stands for I to O, and P for P to BI.
    assert "I" not in shown
    assert "P" in shown
    assert sheet.sheet_view.pane.topLeftCell == "P5"
    assert sheet.sheet_view.selection[-1].activeCell == "P5"
    assert sheet.print_area == "'sc2026'!$P$1:$AB$5"
