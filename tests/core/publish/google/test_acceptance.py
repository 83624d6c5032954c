"""Edits of a team between two publishes: nothing is lost or misplaced."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

from core.catalog.loading import domain_names
from tests.core.publish.google.weeks import KPIS, expected, weeks
from tests.sheets_emulator import Emulator, Person
from tests.spreadsheets import (
    ROOT,
    TAB,
    Office,
    column_index,
    entered,
    picture,
    places_by_label,
    shifted,
)

RENAMED = "Our scorecard"


def arrange(office: Office, ann: Person) -> None:
    """Sort, insert, move, delete and rename."""
    ann.sort(TAB, "A5:BI9", by="H")
    ann.insert_columns(TAB, before=office.column("W10"), count=2)
    ann.move_columns(TAB, office.column("W20"), before=office.column("W05"))
    ann.delete_row(TAB, office.row("Revenue"))
    ann.rename(TAB, RENAMED)
    ann.insert_rows(RENAMED, before=office.row("Leads", RENAMED))
    ann.insert_rows(RENAMED, before=1)
    ann.move_rows(RENAMED, office.row("Calls", RENAMED), before=office.row("Leads", RENAMED) - 1)


def write(office: Office, ann: Person) -> None:
    """Type values, words, formulas and notes, over what is there and beside it."""
    remarks = shifted(office.column("W09", RENAMED), 1)
    double = shifted(remarks, 1)
    ann.type(RENAMED, f"{remarks}4", "Remarks")
    ann.type(RENAMED, f"{remarks}{office.row('Leads', RENAMED)}", "watch this")
    ann.type(
        RENAMED,
        f"{double}{office.row('Forms', RENAMED)}",
        f"={office.cell('Forms', 'W09', RENAMED)}*2",
    )
    ann.type(RENAMED, office.cell("Forms", "W46", RENAMED), 123456)
    ann.type(RENAMED, office.cell("Leads", "W45", RENAMED), "see mail")
    ann.clear(RENAMED, office.cell("Calls", "W44", RENAMED))
    ann.note(RENAMED, office.cell("Leads", "W30", RENAMED), "Summer fair")
    ann.type(RENAMED, f"B{office.row('Leads', RENAMED) - 1}", "Marketing")
    ann.type(RENAMED, "B1", "Read me first")
    ann.type(RENAMED, f"B{len(office.sheet(RENAMED).rows)}", "the end")
    ann.type(RENAMED, office.cell("Forms", "KPI", RENAMED), "Forms received")
    # A header of their own, that means another thing to us.
    ann.type(RENAMED, f"{double}4", "W99")


def dress(office: Office, ann: Person) -> None:
    """Protect, merge, hide, colour, filter, copy."""
    first, second = (office.cell("Calls", week, RENAMED) for week in ("W01", "W02"))
    ann.protect(RENAMED, f"{first}:{second}")
    ann.merge(RENAMED, "A2:B2")
    ann.hide_rows(RENAMED, office.row("Overall churn rate", RENAMED))
    ann.hide_columns(RENAMED, office.column("Owner", RENAMED))
    ann.colour(RENAMED, office.cell("Leads", "W41", RENAMED), "#FF0000")
    ann.filter(RENAMED, "A6:BI12")
    ann.name_range(
        "leads", RENAMED, f"A{office.row('Leads', RENAMED)}:Z{office.row('Leads', RENAMED)}"
    )
    ann.add_tab("Notes")
    ann.type("Notes", "A1", f"=COUNTA('{RENAMED}'!B:B)")
    ann.duplicate_tab(RENAMED, "backup")
    ann.freeze(RENAMED, rows=5, columns=3)
    ann.settings(title="Success 2026")


def human(office: Office) -> dict[str, Any]:
    """Return everything in the tab that is no value of ours, as it stands."""
    sheet = office.sheet(RENAMED)
    ours = {place for (_, label), place in places_by_label(sheet).items() if label.startswith("W")}
    cells = {(row, column) for row, found in sheet.cells.items() for column in found} - ours
    return {
        "cells": {place: entered(sheet, *place) for place in cells},
        "formats": {
            (row, column): sheet.cell(row, column).get("userEnteredFormat")
            for row, column in cells | ours
        },
        "rows": [(line.size, line.hidden) for line in sheet.rows],
        "columns": [(line.size, line.hidden) for line in sheet.columns],
        "things": (
            sheet.merges,
            sheet.protected,
            sheet.basic_filter,
            sheet.properties,
            sheet.conditional,
        ),
        "others": picture([office.sheet(title) for title in ("backup", "Notes")]),
        "named": office.emulator.workbook(office.book).named,
        "title": office.emulator.workbook(office.book).properties["title"],
    }


def test_thirty_edits_of_people_lose_nothing_and_every_value_is_in_its_cell(office: Office) -> None:
    office.store(weeks(), KPIS)
    office.publish()
    for edit in (arrange, write, dress):
        edit(office, office.person)
    before = human(office)
    office.store(weeks(first=40, last=47, plus=0.5))
    office.asked()

    told = office.publish().lines

    assert office.asked() == (3, 1)  # a renamed tab is looked for among the titles
    assert human(office) == before | {"cells": before["cells"] | refreshed(office)}
    truth = {**expected(), **expected(first=40, last=47, plus=0.5)}
    truth = {
        ("Forms received" if name == "Forms" else name, week): value
        for (name, week), value in truth.items()
        if name != "Revenue"
    }
    truth |= {("Forms received", "W46"): 123456, ("Leads", "W45"): "see mail"}
    del truth["Calls", "W44"]
    assert {key: value for key, value in office.values(RENAMED).items() if key[1] in WEEKS} == truth
    assert office.notes(RENAMED)["Leads", "W30"] == "Summer fair"
    assert sorted(
        line.partition(": ")[2] for line in told if "kept" in line or "deleted" in line
    ) == sorted(
        (
            "KPI 24 Revenue was deleted and stays deleted; --restore brings it back",
            told_kept(office, "Calls", "W44", "empty", "3,044", "a person typed over it"),
            told_kept(
                office, "Forms received", "W46", "123,456", "6,046", "a person typed over it"
            ),
            told_kept(office, "Leads", "W45", "see mail", "9,046", "a person typed over it"),
            told_kept(
                office, "Forms received", "KPI", "Forms received", "Forms", "a person typed over it"
            ),
        )
    )

    office.publish()

    assert office.asked() == (1, 0)


WEEKS = {f"W{week:02}" for week in range(1, 54)}


def refreshed(office: Office) -> dict[tuple[int, int], Any]:
    """Return the cell that says when the scorecard was refreshed, and those of the news."""
    sheet, cells = office.sheet(RENAMED), human(office)["cells"]
    news = {column_index(office.column(label, RENAMED)) for label in ("Latest", "Change")}
    found = {place: value for place, value in cells.items() if place[1] in news}
    return {(2, 0): entered(sheet, 2, 0), **found}


def told_kept(office: Office, name: str, column: str, theirs: str, ours: str, why: str) -> str:
    cell = office.cell(name, column, RENAMED)
    kpi = {"Calls": "3 Calls", "Forms received": "6 Forms", "Leads": "9 Leads"}[name]
    label = f"column {column}" if column == "KPI" else column
    place = f"'{RENAMED}'!{cell} (KPI {kpi} · {label})"
    return f"kept {place} as {theirs}, the scorecard has {ours}: {why}"


def test_a_year_of_the_sample_company_is_one_read_and_one_write_a_workbook(
    sheets: Emulator, tmp_path: Path
) -> None:
    for folder in ("runners", "scorecards", "sql"):
        shutil.copytree(ROOT / folder, tmp_path / folder)
    offices = {name: Office(sheets, tmp_path, domain=name) for name in domain_names(tmp_path)}
    office = offices["success"]
    for each in offices.values():
        office.environment |= each.environment
    office.environment["SCORECARD_WAREHOUSE"] = f"duckdb:///{tmp_path / 'sample.duckdb'}"
    shutil.copy(ROOT / ".env.example", tmp_path / ".env")

    code, _, err = office.run("demo", "--weeks", "52")

    assert (code, len(offices)) == (0, 5), err
    assert office.asked() == (5, 5)
    code, _, err = office.run("publish")
    assert code == 0, err
    assert office.asked() == (5, 0)
    weeks_there = {week for _, week in offices["success"].values() if week in WEEKS}
    assert {f"W{week:02}" for week in range(1, 47)} <= weeks_there


def test_the_week_w47_that_is_new_is_written_where_its_column_was_moved_to(office: Office) -> None:
    office.store(weeks(), KPIS)
    office.publish()
    office.person.move_columns(TAB, office.column("W47"), before=office.column("W01"))
    office.store(weeks(first=47, last=47))

    office.publish()

    assert office.values() == expected(last=47)
    assert office.column("W47") == "I"
