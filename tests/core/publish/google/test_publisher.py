"""A publish on the server and in the store: tabs, rows, values, plan and publication."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from core.model.records import restate
from tests.core.publish.google.weeks import (
    CALLS,
    LEADS,
    TEAM,
    TWO,
    expected,
    number,
    parts,
    weeks,
)
from tests.core.publish.samples import CHURN, FORMS, RETENTION, TICKETS, row
from tests.spreadsheets import TAB, Office, entered


def test_a_year_boundary_is_two_tabs_in_one_read_and_one_write(office: Office) -> None:
    office.store([row(FORMS, "2026-W53", 53), row(FORMS, "2027-W01", 1)], [FORMS])

    office.publish(now="2027-01-11T06:00+01:00")

    assert office.asked() == (1, 1)
    assert office.tabs() == ["Sheet1", "sc2027", "sc2026"]
    assert office.values("sc2026") == {("Forms", "W53"): 53}
    assert office.values("sc2027") == {("Forms", "W01"): 1}
    office.publish(now="2027-01-11T06:00+01:00")
    assert office.asked() == (1, 0)


def test_a_new_year_goes_before_the_old_one_wherever_a_person_put_that(published: Office) -> None:
    published.person.add_tab("Ours")
    published.store([row(FORMS, "2027-W01", 1), row(TICKETS, "2027-01-05", 2)], [TICKETS])
    published.publish(now="2027-01-11T06:00+01:00")
    assert published.tabs() == ["Sheet1", "sc2027", TAB, "Ours", "sc2027 daily"]


def test_weekly_monthly_and_daily_kpis_have_a_tab_each(office: Office) -> None:
    office.store(
        [row(FORMS, "2026-W46", 1), row(RETENTION, "2026-10", 0.5), row(TICKETS, "2026-11-15", 3)],
        [FORMS, RETENTION, TICKETS],
    )
    office.publish()
    assert office.tabs() == ["Sheet1", TAB, "sc2026 monthly", "sc2026 daily"]
    assert office.values("sc2026 monthly") == {("Retention", "Oct"): 0.5}
    assert office.asked() == (1, 1)


def test_each_week_of_a_long_year_has_a_column(published: Office) -> None:
    sheet = published.sheet()
    labels = [entered(sheet, 2, column) for column in range(len(sheet.columns))]
    assert labels == [
        "No",
        "KPI",
        "Latest",
        "Change",
        "Target",
        "Trend",
        "Unit",
        "Owner",
        *(f"W{week:02}" for week in range(1, 54)),
    ]
    days = [entered(sheet, 3, column) for column in (8, 60)]
    assert days == ["4 Jan", "3 Jan"]  # the Sundays on which W01 and W53 end


def test_a_new_kpi_gets_its_row_in_the_order_of_numbers(published: Office) -> None:
    published.store(
        weeks((LEADS, replace(CALLS, kpi_number=5, field_name="five", name="Five"))), ()
    )
    published.store([], (LEADS, replace(CALLS, kpi_number=5, field_name="five", name="Five")))
    published.publish()
    sheet = published.sheet()
    assert [entered(sheet, line, 1) for line in range(4, 8)] == ["Calls", "Five", "Forms", "Leads"]
    assert published.asked() == (1, 1)


def test_a_kpi_above_99_comes_after_those_below(published: Office) -> None:
    hundred = replace(FORMS, kpi_number=100, field_name="hundred", name="Hundred")
    published.store(weeks((hundred,)), (hundred,))
    published.publish()
    sheet = published.sheet()
    assert [entered(sheet, line, 1) for line in range(4, 7)] == ["Calls", "Forms", "Hundred"]


def test_a_new_part_of_a_kpi_gets_its_row_below_the_others(office: Office) -> None:
    office.store(parts(), (TEAM,))
    office.publish()
    office.person.sort(TAB, "A5:BI7", by="B", descending=True)
    office.store([row(TEAM, "2026-W46", 4, "West")])
    office.publish()
    sheet = office.sheet()
    assert [entered(sheet, line, 1) for line in range(4, 8)] == ["Team", "South", "West", "North"]
    assert office.values()["West", "W46"] == 4


def test_a_kpi_whose_file_is_gone_is_greyed_and_reported_once(published: Office) -> None:
    line = published.row("Calls") - 1

    def colour_of() -> Any:
        return published.sheet().cell(line, 1)["userEnteredFormat"]["textFormat"]["foregroundColor"]

    before = colour_of()
    published.numbers = frozenset({6})

    told = published.publish().lines

    assert [text for text in told if "retired" in text] == [
        "sc2026: KPI 3 Calls is retired; its row stays"
    ]
    assert colour_of() != before
    assert published.values() == expected(TWO) | {("Calls", "W47"): "retired"}
    assert published.notes()["Calls", "KPI"].startswith("Scorecard: retired: ")
    assert not any("retired" in text for text in published.publish().lines)

    published.numbers = frozenset({3, 6})
    told = published.publish().lines

    assert [text for text in told if "back" in text] == [
        "sc2026: KPI 3 Calls is back, in its old row"
    ]
    assert colour_of() == before
    assert published.values() == expected(TWO)


def test_a_retired_row_keeps_the_colours_that_people_gave_their_own_cells(
    published: Office,
) -> None:
    published.person.insert_columns(TAB, before="D")
    line = published.row("Calls")
    published.person.type(TAB, f"D{line}", "mine")
    before = published.sheet().cell(line - 1, 3)
    published.numbers = frozenset({6})
    published.publish()
    assert published.sheet().cell(line - 1, 3) == before


def test_a_kpi_that_counts_something_else_gets_another_row_and_the_old_one_is_greyed(
    published: Office,
) -> None:
    other = replace(FORMS, field_name="forms_received", version="new")
    published.store(weeks((other,), plus=0.5), (replace(other, domain="success"),))

    told = published.publish().lines

    sheet = published.sheet()
    assert [entered(sheet, line, 1) for line in range(4, 7)] == ["Calls", "Forms", "Forms"]
    assert {entered(sheet, line, 8) for line in (5, 6)} == {
        number(FORMS, 1),
        number(FORMS, 1) + 0.5,
    }
    assert "sc2026: KPI 6 Forms is retired; its row stays" in told
    published.asked()
    published.publish()
    assert published.asked() == (1, 0)


def test_a_value_that_the_store_no_longer_has_is_removed(published: Office) -> None:
    published.store([row(FORMS, "2026-W46", None)])
    published.publish()
    assert published.values()["Forms", "W46"] == "no data"
    assert published.notes()["Forms", "W46"].startswith(
        "Scorecard: no value: the query gave NULL\n"
    )


def test_a_target_that_a_kpi_no_longer_has_disappears(office: Office) -> None:
    office.store([row(CHURN, "2026-W46", 0.1)], [CHURN])
    office.store([replace(row(CHURN, "2026-W46", 0.1), target=0.12)])
    office.publish()
    line = office.row("Overall churn rate") - 1
    assert entered(office.sheet(), line, 4) == 0.12
    office.store([replace(row(CHURN, "2026-W46", 0.1), target=None)])
    office.publish()
    assert entered(office.sheet(), line, 4) is None


def test_the_note_of_a_changed_value_has_the_old_value_the_day_and_the_cause(
    published: Office,
) -> None:
    new = replace(row(FORMS, "2026-W45", 14), run_id="run-late")
    new = replace(new, computed_at=datetime(2026, 11, 16, 5, 30, tzinfo=UTC))
    change = restate(row(FORMS, "2026-W45", 12), new, "data")
    published.store([new], (), [change])
    published.publish(now="2026-11-16T07:00+01:00")
    assert (
        published.notes()["Forms", "W45"].splitlines()[0]
        == "Scorecard: was 12, now 14 since 2026-11-16, late or changed data (run run-late)"
    )


def test_a_change_before_the_sheet_was_first_filled_has_no_note(
    office: Office,
) -> None:
    old, new = row(FORMS, "2026-W45", 12), row(FORMS, "2026-W45", 14)
    office.store([new], (FORMS,), [restate(old, new, "data")])

    assert "was 12" not in str(office.publish(now="2026-11-16T07:00+01:00").lines) + str(
        office.notes()
    )
    assert not office.publish(now="2026-11-16T08:00+01:00").written


def test_text_from_a_database_never_becomes_a_formula(office: Office) -> None:
    label = '=HYPERLINK("http://evil.example";"click")'
    office.store([row(TEAM, "2026-W46", 1, label)], (TEAM,))
    office.publish()
    sheet = office.sheet()
    cells = [cell["userEnteredValue"] for cell in (sheet.cell(5, 1), sheet.cell(2, 1)) if cell]
    assert cells[0] == {"stringValue": label}


def test_the_trend_spans_the_year_of_its_row_without_anything_a_locale_could_misread(
    published: Office,
) -> None:
    line = published.row("Forms")
    assert (
        entered(published.sheet(), line - 1, 5)
        == f'=SPARKLINE(I{line}:BI{line};HSTACK({{"charttype";"color";"linewidth";"empty";"nan"}};'
        '{"line";"#6B7280";2;"ignore";"ignore"}))'
    )


def test_one_more_on_a_large_whole_number_is_written(published: Office) -> None:
    published.store([row(FORMS, "2026-W45", 5_000_000_000)])
    published.publish()
    published.store([row(FORMS, "2026-W45", 5_000_000_001)])

    assert published.publish().written
    assert published.values()["Forms", "W45"] == 5_000_000_001
