"""The layout of a scorecard, with expected places worked out by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from core.model.definition import Definition
from core.model.period import Period, period_of
from core.model.records import Row
from core.model.states import State
from core.publish.grid import GridCell, Line, SheetTab
from tests.core.publish.samples import (
    CHURN,
    FORMS,
    MARGIN,
    RETENTION,
    REVENUE,
    TICKETS,
    grid_of,
    only_tab,
    row,
)


def labels(tab: SheetTab) -> list[tuple[int, str]]:
    return [(line.kpi_number, line.label) for line in tab.lines]


def columns_with_values(line: Line) -> list[int]:
    return [index for index, cell in enumerate(line.cells) if cell.value is not None]


def test_the_week_of_28_december_2026_is_the_53rd_column_of_sc2026() -> None:
    tab = only_tab(row(FORMS, "2026-W53", 7))
    assert tab.title == "sc2026"
    assert tab.lines[0].cells[52] == GridCell(7, state=State.VALUE)
    assert (tab.columns[52].label, tab.columns[52].day) == ("W53", date(2027, 1, 3))


def test_new_years_day_of_2027_belongs_to_the_last_week_of_sc2026() -> None:
    new_years_day = replace(row(FORMS, "2026-W01", 7), period=period_of("weekly", date(2027, 1, 1)))
    tab = only_tab(new_years_day)
    assert tab.title == "sc2026"
    assert columns_with_values(tab.lines[0]) == [52]


def test_each_year_of_each_cadence_is_a_tab_and_the_newest_weeks_come_first() -> None:
    rows = [
        row(TICKETS, "2027-01-01"),
        row(RETENTION, "2026-10"),
        row(FORMS, "2025-W52"),
        row(FORMS, "2026-W01"),
        row(RETENTION, "2025-12"),
        row(MARGIN, "2026-Q3"),
    ]
    titles = [tab.title for tab in grid_of(*rows).tabs]
    assert titles == [
        "sc2026",
        "sc2025",
        "sc2026 monthly",
        "sc2025 monthly",
        "sc2026 quarterly",
        "sc2027 daily",
    ]


def test_a_tab_has_all_periods_of_its_year() -> None:
    rows = [
        row(FORMS, "2025-W01"),
        row(FORMS, "2026-W01"),
        row(RETENTION, "2026-01"),
        row(TICKETS, "2026-01-01"),
        row(TICKETS, "2028-01-01"),
    ]
    assert [len(only_tab(each).columns) for each in rows] == [52, 53, 12, 365, 366]


def test_columns_are_headed_by_the_periods_name_over_its_last_day() -> None:
    def first(each: Row) -> tuple[str, date]:
        column = only_tab(each).columns[0]
        return column.label, column.day

    assert first(row(FORMS, "2026-W01")) == ("W01", date(2026, 1, 4))
    assert first(row(RETENTION, "2026-01")) == ("Jan", date(2026, 1, 31))
    assert first(row(MARGIN, "2026-Q1")) == ("Q1", date(2026, 3, 31))
    assert first(row(TICKETS, "2026-01-01")) == ("Thu", date(2026, 1, 1))


def test_the_tab_shows_its_year_and_when_it_was_refreshed() -> None:
    tab = only_tab(row(FORMS, "2026-W45"), row(FORMS, "2026-W46"), row(REVENUE, "2026-W44"))
    assert tab.heading == "Success scorecard 2026"
    assert tab.refreshed == "refreshed 2026-11-16 06:01 CET"
    assert tab.columns[tab.newest].label == "W46"


def test_lines_are_in_order_of_number_and_a_breakdown_follows_its_kpi() -> None:
    rows = [
        row(CHURN, "2026-W46", 0.2, "Segment B"),
        row(CHURN, "2026-W46", 0.1, "Segment A"),
        row(CHURN, "2026-W46", 0.15),
        row(FORMS, "2026-W46"),
    ]
    expected = [(6, "Forms"), (32, "Overall churn rate"), (32, "Segment A"), (32, "Segment B")]
    assert labels(only_tab(*rows)) == expected
    assert labels(only_tab(*reversed(rows))) == expected


def test_series_that_the_newest_definition_replaced_are_left_out() -> None:
    current = row(CHURN, "2026-W46")
    others = [
        replace(current, field_name="churn"),
        replace(current, range_type="4 weeks"),
        replace(current, period=Period(date(2026, 11, 1), "monthly")),
        replace(current, kpi_number=99),
    ]
    assert grid_of(*others).tabs == ()
    assert grid_of(current, *others) == grid_of(current)


def test_a_period_without_row_is_empty_and_has_no_note() -> None:
    tab = only_tab(row(FORMS, "2026-W46"))
    assert {index for index, cell in enumerate(tab.lines[0].cells) if cell != GridCell()} == {45}
    assert [index for index, column in enumerate(tab.columns) if column.note] == [45]


def test_a_tab_shows_the_target_of_its_own_year() -> None:
    newest, older = grid_of(
        row(CHURN, "2026-W46"), replace(row(CHURN, "2025-W46"), target=0.2)
    ).tabs
    assert (older.lines[0].target, newest.lines[0].target) == (0.2, 0.12)


SERIES = st.sampled_from([CHURN, FORMS, TICKETS, RETENTION, REVENUE])
DAYS = st.dates(date(2019, 12, 20), date(2028, 1, 10))


@given(st.lists(st.tuples(SERIES, DAYS, st.sampled_from(["", "A", "B"])), min_size=1, max_size=30))
def test_every_row_lands_in_one_cell_in_the_column_of_its_period(
    picks: list[tuple[Definition, date, str]],
) -> None:
    stored: dict[tuple[int, str, Period], float] = {}
    rows = []
    for value, (definition, day, details) in enumerate(picks):
        period = period_of(definition.cadence, day)
        if (definition.kpi_number, details, period) not in stored:
            stored[definition.kpi_number, details, period] = value
            rows.append(row(definition, period.label, value, details))
    grid = grid_of(*rows)
    shown = {
        (line.kpi_number, line.field_details, column.period): cell.value
        for tab in grid.tabs
        for line in tab.lines
        for column, cell in zip(tab.columns, line.cells, strict=True)
        if cell.value is not None
    }
    assert shown == stored
    assert grid_of(*reversed(rows)) == grid
    for tab in grid.tabs:
        assert {column.period.year for column in tab.columns} == {tab.year}


def test_a_tab_has_a_status_if_a_value_can_be_judged() -> None:
    plain, judged = row(CHURN, "2026-W45", 0.1), row(CHURN, "2026-W46", 0.13)
    judged = replace(judged, better="lower")
    (without,) = grid_of(plain).tabs
    (tab,) = grid_of(plain, judged).tabs

    assert "Status" not in without.labels
    assert tab.labels[2:6] == ("Status", "Latest", "Change", "Target")
    assert tab.lines[0].status == "✓ on track"  # 0.12 / 0.13 is 92 %
    assert tab.subtitle.startswith("✓ 1 of 1 on track · refreshed ")


def test_a_band_is_shown_with_both_ends() -> None:
    band = replace(row(CHURN, "2026-W46", 0.1), target=0.02, target_high=0.05, better="within")
    (tab,) = grid_of(band).tabs

    assert tab.lines[0].labels["Target"] == "2.0% to 5.0%"
    assert tab.lines[0].status == "✗ critical"  # 5 / 10 is 50 %


def test_values_so_far_stand_behind_the_newest_whole_period() -> None:
    so_far = replace(row(TICKETS, "2026-11-17", 3), partial=True)
    tab = only_tab(row(TICKETS, "2026-11-15", 7), row(TICKETS, "2026-11-16", 8), so_far)

    assert str(tab.columns[tab.newest].period) == "2026-11-16"
    assert str(tab.columns[tab.last].period) == "2026-11-17"
    (line,) = tab.lines
    assert line.latest.value == 8
    assert line.cells[tab.last] == GridCell(3, line.cells[tab.last].note, State.PARTIAL)
    assert line.trend == (tab.newest - 1, tab.newest)


def test_a_tab_of_which_no_period_is_over_shows_the_last_one() -> None:
    tab = only_tab(replace(row(TICKETS, "2026-11-17", 3), partial=True))
    assert (str(tab.columns[tab.newest].period), tab.so_far) == ("2026-11-17", 0)
    assert tab.lines[0].latest.value == 3
