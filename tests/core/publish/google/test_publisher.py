"""One publish after another: what is read, written, kept, taken back and told, on the server and in
the store.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from core.errors import PublishError
from core.model.records import Row, restate
from core.sheets.client import SheetsClient
from tests.core.publish.google.weeks import (
    CALLS,
    KPIS,
    LEADS,
    TEAM,
    expected,
    number,
    parts,
    weeks,
)
from tests.core.publish.samples import CHURN, FORMS, RETENTION, TICKETS, row
from tests.sheets_emulator import Emulator
from tests.spreadsheets import TAB, Office, Waits, entered, picture, shifted

TWO = KPIS[:2]  # Calls and Forms


@pytest.fixture
def published(office: Office) -> Office:
    """Return an office whose two KPIs are published for 46 weeks."""
    office.store(weeks(TWO), TWO)
    office.publish()
    office.asked()
    return office


def test_a_year_boundary_is_two_tabs_in_one_read_and_one_write(office: Office) -> None:
    office.store([row(FORMS, "2026-W53", 53), row(FORMS, "2027-W01", 1)], [FORMS])

    office.publish(now="2027-01-11T06:00+01:00")

    assert office.asked() == (1, 1)
    assert office.tabs() == ["Sheet1", "sc2027", "sc2026"]
    assert office.values("sc2026") == {("Forms", "W53"): 53}
    assert office.values("sc2027") == {("Forms", "W01"): 1}
    office.publish(now="2027-01-11T06:00+01:00")
    assert office.asked() == (1, 0)


def test_a_new_year_stands_before_the_old_one_wherever_that_was_put(published: Office) -> None:
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
        "Owner",
        "Unit",
        "Target",
        "Trend",
        *(f"W{week:02}" for week in range(1, 54)),
    ]
    days = [entered(sheet, 3, column) for column in (6, 58)]
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
    office.person.sort(TAB, "A5:BG7", by="B", descending=True)
    office.store([row(TEAM, "2026-W46", 4, "West")])
    office.publish()
    sheet = office.sheet()
    assert [entered(sheet, line, 1) for line in range(4, 8)] == ["Team", "South", "West", "North"]
    assert office.values()["West", "W46"] == 4


def test_a_kpi_whose_file_is_gone_is_greyed_and_told_once(published: Office) -> None:
    line = published.row("Calls") - 1

    def colour_of() -> Any:
        return published.sheet().cell(line, 1)["userEnteredFormat"]["textFormat"]["foregroundColor"]

    before = colour_of()
    published.numbers = frozenset({6})

    told = published.publish().lines

    assert [text for text in told if "retired" in text] == [
        "sc2026: 03/calls/ is retired; its row stays"
    ]
    assert colour_of() != before
    assert published.values() == expected(TWO)
    assert published.notes()["Calls", "KPI"].startswith("Scorecard: retired: ")
    assert not any("retired" in text for text in published.publish().lines)

    published.numbers = frozenset({3, 6})
    told = published.publish().lines

    assert [text for text in told if "back" in text] == [
        "sc2026: 03/calls/ is back, in its old row"
    ]
    assert colour_of() == before


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


def test_a_kpi_that_counts_something_else_gets_another_row_and_the_old_one_stays_greyed(
    published: Office,
) -> None:
    other = replace(FORMS, field_name="forms_received", version="new")
    published.store(weeks((other,), plus=0.5), (replace(other, domain="success"),))

    told = published.publish().lines

    sheet = published.sheet()
    assert [entered(sheet, line, 1) for line in range(4, 7)] == ["Calls", "Forms", "Forms"]
    assert {entered(sheet, line, 6) for line in (5, 6)} == {
        number(FORMS, 1),
        number(FORMS, 1) + 0.5,
    }
    assert "sc2026: 06/forms/ is retired; its row stays" in told
    published.asked()
    published.publish()
    assert published.asked() == (1, 0)


def test_a_value_that_the_store_no_longer_has_is_taken_out(published: Office) -> None:
    published.store([row(FORMS, "2026-W46", None)])
    published.publish()
    assert ("Forms", "W46") not in published.values()
    assert published.notes()["Forms", "W46"].startswith(
        "Scorecard: no value: the query gave NULL\n"
    )


def test_a_target_that_is_given_up_disappears(office: Office) -> None:
    office.store([row(CHURN, "2026-W46", 0.1)], [CHURN])
    office.store([replace(row(CHURN, "2026-W46", 0.1), target=0.12)])
    office.publish()
    line = office.row("Overall churn rate") - 1
    assert entered(office.sheet(), line, 4) == 0.12
    office.store([replace(row(CHURN, "2026-W46", 0.1), target=None)])
    office.publish()
    assert entered(office.sheet(), line, 4) is None


def test_a_changed_value_tells_what_it_was_from_when_and_why(published: Office) -> None:
    new = replace(row(FORMS, "2026-W45", 14), run_id="run-late")
    new = replace(new, computed_at=datetime(2026, 11, 16, 5, 30, tzinfo=UTC))
    change = restate(row(FORMS, "2026-W45", 12), new, "data")
    published.store([new], (), [change])
    published.publish(now="2026-11-16T07:00+01:00")
    assert (
        published.notes()["Forms", "W45"].splitlines()[0]
        == "Scorecard: was 12, now 14 since 2026-11-16, late or changed data (run run-late)"
    )


def test_what_changed_before_the_sheet_was_first_filled_is_no_news_to_its_readers(
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
        == f'=SPARKLINE(G{line}:BG{line};HSTACK({{"charttype";"color";"linewidth";"empty"}};'
        '{"line";"#6B7280";2;"ignore"}))'
    )


# What was typed over


def test_what_was_typed_is_kept_noted_and_told_by_cell(published: Office) -> None:
    cell = published.cell("Forms", "W46")
    published.person.type(TAB, cell, 5)

    told = published.publish().lines

    assert published.values()["Forms", "W46"] == 5
    assert f"sc2026: kept {TAB}!{cell} as 5, the scorecard has 6046: a person typed over it" in told
    assert published.notes()["Forms", "W46"] == "Scorecard: kept as typed; the scorecard has 6046"
    published.asked()
    published.publish()
    assert published.asked() == (1, 0)


def test_the_note_on_a_typed_value_follows_what_the_scorecard_has(published: Office) -> None:
    published.person.type(TAB, published.cell("Forms", "W46"), 5)
    published.publish()
    published.store([row(FORMS, "2026-W46", 77)])
    published.publish()
    assert published.notes()["Forms", "W46"] == "Scorecard: kept as typed; the scorecard has 77"
    assert published.values()["Forms", "W46"] == 5


def test_who_types_the_scorecards_value_gives_the_cell_back(published: Office) -> None:
    cell = published.cell("Forms", "W46")
    published.person.type(TAB, cell, 5)
    published.publish()
    published.person.type(TAB, cell, 6046)
    published.publish()
    assert ("Forms", "W46") not in published.notes()
    published.store([row(FORMS, "2026-W46", 8)])
    published.publish()
    assert published.values()["Forms", "W46"] == 8


def test_a_formula_with_the_right_result_is_still_a_persons(published: Office) -> None:
    cell = published.cell("Forms", "W46")
    published.person.type(TAB, cell, "=6000+46")
    published.publish()
    assert published.values()["Forms", "W46"] == "=6000+46"


def test_overwrite_takes_back_and_records_what_was_typed(published: Office) -> None:
    cell = published.cell("Forms", "W46")
    published.person.type(TAB, cell, "about 50")
    published.person.clear(TAB, published.cell("Calls", "W01"))
    published.publish()

    published.publish(overwrite=True)

    assert published.values() == expected(TWO)
    assert published.stored(
        "row_key, column_key, typed, computed", "scorecard_cell_overwritten"
    ) == [
        ("03/calls/", "2026-W01", "", "3001.0"),
        ("06/forms/", "2026-W46", "about 50", "6046.0"),
    ]
    published.asked()
    published.publish()
    assert published.asked() == (1, 0)


def test_a_note_of_a_person_stands_before_ours_and_survives_it(published: Office) -> None:
    cell = published.cell("Forms", "W46")
    published.person.note(TAB, cell, "ask Ann\n\nabout it")
    published.store([row(FORMS, "2026-W46", None)])
    published.publish()
    assert published.notes()["Forms", "W46"].startswith(
        "ask Ann\n\nabout it\n\nScorecard: no value: "
    )
    published.store([row(FORMS, "2026-W46", 3)])
    published.publish()
    assert published.notes()["Forms", "W46"] == "ask Ann\n\nabout it"


def test_the_note_of_a_renamed_kpi_still_tells_its_definition(published: Office) -> None:
    published.person.type(TAB, published.cell("Forms", "KPI"), "Forms, all")
    published.numbers = frozenset({3})
    published.publish()
    assert published.notes()["Forms, all", "KPI"].startswith("Scorecard: retired: ")


# What was deleted


def test_a_deleted_row_stays_away_until_restore(published: Office) -> None:
    published.person.delete_row(TAB, published.row("Calls"))
    told = published.publish().lines
    assert told == ("sc2026: 03/calls/ was deleted and stays deleted; --restore brings it back",)
    assert published.asked() == (1, 0)

    published.publish(restore=True)

    assert published.values() == expected(TWO)
    assert published.row("Calls") < published.row("Forms")
    published.asked()
    published.publish()
    assert published.asked() == (1, 0)


def test_a_deleted_week_stays_away_until_restore(published: Office) -> None:
    week = published.column("W20")
    published.person.delete_columns(TAB, week)
    assert "2026-W20 was deleted" in published.publish().lines[0]
    published.publish(restore=True)
    assert published.column("W20") == week
    assert published.values() == expected(TWO)


def test_a_deleted_tab_stays_away_until_restore(published: Office) -> None:
    published.person.delete_tab(TAB)
    assert published.publish().lines == (
        "sc2026: the tab was deleted and stays deleted; --restore brings it back",
    )
    published.publish(restore=True)
    assert published.values() == expected(TWO)
    assert published.notes() != {}


def test_a_copy_of_the_tab_is_a_persons_even_where_it_stands_first(published: Office) -> None:
    published.person.duplicate_tab(TAB, "what if")
    sheet = published.emulator.workbook(published.book).by_title("what if")
    assert sheet is not None
    published.person._properties("what if", "index", index=0)
    published.store(weeks(TWO, first=46, plus=1))
    published.publish()
    assert published.values("what if") == expected(TWO)
    assert published.values()["Forms", "W46"] == 6047


def test_a_title_that_somebody_has_already_is_not_fought_over(office: Office) -> None:
    office.person.add_tab(TAB)
    office.person.type(TAB, "A1", "mine")
    office.store(weeks(TWO), TWO)
    office.publish()
    assert office.tabs() == ["Sheet1", TAB, "sc2026 success"]
    assert office.values("sc2026 success") == expected(TWO)
    office.asked()
    office.publish()
    assert office.asked() == (1, 0)


def test_two_scorecards_may_live_in_one_spreadsheet(sheets: Emulator, tmp_path: Path) -> None:
    success = Office(sheets, tmp_path)
    sales = Office(sheets, tmp_path, domain="sales", book=success.book)
    success.store(weeks(TWO), TWO)
    sales.store(
        [replace(each, domain="sales") for each in weeks(TWO, plus=0.5)],
        [replace(each, domain="sales") for each in TWO],
    )
    success.publish()
    sales.publish()
    assert success.values() == expected(TWO)
    assert sales.values("sc2026 sales") == expected(TWO, plus=0.5)
    sheets.journal.clear()
    success.publish()
    sales.publish()
    assert sales.asked() == (2, 0)


# Protection and merged cells


def test_a_protected_value_is_left_and_told_and_the_rest_is_written(published: Office) -> None:
    cell = published.cell("Forms", "W46")
    published.person.protect(TAB, cell)
    published.store(weeks(TWO, first=46, plus=1))
    told = published.publish().lines
    assert (
        f"sc2026: kept {TAB}!{cell} as 6046, the scorecard has 6047: it is in a protected range"
        in told
    )
    assert published.values()["Forms", "W46"] == 6046
    assert published.values()["Calls", "W46"] == 3047


def test_a_new_kpi_whose_row_a_protected_range_forbids_is_told_and_the_rest_is_written(
    published: Office,
) -> None:
    published.person.protect(TAB, "C1:C20")
    published.store(weeks((LEADS,)), (LEADS,))
    published.store([row(FORMS, "2026-W46", 1)])
    told = published.publish().lines
    assert "sc2026: 09/leads/ cannot be inserted: a protected range forbids it" in told
    assert published.values()["Forms", "W46"] == 1
    published.person.unprotect(TAB)
    published.publish()
    assert published.values()["Leads", "W46"] == 9046


def test_a_tab_that_is_protected_as_a_whole_is_left_alone(published: Office) -> None:
    before = picture([published.sheet()])
    published.person.protect(TAB, "A1:BG26")
    published.store(weeks((*TWO, LEADS), plus=1), (LEADS,))
    published.publish()
    assert picture([published.sheet()]) == before
    assert published.asked() == (1, 0)


def test_a_protection_that_only_warns_stops_nothing(published: Office) -> None:
    published.person.protect(TAB, "A1:BG26", warning=True)
    published.store([row(FORMS, "2026-W46", 1)])
    published.publish()
    assert published.values()["Forms", "W46"] == 1


def test_a_value_under_a_merged_cell_is_left_and_told(published: Office) -> None:
    calls, forms = published.cell("Calls", "W46"), published.cell("Forms", "W46")
    published.person.merge(TAB, f"{calls}:{forms}")
    told = published.publish().lines
    assert told == (
        f"sc2026: kept {TAB}!{forms} as empty, the scorecard has 6046: a merged cell covers it",
    )
    assert published.asked() == (1, 0)


# Metadata that died


def strip(office: Office) -> None:
    """Take away all metadata, as other tools and copies of values do."""
    filters = [
        {"developerMetadataLookup": {"metadataKey": f"scorecard-{kind}"}}
        for kind in ("tab", "row", "column")
    ]
    for each in filters:
        office.person._do({"deleteDeveloperMetadata": {"dataFilter": each}})


def test_rows_columns_and_tab_that_lost_their_metadata_are_known_by_their_labels(
    published: Office,
) -> None:
    before = picture([published.sheet()])
    strip(published)
    published.person.move_columns(TAB, published.column("W46"), before="G")
    published.person.sort(TAB, "A5:BG6", by="A", descending=True)
    published.store(weeks(TWO, first=46, plus=1))

    told = published.publish().lines

    assert any("recognised by their labels" in line for line in told)
    assert published.values() == {**expected(TWO), **expected(TWO, first=46, plus=1)}
    assert published.column("W46") == "G"
    published.person.move_columns(TAB, "G", before=shifted(published.column("W45"), 1))
    published.person.sort(TAB, "A5:BG6", by="A")
    marks = picture([published.sheet()])[0]
    assert (marks["rows"], marks["columns"]) == (before[0]["rows"], before[0]["columns"])


# Plan, period, record


def test_a_plan_writes_nothing_and_is_what_publish_then_applies(published: Office) -> None:
    published.person.insert_columns(TAB, before="C")
    published.store(weeks(TWO, first=45, last=47, plus=1))
    published.store(weeks((LEADS,), last=2), (LEADS,))
    before = published.emulator.workbook(published.book)
    publications = published.stored("count(*)", "scorecard_publication", "1")

    planned = published.publish(plan_only=True)

    assert published.asked() == (1, 0)
    assert published.emulator.workbook(published.book) is before
    assert published.stored("count(*)", "scorecard_publication", "1") == publications
    assert planned.written
    (tab,) = planned.details["tabs"]
    assert tab["inserted_rows"] == ["09/leads/"]
    planned_cells = {each["cell"]: (each["new"], each["new_note"]) for each in tab["cells"]}
    values = {name: value for name, (value, _) in planned_cells.items()}
    assert values[f"{TAB}!{published.cell('Forms', 'W46')}"] == 6047

    done = published.publish()

    assert done.details["tabs"] == planned.details["tabs"]
    sheet = published.sheet()
    for cell, (value, note) in planned_cells.items():
        found = published.person._range(TAB, cell.partition("!")[2])
        place = found["startRowIndex"], found["startColumnIndex"]
        assert (entered(sheet, *place), sheet.cell(*place).get("note", "")) == (value, note)


def test_a_plan_is_printed_as_text_and_as_json(published: Office) -> None:
    published.store([row(FORMS, "2026-W46", 5)])
    cell = f"{TAB}!{published.cell('Forms', 'W46')}"

    code, out, _ = published.run("publish", "success", "--plan")

    assert code == 0
    assert f"  {cell:14} 06/forms/ · 2026-W46: 6046 → 5\n" in out
    assert out.endswith(f"{published.book} would be written\n")
    code, out, _ = published.run("publish", "success", "--plan", "--format", "json")
    (tab,) = json.loads(out)["success"]["tabs"]
    cells = [
        (each["cell"], each["old"], each["new"])
        for each in tab["cells"]
        if each["column"] == "2026-W46"
    ]
    assert (code, cells) == (0, [(cell, 6046, 5)])
    assert published.asked() == (2, 0)


def test_on_postgresql_as_on_duckdb(sheets: Emulator, tmp_path: Path, postgres_url: str) -> None:
    office = Office(sheets, tmp_path, url=postgres_url)
    office.store(weeks(TWO), TWO)
    office.publish()
    office.person.type(TAB, office.cell("Forms", "W46"), 5)
    office.store(weeks(TWO, first=45, plus=1))
    office.publish()
    assert office.values() == {
        **expected(TWO),
        **expected(TWO, first=45, plus=1),
        ("Forms", "W46"): 5,
    }
    office.asked()
    office.publish()
    assert office.asked() == (1, 0)


def test_a_plan_after_a_lost_answer_knows_what_stands_there(
    published: Office, waits: Waits
) -> None:
    published.store(weeks(TWO, first=46, plus=1))
    published.emulator.faults.add("timeout", path="*:batchUpdate", applied=True, seconds=0)
    published.emulator.faults.add("status", method="GET", skip=1, count=None)
    with pytest.raises(PublishError):
        published.publish()
    published.emulator.faults.clear()
    published.store(weeks(TWO, first=46, plus=2))
    planned = published.publish(plan_only=True).details["tabs"]
    assert published.publish().details["tabs"] == planned
    assert published.values()["Forms", "W46"] == 6048


def test_a_publish_of_one_week_touches_no_other(published: Office) -> None:
    published.store(weeks(TWO, first=40, last=46, plus=1))
    notes = published.notes()
    header = published.sheet().cell(2, 6)

    published.publish(period="2026-W44")

    assert published.values() == {**expected(TWO), **expected(TWO, first=44, last=44, plus=1)}
    assert published.notes() == notes
    assert published.sheet().cell(2, 6) == header
    published.publish()
    assert published.values() == {**expected(TWO), **expected(TWO, first=40, plus=1)}


def test_each_publication_is_recorded(published: Office) -> None:
    published.person.type(TAB, published.cell("Forms", "W46"), 5)
    published.store([row(CALLS, "2026-W46", 1)])
    published.publish(period="2026-W46")
    columns = "domain, target, command, filters, outcome, cells, kept"
    records = published.stored(columns, "scorecard_publication", "planned_at, filters")
    assert records[1] == (
        "success",
        published.book,
        "scorecard publish",
        "2026-W46",
        "applied",
        2,
        1,
    )
    ((marker,),) = published.stored("marker", "scorecard_publication WHERE filters <> ''", "1")
    marks = [entry.value for entry in published.emulator.workbook(published.book).metadata]
    assert marks == [marker]


# Large scorecards


MANY = tuple(
    replace(FORMS, kpi_number=number, field_name=f"f{number}", name=f"Forms {number}")
    for number in range(9)
)


def long_rows(plus: float = 0) -> list[Row]:
    """Return rows of nine KPIs whose every cell has a note."""
    return [replace(row, partial=True) for row in weeks(MANY, plus=plus)]


@pytest.fixture
def in_small_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Send in several requests what is one otherwise."""
    monkeypatch.setattr("core.publish.google.publisher.LARGEST_PAYLOAD", 40_000)
    monkeypatch.setattr("core.publish.google.updates.ROWS_PER_REQUEST", 2)


