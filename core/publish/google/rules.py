"""Conditional formats of a tab in Google Sheets. Pure.

Colours of marks follow the texts, so that a mark that goes takes its colour along. Two rules of a
tab of weeks follow the calendar, so that the sheet is right on a Monday before any publish.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any

from core.model import MARKS, State
from core.publish.google.formats import colour
from core.publish.google.ranges import column_letters, grid_range
from core.publish.google.sheet import Box
from core.publish.google.wanted import HEADER_ROWS, Wanted
from core.publish.grid import LABELS, LATEST, STATUS
from core.publish.theme import STATE_ROLES, STATUS_ROLES, CellStyle, Role, style_of

# The ISO week that ended last, as its column's header has it, and that week's ISO year.
_WEEK = '"W"&TEXT(ISOWEEKNUM(TODAY()-7);"00")'
_YEAR = "YEAR(TODAY()-WEEKDAY(TODAY();2)-3)"


def tab_rules(wanted: Wanted, sheet_id: int) -> Iterator[dict[str, Any]]:
    """Yield the rules of a tab: of marks, and of weeks that ended. A tab of charts has none."""
    if wanted.charts:
        return
    right, top = len(wanted.columns), len(HEADER_ROWS)
    left = sum(column in LABELS for column in wanted.columns)
    body = grid_range(sheet_id, Box(top, left, math.inf, right))
    latest = [index for index, column in enumerate(wanted.columns) if column == LATEST]
    others = [grid_range(sheet_id, Box(top, index, math.inf, index + 1)) for index in latest]
    yield from _mark_rules([body, *others])
    if STATUS in wanted.columns:
        yield from status_rules(sheet_id, wanted.columns.index(STATUS))
    yield from _week_rules(wanted, sheet_id, body)


def _mark_rules(cells: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for state, mark in MARKS.items():
        if mark.text:
            is_shown = {"type": "TEXT_EQ", "values": [{"userEnteredValue": mark.text}]}
            yield rule(cells, is_shown, _look(style_of(STATE_ROLES[state])))


def status_rules(sheet_id: int, column: int) -> Iterator[dict[str, Any]]:
    """Yield the rules that colour the column of the status; its texts say the same."""
    cells = [grid_range(sheet_id, Box(len(HEADER_ROWS), column, math.inf, column + 1))]
    for status, role in STATUS_ROLES.items():
        is_shown = {"type": "TEXT_EQ", "values": [{"userEnteredValue": status.text}]}
        yield rule(cells, is_shown, _look(style_of(role)))


def _look(style: CellStyle) -> dict[str, Any]:
    """Return what a rule can change of a style."""
    look: dict[str, Any] = {"textFormat": {"foregroundColorStyle": colour(style.ink)}}
    if style.bold:
        look["textFormat"]["bold"] = True
    if style.background:
        look["backgroundColorStyle"] = colour(style.background)
    return look


def _week_rules(wanted: Wanted, sheet_id: int, body: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield the rules that mark the week that ended last, and the gaps in a line that has begun."""
    _, cadence, year = wanted.key.split("/")
    if cadence != "weekly":
        return
    right, top = len(wanted.columns), len(HEADER_ROWS)
    left = sum(column in LABELS for column in wanted.columns)
    first = column_letters(left)
    label = f"{first}${top - 1}"
    header = grid_range(sheet_id, Box(top - 2, left, top, right))
    is_current = f"=AND({_YEAR}={year};{label}={_WEEK})"
    yield rule([header], formula(is_current), _background("current header"))

    cell = f"{first}{top + 1}"
    last = f"${column_letters(right - 1)}{top + 1}"
    earlier = f"{cell}:{last}" if wanted.is_newest_first else f"${cell}:{cell}"
    has_ended = f"OR({_YEAR}>{year};AND({_YEAR}={year};{label}<={_WEEK}))"
    is_retired = f'COUNTIF({earlier};"{MARKS[State.RETIRED].text}")>0'
    is_gap = f"=AND(ISBLANK({cell});COUNT({earlier})>0;{has_ended};NOT({is_retired}))"
    yield rule([body], formula(is_gap), _background("not run"))


def formula(text: str) -> dict[str, Any]:
    """Return the condition that a formula is true."""
    return {"type": "CUSTOM_FORMULA", "values": [{"userEnteredValue": text}]}


def _background(role: Role) -> dict[str, Any]:
    return {"backgroundColorStyle": colour(style_of(role).background)}


def rule(
    cells: list[dict[str, Any]], condition: dict[str, Any], look: dict[str, Any]
) -> dict[str, Any]:
    """Return the request that adds a rule in front of all others."""
    added = {"ranges": cells, "booleanRule": {"condition": condition, "format": look}}
    return {"addConditionalFormatRule": {"rule": added, "index": 0}}
