"""Every state in a spreadsheet and in a workbook: the same text, sign and colours in both."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from io import BytesIO
from typing import Any

import pytest
from openpyxl import load_workbook

from core.colours import CURRENT
from core.model.period import parse_period
from core.model.records import Row
from core.model.states import MARKS, State
from core.publish.layout import make_grid
from core.publish.notes import sign_of
from core.publish.theme import STATE_ROLES, style_of
from core.publish.xlsx.render import render
from tests.core.publish.samples import BERLIN, DEFINITIONS, FORMS, REVENUE, row
from tests.sheets_emulator.compute import Calculator
from tests.sheets_emulator.conditions import looks
from tests.spreadsheets import TAB, Office, emulator, office, places_by_label, sheets, waits

__all__ = ["emulator", "office", "sheets", "waits"]
pytestmark = pytest.mark.filterwarnings("ignore:Sparkline Group extension")

FINAL = date(2026, 11, 30)
ROWS = (
    row(FORMS, "2026-W39", 1, "EMEA"),
    row(FORMS, "2026-W39", 1, "APAC"),
    row(FORMS, "2026-W40", 1200, "EMEA"),
    row(FORMS, "2026-W41", 1, "APAC"),
    replace(row(FORMS, "2026-W42", None), outcome="failed", reason="no such table"),
    row(FORMS, "2026-W44", None, "EMEA"),
    replace(row(FORMS, "2026-W45", -1200, "EMEA"), provisional_until=FINAL),
    replace(row(FORMS, "2026-W46", 0, "EMEA"), partial=True),
    replace(row(FORMS, "2026-W47", 7, "EMEA"), by_hand=True, remark="by hand, ann: lost post"),
    row(FORMS, "2026-W48", 1, "EMEA"),
    replace(row(FORMS, "2026-W49", 9, "EMEA"), remark="stale: kpi_03 has changed since"),
    replace(row(FORMS, "2026-W45", None, "APAC"), outcome="withheld", reason="33 % is missing"),
    replace(row(FORMS, "2026-W46", None, "APAC"), outcome="late", reason="no rows since Friday"),
    row(REVENUE, "2026-W40", 1),
)
# By the label and the week of a cell.
STATES = {
    ("EMEA", "W38"): State.BEFORE_SINCE,
    ("EMEA", "W40"): State.VALUE,
    ("EMEA", "W41"): State.NOT_RETURNED,
    ("EMEA", "W42"): State.FAILED,
    ("EMEA", "W43"): State.NOT_RUN,
    ("EMEA", "W44"): State.NO_DATA,
    ("EMEA", "W45"): State.PROVISIONAL,
    ("EMEA", "W46"): State.PARTIAL,
    ("EMEA", "W47"): State.MANUAL,
    ("EMEA", "W49"): State.STALE,
    ("EMEA", "W50"): State.BLANK,
    ("APAC", "W45"): State.WITHHELD,
    ("APAC", "W46"): State.LATE,
    ("Revenue", "W41"): State.RETIRED,
}
SHOWN = {
    State.BEFORE_SINCE: "",
    State.VALUE: "1,200",
    State.NOT_RETURNED: "–",
    State.FAILED: "failed",
    State.NOT_RUN: "not run",
    State.NO_DATA: "no data",
    State.PROVISIONAL: "-1,200*",
    State.PARTIAL: "0…",
    State.MANUAL: "7†",
    State.STALE: "9!",
    State.BLANK: "",
    State.WITHHELD: "held",
    State.LATE: "late",
    State.RETIRED: "retired",
}


@dataclass(frozen=True)
class Seen:
    """What a reader sees of a cell; colours are `#RRGGBB`."""

    content: object
    pattern: str
    ink: str
    background: str
    bold: bool
    italic: bool


def publish(office: Office, *rows: Row) -> None:
    office.store(rows, [FORMS, REVENUE])
    office.numbers = frozenset({6})
    office.since = {6: parse_period("2026-W39")}
    office.publish()


def in_spreadsheet(office: Office) -> Mapping[tuple[str, str], Seen]:
    book, sheet = office.emulator.workbook(office.book), office.sheet()
    calculator = Calculator(book)
    found = {}
    for key, place in places_by_label(sheet).items():
        cell = sheet.cell(*place)
        form = cell.get("userEnteredFormat", {})
        text, background = dict(form.get("textFormat", {})), form.get("backgroundColorStyle")
        for look in looks(calculator, sheet, *place):
            text |= look.get("textFormat", {})
            background = look.get("backgroundColorStyle", background)
        content = next(iter(cell.get("userEnteredValue", {}).values()), None)
        found[key] = Seen(
            content=content,
            pattern=form.get("numberFormat", {}).get("pattern", ""),
            ink=hexadecimal(text.get("foregroundColorStyle")),
            background=hexadecimal(background),
            bold=text.get("bold", False),
            italic=text.get("italic", False),
        )
    return found


def hexadecimal(style: Mapping[str, Any] | None) -> str:
    if not style:
        return ""
    parts = (round(style["rgbColor"].get(name, 0) * 255) for name in ("red", "green", "blue"))
    return "#" + "".join(f"{part:02X}" for part in parts)


def in_workbook(**facts: Any) -> Mapping[tuple[str, str], Seen]:
    grid = make_grid("Success", ROWS, DEFINITIONS, BERLIN, **facts)
    sheet = load_workbook(BytesIO(render(grid)))["sc2026"]
    weeks = {cell.value: cell.column for cell in sheet[3][6:]}
    found = {}
    for line in range(5, sheet.max_row + 1):
        for week, column in weeks.items():
            cell = sheet.cell(line, column)
            fill = cell.fill.fgColor.rgb if cell.fill.patternType == "solid" else "00"
            background = f"#{fill[2:]}" if fill[2:] else ""
            found[sheet.cell(line, 2).value, week] = Seen(
                content=cell.value,
                pattern=cell.number_format,
                ink=f"#{cell.font.color.rgb[2:]}",
                # The newest period is a format in a workbook and a rule in a spreadsheet.
                background="" if background == CURRENT else background,
                bold=cell.font.bold,
                italic=cell.font.italic,
            )
    return found


def test_every_state_looks_the_same_in_both_and_like_no_other(office: Office) -> None:
    publish(office, *ROWS)
    online = in_spreadsheet(office)
    local = in_workbook(retired={24: "its file is gone"}, since={6: parse_period("2026-W39")})

    assert set(STATES.values()) == set(State)
    for place, state in STATES.items():
        assert online[place] == local[place], state
        assert office.person.shown(TAB, office.cell(*place)) == SHOWN[state], state
        if state in STATE_ROLES:
            style = style_of(STATE_ROLES[state])
            seen = online[place]
            assert (seen.ink, seen.background) == (style.ink, style.background)
            assert (seen.bold, seen.italic) == (style.bold, style.italic)
    assert online["EMEA", "W45"].content == -1200


def test_no_text_stands_where_a_number_is_stored(office: Office) -> None:
    publish(office, *ROWS)
    for place, state in STATES.items():
        content = office.values().get(place)
        assert isinstance(content, str) is bool(MARKS[state].text)


def test_the_note_of_a_number_shows_its_sign() -> None:
    grid = make_grid("Success", ROWS, DEFINITIONS, BERLIN)
    for line in grid.tabs[0].lines:
        for cell in line.cells:
            if cell.value is not None:
                assert sign_of(cell.note) == cell.sign


def test_a_number_that_comes_while_data_may_still_change_has_its_sign(office: Office) -> None:
    late = replace(row(FORMS, "2026-W46", None), provisional_until=FINAL)
    publish(office, late)
    office.store([replace(late, value=3, outcome="value", reason="")])
    office.publish()
    assert office.person.shown(TAB, office.cell("Forms", "W46")) == "3*"


@pytest.mark.parametrize("state", [State.FAILED, State.NO_DATA, State.PROVISIONAL, State.MANUAL])
def test_a_state_that_ends_takes_its_mark_along(office: Office, state: State) -> None:
    (place,) = [place for place, each in STATES.items() if each == state]
    publish(office, *ROWS)
    week = f"2026-{place[1]}"
    office.store([row(FORMS, week, 5, "EMEA")])
    with office.opened() as warehouse:
        warehouse.execute("DELETE FROM vl_analytics.scorecard_success WHERE outcome = 'failed'")
    office.publish()

    seen, plain = in_spreadsheet(office)[place], in_spreadsheet(office)["EMEA", "W40"]
    assert seen == replace(plain, content=5)
    assert office.person.shown(TAB, office.cell(*place)) == "5"
    office.asked()
    office.publish()
    assert office.asked() == (1, 0)


def test_a_format_that_a_person_gave_stays_while_no_state_changes(office: Office) -> None:
    publish(office, *ROWS)
    cell = office.cell("EMEA", "W48")
    office.person.colour(TAB, cell, "#00ff00")
    office.store([row(FORMS, "2026-W48", 2, "EMEA")])
    office.publish()
    sheet = office.sheet()
    form = sheet.cell(*places_by_label(sheet)["EMEA", "W48"])["userEnteredFormat"]
    assert form["backgroundColorStyle"] == {"rgbColor": {"green": 1.0}}


def test_what_a_person_typed_over_a_text_is_kept_and_noted(office: Office) -> None:
    publish(office, *ROWS)
    office.person.type(TAB, office.cell("EMEA", "W43"), 12)
    office.publish()
    assert office.values()["EMEA", "W43"] == 12
    assert office.notes()["EMEA", "W43"] == "Scorecard: kept as typed; the scorecard has not run"
