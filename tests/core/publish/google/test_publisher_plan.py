"""Plans, single periods and publications, on the server and in the store."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from core.errors import PublishError
from tests.core.publish.google.weeks import (
    CALLS,
    LEADS,
    TWO,
    expected,
    weeks,
)
from tests.core.publish.samples import FORMS, row
from tests.sheets_emulator import Emulator
from tests.spreadsheets import TAB, Office, Waits, entered


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


def test_a_plan_lists_formats_trends_sizes_and_marks_of_a_new_row(published: Office) -> None:
    published.store(weeks((LEADS,), last=2), (LEADS,))
    planned = published.publish(plan_only=True)
    assert planned.lines[-2:] == (
        "sc2026: marks of 1 row, heights of 1 row, formats of 61 cells in 1 row, 1 trend",
        "the spreadsheet: the mark of this publication",
    )
    row_number = published.publish() and published.row(LEADS.name)
    trends = [each["where"] for each in planned.details["effects"] if each["kind"] == "trend"]
    assert trends == [f"F{row_number}"]


def test_a_plan_says_that_only_the_mark_of_a_store_is_missing(published: Office) -> None:
    book = published.emulator.workbook(published.book).copy()
    book.metadata = tuple(replace(entry, value="success:of-old") for entry in book.metadata)
    published.emulator.store.workbooks[published.book] = book
    planned = published.publish(plan_only=True)
    assert planned.written
    assert planned.lines == ("the spreadsheet: the mark of this publication",)
    assert published.publish().written
    assert not published.publish().written


def test_a_plan_is_printed_as_text_and_as_json(published: Office) -> None:
    published.store([row(FORMS, "2026-W46", 5)])
    cell = f"{TAB}!{published.cell('Forms', 'W46')}"

    code, out, _ = published.run("publish", "success", "--plan")

    assert code == 0
    assert f"  {cell:14} KPI 6 Forms · W46: 6,046 → 5\n" in out
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


def test_a_plan_after_a_lost_answer_knows_what_was_written(published: Office, waits: Waits) -> None:
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
        6,
        1,
    )
    ((marker,),) = published.stored("marker", "scorecard_publication WHERE filters <> ''", "1")
    marks = [entry.value for entry in published.emulator.workbook(published.book).metadata]
    assert marks == [marker]
