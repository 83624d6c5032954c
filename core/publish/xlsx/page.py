"""Widths, view and paper of a workbook's tab: what opens on screen, and what is printed."""

from __future__ import annotations

from typing import Any

from core.model import format_value
from core.publish.grid import LABELS, NAME, NUMBER, OWNER, TARGET, TREND, UNIT, Line, SheetTab

HEADING_ROW, REFRESHED_ROW, LABEL_ROW, DAY_ROW, FIRST_LINE = range(5)
FIRST_PERIOD = len(LABELS)

# How far the view starts before the newest period, and how many periods end with it on paper.
PERIODS_BEFORE = 7
PERIODS_PRINTED = 13

# Excel takes 255 characters with all of its codes.
LONGEST_FOOTER = 220


def set_page(sheet: Any, tab: SheetTab) -> None:
    """Give a tab its widths, what is frozen and shown first, and how it prints."""
    _set_widths(sheet, tab)
    _set_view(sheet, tab)
    _set_print(sheet, tab)


def _set_widths(sheet: Any, tab: SheetTab) -> None:
    widths = {
        NUMBER: 5,
        NAME: _clamp(max(map(_name_width, tab.lines)), 22, 44),
        OWNER: _clamp(max(map(_owner_width, tab.lines)), 12, 28),
        UNIT: 8,
        TARGET: _clamp(max(map(_target_width, tab.lines)) + 2, 9, 18),
        TREND: 13,
    }
    for column, label in enumerate(LABELS):
        sheet.set_column(column, column, widths[label])
    period_width = _clamp(max(map(_value_width, tab.lines)) + 1, 9, 18)
    sheet.set_column(FIRST_PERIOD, FIRST_PERIOD + len(tab.columns) - 1, period_width)


def _owner_width(line: Line) -> int:
    return len(str(line.labels[OWNER] or ""))


def _name_width(line: Line) -> int:
    indent = 2 if line.is_breakdown else 0
    return len(line.label) + indent


def _target_width(line: Line) -> int:
    """Return the characters of a line's target and of the sign before it."""
    return 0 if line.target is None else len(format_value(line.target, line.unit)) + 2


def _value_width(line: Line) -> int:
    values = [cell.value for cell in line.cells if cell.value is not None]
    return max((len(format_value(value, line.unit)) for value in values), default=0)


def _set_view(sheet: Any, tab: SheetTab) -> None:
    newest = FIRST_PERIOD + tab.newest
    left = max(FIRST_PERIOD, newest - PERIODS_BEFORE)
    sheet.hide_gridlines(2)
    sheet.freeze_panes(FIRST_LINE, FIRST_PERIOD, FIRST_LINE, left)
    sheet.set_selection(FIRST_LINE, newest, FIRST_LINE, newest)
    # A label from a database may look like a number; that is correct.
    last = FIRST_LINE + len(tab.lines)
    sheet.ignore_errors({"number_stored_as_text": f"B{FIRST_LINE}:B{last}"})


def _set_print(sheet: Any, tab: SheetTab) -> None:
    first = FIRST_PERIOD + max(0, tab.newest + 1 - PERIODS_PRINTED)
    last = min(first + PERIODS_PRINTED, FIRST_PERIOD + len(tab.columns)) - 1
    sheet.set_landscape()
    sheet.set_paper(9)  # A4
    sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(HEADING_ROW, DAY_ROW)
    sheet.repeat_columns(0, FIRST_PERIOD - 1)
    sheet.print_area(HEADING_ROW, first, FIRST_LINE + len(tab.lines) - 1, last)
    sheet.set_footer(f"&L&8{_footer_text(tab)}&R&8&A  &P / &N")


def _footer_text(tab: SheetTab) -> str:
    """Return when a tab was refreshed and as much of its legend as a footer takes."""
    text = tab.refreshed
    for entry in tab.legend:
        if len(text) + len(entry) < LONGEST_FOOTER:
            text += f" · {entry}"
    return text.replace("&", "&&")


def _clamp(width: float, least: float, most: float) -> float:
    return min(max(width, least), most)