@pytest.fixture(scope="module")
def sent_whole(
    emulator: Emulator, tmp_path_factory: pytest.TempPathFactory
) -> list[list[dict[str, Any]]]:
    """Return pictures of the sheet of those KPIs, and of its successor, sent in one request each."""
    office = Office(emulator, tmp_path_factory.mktemp("whole"))
    pictures = []
    for plus in (0, 1):
        office.store(long_rows(plus), MANY)
        office.publish()
        pictures.append(picture([office.sheet()]))
    return pictures


def test_a_payload_beyond_the_limit_is_sent_in_parts_and_ends_in_the_same_sheet(
    office: Office, sent_whole: list[list[dict[str, Any]]], in_small_parts: None
) -> None:
    office.store(long_rows(), MANY)
    office.publish()
    assert office.asked() == (1, 4)
    assert picture([office.sheet()]) == sent_whole[0]


@pytest.mark.parametrize("after", [1, 2, 3])
def test_parts_broken_off_in_between_are_completed_by_the_next_publish(
    office: Office,
    sent_whole: list[list[dict[str, Any]]],
    in_small_parts: None,
    waits: Waits,
    after: int,
) -> None:
    office.store(long_rows(), MANY)
    office.emulator.faults.add("quota", path="*:batchUpdate", skip=after, count=3)
    with pytest.raises(PublishError):
        office.publish()
    office.store(long_rows(plus=1))
    office.publish()
    assert picture([office.sheet()]) == sent_whole[1]


