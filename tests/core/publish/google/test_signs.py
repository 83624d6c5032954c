"""Requests that set and remove the signs behind numbers."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from core.model.formats import number_format
from core.model.states import State
from core.publish.google.changes import Write
from core.publish.google.positions import Positions
from core.publish.google.sheet import EMPTY, Content, index_of
from core.publish.google.signs import sign_requests
from core.publish.google.wanted import RowLook
from tests.core.publish.google.tabs import PERIODS, ROWS, wanted

PLACE = (ROWS[1], PERIODS[0])
OPEN = "Scorecard: provisional: late data may change it until 2026-11-23"
TAB = replace(wanted(), signed={PLACE: State.PROVISIONAL})
PLAIN = wanted()


def requests(tab: Any, *writes: Write) -> list[dict[str, Any]]:
    positions = Positions(7, index_of(PLAIN.rows), index_of(PLAIN.columns))
    return [each["repeatCell"] for each in sign_requests(tab, positions, writes)]


def write(old: Content, new: Content, **facts: Any) -> Write:
    return Write(PLACE, "sc2026!G6", old, new, **facts)


def pattern(request: dict[str, Any]) -> str:
    return str(request["cell"]["userEnteredFormat"]["numberFormat"]["pattern"])


def test_a_number_whose_state_begins_gets_the_sign() -> None:
    (request,) = requests(TAB, write(Content(1.0), Content(1.0, OPEN)))
    assert pattern(request) == '0"*"'
    assert request["range"] == {
        "sheetId": 7,
        "startRowIndex": 5,
        "endRowIndex": 6,
        "startColumnIndex": 6,
        "endColumnIndex": 7,
    }


def test_a_number_whose_state_ends_gets_the_format_of_its_row_back() -> None:
    (request,) = requests(PLAIN, write(Content(1.0, OPEN), Content(1.0)))
    assert pattern(request) == "0"


def test_a_number_whose_state_stays_keeps_its_format() -> None:
    assert requests(TAB, write(Content(1.0, OPEN), Content(2.0, OPEN))) == []
    assert requests(PLAIN, write(Content(1.0), Content(2.0))) == []


def test_a_persons_note_is_no_state() -> None:
    assert requests(PLAIN, write(Content(1.0, "partial: ask Ann"), Content(2.0))) == []


def test_a_persons_cell_and_a_label_keep_their_formats() -> None:
    assert requests(TAB, write(Content(1.0), Content(1.0, OPEN), is_ours=False)) == []
    label = Write((ROWS[1], "KPI"), "sc2026!B6", EMPTY, Content("Forms"))
    assert requests(TAB, label) == []


def test_neighbours_of_one_state_share_a_request() -> None:
    places = [(row, PERIODS[0]) for row in ROWS]
    tab = replace(PLAIN, signed=dict.fromkeys(places, State.MANUAL))
    note = "Scorecard: by hand, ann: lost post"
    writes = [Write(place, "", Content(1.0), Content(2.0, note)) for place in places]
    (request,) = requests(tab, *writes)
    assert pattern(request) == '0"†"'


def test_a_large_negative_amount_gets_a_format_without_minor_units_and_loses_it_again() -> None:
    look = RowLook(values=number_format("EUR"), unit="EUR")
    tab = replace(PLAIN, rows={**PLAIN.rows, PLACE[0]: look})

    (request,) = requests(tab, write(EMPTY, Content(-48210.55)))
    assert pattern(request) == '#,##0" €"'
    assert requests(tab, write(Content(-48210.55), Content(-5000.0))) == []
    (back,) = requests(tab, write(Content(-48210.55), Content(-5.0)))
    assert pattern(back) == number_format("EUR")
