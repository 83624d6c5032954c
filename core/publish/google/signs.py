"""Signs behind numbers: formats of single cells, set where a state begins or ends. Pure.

A cell's note shows the state that it had, so formats need not be read. Where no state changes, a
person's format stays.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

from core.model import MARKS, State, number_format, signed_format
from core.publish.google.changes import Write
from core.publish.google.formats import CellFormat, cell_format, format_json, repeat_cell
from core.publish.google.note import find_our_note
from core.publish.google.positions import Positions
from core.publish.google.rectangles import rectangles
from core.publish.google.sheet import Content, Position
from core.publish.google.wanted import CellKey, Wanted, is_latest, is_value
from core.publish.notes import sign_of
from core.publish.theme import STATE_ROLES, style_of

_TEXT = "userEnteredFormat.textFormat"
_FIELDS = f"userEnteredFormat.numberFormat,{_TEXT}.foregroundColorStyle,{_TEXT}.italic"


def sign_requests(
    wanted: Wanted, positions: Positions, writes: Iterable[Write]
) -> Iterator[dict[str, Any]]:
    """Yield the formats that add a sign to the numbers of some writes, or take it away."""
    formats: dict[Position, CellFormat] = {}
    for write in writes:
        if not write.is_ours or not (is_value(write.place) or is_latest(write.place)):
            continue
        state = wanted.signed.get(write.place, State.VALUE)
        if is_latest(write.place) and sign_of(write.our_note) != MARKS[state].sign:
            state = State.VALUE  # it repeats what a person typed
        own = _own_pattern(wanted, write.place, write.new)
        if _sign_of(write.old) != MARKS[state].sign or own != _own_pattern(
            wanted, write.place, write.old
        ):
            cell = _signed_cell(wanted, write.place, state, own)
            formats[positions.position(*write.place)] = cell
    for box, cell in rectangles(formats):
        yield repeat_cell(positions.sheet_id, box, format_json(cell), _FIELDS)


def _sign_of(content: Content) -> str:
    if not isinstance(content.value, int | float):
        return ""
    return sign_of(find_our_note(content.note))


def _own_pattern(wanted: Wanted, place: CellKey, content: Content) -> str:
    """Return the number format that a value needs and its line does not have; empty for none."""
    if not isinstance(content.value, int | float):
        return ""
    look = wanted.rows[place[0]]
    own = number_format(look.unit, content.value) if look.unit else look.values
    return "" if own == look.values else own


def _signed_cell(wanted: Wanted, place: CellKey, state: State, own: str) -> CellFormat:
    plain = cell_format(wanted, *place)
    plain = replace(plain, pattern=own or plain.pattern)
    if state not in STATE_ROLES:
        return plain
    role = style_of(STATE_ROLES[state])
    ink = plain.style.ink if wanted.rows[place[0]].is_retired else role.ink
    style = replace(plain.style, ink=ink, italic=role.italic)
    return replace(plain, style=style, pattern=signed_format(plain.pattern, MARKS[state].sign))
