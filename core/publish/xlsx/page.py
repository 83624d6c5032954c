"""Widths, view and paper of a workbook's tab: what opens on screen, and what is printed."""

from __future__ import annotations

import math
from typing import Any

from core.publish.grid import COMMENTS, PERIOD, TREND, Line, SheetTab
from core.publish.widths import column_widths

HEADING_ROW, REFRESHED_ROW, LABEL_ROW, DAY_ROW, FIRST_LINE = range(5)

# How far the view starts before the newest period, and how many periods end with it on paper.
PERIODS_BEFORE = 7
PERIODS_PRINTED = 13

# In points; Excel takes no more.
LINE_HEIGHT, TALLEST_LINE = 18, 409
# Characters of a comment in one row of its cell.
_WRAP = 38

# Excel takes 255 characters with all of its codes.
LONGEST_FOOTER = 220


def first_period(tab: SheetTab) -> int:
    """Return the column of the first period on the page."""
    return len(tab.labels)


def _frozen(tab: SheetTab) -> int:
    """Return how many columns stay in view: the news and the trend, but not unit and owner."""
    return tab.labels.index(TREND) + 1


def set_page(sheet: Any, tab: SheetTab) -> None:
    """Give a tab its widths, what is frozen and shown first, and how it prints."""
    _set_widths(sheet, tab)
    _set_view(sheet, tab)
    _set_print(sheet, tab)


def _set_widths(sheet: Any, tab: SheetTab) -> None:
    widths = column_widths(tab)
    for column, label in enumerate(tab.labels):
        sheet.set_column(column, column, widths[label])
    for index in range(len(tab.columns)):
        column = period_column(tab, index)
        sheet.set_column(column, column, widths[PERIOD])
    for column in comment_columns(tab).values():
        sheet.set_column(column, column, widths[COMMENTS])
    first = first_period(tab)
    last = first + tab.place(tab.last)
    if tab.is_newest_first and last > first:
        # Otherwise empty columns would stand between the names and the newest period.
        sheet.set_column(first, last - 1, widths[PERIOD], None, {"hidden": True})


def period_column(tab: SheetTab, index: int) -> int:
    """Return the column of a period; those for comments are between the newest and the next."""
    place, newest = tab.place(index), tab.place(tab.newest)
    is_behind = place >= newest if tab.is_newest_first else place > newest
    return first_period(tab) + place + (len(tab.commented or ()) if is_behind else 0)


def period_columns(tab: SheetTab) -> tuple[int, ...]:
    """Return the column of each period, in the order of time."""
    return tuple(period_column(tab, index) for index in range(len(tab.columns)))


def comment_columns(tab: SheetTab) -> dict[str, int]:
    """Return the columns for comments by period: those on the newest are beside it.

    They stay out of the trends, whose cells end with the newest period.
    """
    periods = tab.commented or ()
    newest = period_column(tab, tab.newest)
    if tab.is_newest_first:
        return {period: newest - len(periods) + index for index, period in enumerate(periods)}
    return {period: newest + len(periods) - index for index, period in enumerate(periods)}


def line_height(line: Line) -> int:
    """Return the height of a line in points, in which its longest comment can be read."""
    height = LINE_HEIGHT
    for texts in line.comments.values():
        rows = sum(max(1, math.ceil(len(row) / _WRAP)) for row in texts[-1].split("\n"))
        height = max(height, 13 * rows + 5)
    return min(height, TALLEST_LINE)


def _newest_column(tab: SheetTab) -> int:
    return period_column(tab, tab.newest)


def _set_view(sheet: Any, tab: SheetTab) -> None:
    newest = _newest_column(tab)
    left = (
        first_period(tab) + tab.place(tab.last)
        if tab.is_newest_first
        else max(first_period(tab), newest - PERIODS_BEFORE)
    )
    sheet.hide_gridlines(2)
    sheet.freeze_panes(FIRST_LINE, _frozen(tab), FIRST_LINE, left)
    sheet.set_selection(FIRST_LINE, newest, FIRST_LINE, newest)
    # A label from a database may look like a number; that is correct.
    last = FIRST_LINE + len(tab.lines)
    sheet.ignore_errors({"number_stored_as_text": f"B{FIRST_LINE}:B{last}"})


def _set_print(sheet: Any, tab: SheetTab) -> None:
    first = _newest_column(tab)
    if not tab.is_newest_first:
        first = max(first_period(tab), first + 1 - PERIODS_PRINTED)
    comments = len(tab.commented or ())
    last = min(first + PERIODS_PRINTED, first_period(tab) + len(tab.columns)) - 1 + comments
    sheet.set_landscape()
    sheet.set_paper(9)  # A4
    sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(HEADING_ROW, DAY_ROW)
    sheet.repeat_columns(0, _frozen(tab) - 1)
    sheet.print_area(HEADING_ROW, first, FIRST_LINE + len(tab.lines) - 1, last)
    sheet.set_footer(f"&L&8{_footer_text(tab)}&R&8&A  &P / &N")


def _footer_text(tab: SheetTab) -> str:
    """Return when a tab was refreshed and as much of its legend as a footer takes."""
    text = tab.refreshed
    for entry in tab.legend:
        if len(text) + len(entry) < LONGEST_FOOTER:
            text += f" · {entry}"
    return text.replace("&", "&&")
