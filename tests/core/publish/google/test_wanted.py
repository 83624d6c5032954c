"""The content that a scorecard should have, from stored rows to cells by key."""

from __future__ import annotations

from dataclasses import replace

from core.model.period import Period, parse_period
from core.model.records import Row
from core.publish.google.sheet import Content
from core.publish.google.wanted import RowLook, Wanted, wanted_tabs
from core.publish.grid import Grid
from core.publish.layout import make_grid
from tests.core.publish.google.weeks import TEAM
from tests.core.publish.samples import BERLIN, CHURN, FORMS, TICKETS, grid_of, row


def only_tab(*rows: Row) -> Wanted:
    (tab,) = wanted_tabs("success", grid_of(*rows))
    return tab


def test_a_value_is_addressed_by_kpi_field_and_period() -> None:
    tab = only_tab(row(FORMS, "2026-W46", 7))
    assert tab.key == "success/weekly/2026"
    assert tab.cells["06/forms/", "2026-W46"] == Content(7, "")


def test_a_missing_value_is_the_text_of_its_state_with_a_note() -> None:
    content = only_tab(row(FORMS, "2026-W46", None)).cells["06/forms/", "2026-W46"]
    assert content.value == "no data"
    assert content.note.startswith("no value: the query gave NULL")


def test_periods_without_rows_have_a_column_and_no_cells() -> None:
    tab = only_tab(row(FORMS, "2026-W46", 7))
    assert len(tab.periods) == 53
    assert ("06/forms/", "2026-W45") not in tab.cells
    assert tab.cells["labels", "2026-W45"] == Content("W45")
    assert tab.cells["days", "2026-W45"] == Content("8 Nov")


def test_parts_have_keys_of_their_own_below_their_kpi() -> None:
    definitions = {40: TEAM}
    rows = [row(TEAM, "2026-W46", 1, "South"), row(TEAM, "2026-W46", 2, "North")]
    (tab,) = wanted_tabs("success", make_grid("Success", rows, definitions, BERLIN))
    lines = [key for key in tab.rows if "/" in key]
    assert lines == ["40/team/", "40/team/North", "40/team/South"]
    assert [tab.rows[key].is_breakdown for key in lines] == [False, True, True]


def test_labels_are_contents_and_the_names_note_is_the_definition() -> None:
    tab = only_tab(row(CHURN, "2026-W46", 0.1))
    line = {
        column: tab.cells["32/overall_churn_rate/", column]
        for column in ("No", "KPI", "Owner", "Unit", "Target")
    }
    assert [content.value for content in line.values()] == [
        32.0,
        "Overall churn rate",
        "customer-success",
        "percent",
        0.12,
    ]
    assert "Sources: stg_hubspot.agreements" in line["KPI"].note


def test_looks_are_the_units() -> None:
    tab = only_tab(row(CHURN, "2026-W46", 0.1))
    assert tab.rows["32/overall_churn_rate/"] == RowLook(
        "0.0%",
        '"≤ "0.0%;"≤ "-0.0%',
        '+0.0" pp";-0.0" pp";0.0" pp"',
        unit="percent",
    )


def test_only_periods_within_the_filter_have_cells_and_notes() -> None:
    def within(period: Period) -> bool:
        return period == parse_period("2026-W46")

    grid = grid_of(row(FORMS, "2026-W45", 6), row(FORMS, "2026-W46", 7))
    (tab,) = wanted_tabs("success", grid, within)
    assert tab.scope == {"2026-W46", "Latest", "Change"}
    assert ("06/forms/", "2026-W45") not in tab.cells
    assert tab.cells["labels", "2026-W45"] == Content("W45")
    assert tab.cells["labels", "2026-W46"].note.startswith("2026-W46: ")


def test_each_cadence_and_year_is_a_tab() -> None:
    tabs = wanted_tabs(
        "success",
        grid_of(row(FORMS, "2026-W53"), row(FORMS, "2027-W01"), row(TICKETS, "2027-01-04")),
    )
    assert [(tab.key, tab.title, len(tab.periods)) for tab in tabs] == [
        ("success/weekly/2027", "sc2027", 52),
        ("success/weekly/2026", "sc2026", 53),
        ("success/daily/2027", "sc2027 daily", 365),
    ]


def test_a_retired_kpi_says_so_in_look_and_note() -> None:
    grid = make_grid(
        "Success", [row(FORMS, "2026-W46", 7)], {6: replace(FORMS)}, BERLIN, retired={6: "gone"}
    )
    (tab,) = wanted_tabs("success", grid)
    assert tab.rows["06/forms/"].is_retired
    assert tab.cells["06/forms/", "KPI"].note.startswith("retired: ")


def test_columns_are_in_the_order_of_the_page_and_periods_in_that_of_time() -> None:
    (tab,) = grid_of(row(FORMS, "2026-W46", 7)).tabs
    (turned,) = wanted_tabs("success", Grid("Success", (replace(tab, is_newest_first=True),)))
    assert turned.periods[:2] == ("2026-W01", "2026-W02")
    assert turned.columns[8:10] == ("2026-W53", "2026-W52")
    assert turned.later == {f"2026-W{week}" for week in range(47, 54)}
    assert turned.cells["06/forms/", "2026-W46"] == Content(7, "")
