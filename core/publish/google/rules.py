"""Conditional formats of a tab of weeks in Google Sheets. Pure.

Their formulas follow the calendar, so that the sheet is right on a Monday before any publish.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any

from core.publish.google.formats import colour
from core.publish.google.ranges import column_letters, grid_range
from core.publish.google.sheet import Box
from core.publish.google.wanted import HEADER_ROWS, Wanted
from core.publish.grid import LABELS
from core.publish.theme import style_of

# The ISO week that ended last, as its column's header has it, and that week's ISO year.
_WEEK = '"W"&TEXT(ISOWEEKNUM(TODAY()-7);"00")'
_YEAR = "YEAR(TODAY()-WEEKDAY(TODAY();2)-3)"


def tab_rules(wanted: Wanted, sheet_id: int) -> Iterator[dict[str, Any]]:
    """Yield the rules that mark the week that ended last, and the gaps in a line that has begun."""
    _, cadence, year = wanted.key.split("/")
    if cadence != "weekly":
        return
    left, right, top = len(LABELS), len(wanted.columns), len(HEADER_ROWS)
    first = column_letters(left)
    label = f"{first}${top - 1}"
    header = grid_range(sheet_id, Box(top - 2, left, top, right))
    is_current = f"=AND({_YEAR}={year};{label}={_WEEK})"
    yield _rule(header, is_current, style_of("current header").background)

    cell = f"{first}{top + 1}"
    body = grid_range(sheet_id, Box(top, left, math.inf, right))
    has_ended = f"OR({_YEAR}>{year};AND({_YEAR}={year};{label}<={_WEEK}))"
    is_gap = f"=AND(ISBLANK({cell});COUNT(${cell}:{cell})>0;{has_ended})"
    yield _rule(body, is_gap, style_of("missing").background)


def _rule(cells: dict[str, Any], formula: str, background: str) -> dict[str, Any]:
    condition = {"type": "CUSTOM_FORMULA", "values": [{"userEnteredValue": formula}]}
    rule = {
        "ranges": [cells],
        "booleanRule": {
            "condition": condition,
            "format": {"backgroundColorStyle": colour(background)},
        },
    }
    return {"addConditionalFormatRule": {"rule": rule, "index": 0}}