# Somebody moves things between our reading and our writing


@contextmanager
def meanwhile(monkeypatch: pytest.MonkeyPatch, act: Callable[[], Any]) -> Iterator[None]:
    """Let somebody act just before the first write arrives."""
    send = SheetsClient.batch_update
    waiting = [act]

    def acted(client: SheetsClient, *arguments: Any) -> dict[str, Any]:
        if waiting:
            waiting.pop()()
        return send(client, *arguments)

    with monkeypatch.context() as patch:
        patch.setattr(SheetsClient, "batch_update", acted)
        yield


def test_rows_sorted_between_reading_and_writing_are_planned_anew(
    published: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    published.store(weeks(TWO, first=46, plus=1))
    with meanwhile(
        monkeypatch, lambda: published.person.sort(TAB, "A5:BG6", by="A", descending=True)
    ):
        published.publish()
    assert published.values() == {**expected(TWO), **expected(TWO, first=46, plus=1)}
    assert published.row("Calls") > published.row("Forms")
    assert published.asked() == (2, 2)
    published.publish()
    assert published.asked() == (1, 0)


def test_weeks_moved_between_reading_and_writing_are_planned_anew(
    published: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    published.store(weeks(TWO, first=46, last=47, plus=1))
    with meanwhile(
        monkeypatch, lambda: published.person.move_columns(TAB, published.column("W46"), before="G")
    ):
        published.publish()
    assert published.values() == {**expected(TWO), **expected(TWO, first=46, last=47, plus=1)}


def test_a_row_inserted_between_reading_and_writing_is_told_where_a_value_landed_in_it(
    published: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    published.store(weeks(TWO, first=46, plus=1))
    with meanwhile(
        monkeypatch, lambda: published.person.insert_rows(TAB, before=published.row("Calls"))
    ):
        told = published.publish().lines
    assert published.values() == {**expected(TWO), **expected(TWO, first=46, plus=1)}
    assert any(f"{TAB}!AZ5" in line for line in told)


def test_who_moves_rows_at_every_attempt_is_told(
    published: Office, monkeypatch: pytest.MonkeyPatch, waits: Waits
) -> None:
    published.store(weeks(TWO, first=46, plus=1))
    send = SheetsClient.batch_update

    def restless(client: SheetsClient, *arguments: Any) -> dict[str, Any]:
        published.person.move_rows(TAB, 5, before=7)
        return send(client, *arguments)

    with monkeypatch.context() as patch:
        patch.setattr(SheetsClient, "batch_update", restless)
        with pytest.raises(
            PublishError, match=r"rows or columns were moved while it was published.*publish again"
        ):
            published.publish()
    published.publish()
    assert published.values() == {**expected(TWO), **expected(TWO, first=46, plus=1)}


def test_what_was_typed_and_is_lost_when_rows_are_moved_meanwhile_is_told(
    published: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    published.person.type(TAB, published.cell("Forms", "W46"), "see mail")
    published.publish()
    published.store(weeks(TWO[:1], first=46, plus=1))
    with meanwhile(
        monkeypatch, lambda: published.person.sort(TAB, "A5:BG6", by="A", descending=True)
    ):
        told = published.publish().lines
    assert (
        f"{TAB}!AZ5: rows or columns were moved while it was published, and 'see mail' was lost"
        " there" in told
    )


def test_one_more_on_a_large_whole_number_is_written(published: Office) -> None:
    published.store([row(FORMS, "2026-W45", 5_000_000_000)])
    published.publish()
    published.store([row(FORMS, "2026-W45", 5_000_000_001)])

    assert published.publish().written
    assert published.values()["Forms", "W45"] == 5_000_000_001
