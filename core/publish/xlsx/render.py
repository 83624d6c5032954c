"""A grid as an .xlsx file. It decides nothing: what stands where is the grid's."""

from __future__ import annotations

import hashlib
import math
from datetime import UTC, datetime
from importlib.resources import files
from io import BytesIO
from pathlib import Path
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.utility import xl_range_abs

from core.errors import PublishError
from core.model import format_value, number_format, target_format
from core.publish.grid import LABELS, Grid, Line, SheetTab
from core.publish.xlsx.files import replace_file
from core.publish.xlsx.styles import ACCENT, FONT, SOFT_INK, Styles

HEADING_ROW, REFRESHED_ROW, LABEL_ROW, DAY_ROW, FIRST_LINE = range(5)
NUMBER, NAME, OWNER, UNIT, TARGET, TREND, FIRST_PERIOD = range(len(LABELS) + 1)

LINE_HEIGHT = 18
NOTE_WIDTH = 64

# How far the view starts before the newest period, and how many periods end with it on paper.
PERIODS_BEFORE = 7
PERIODS_PRINTED = 13

# The date a workbook of ours carries until a person saves it.
UNTOUCHED = datetime(2000, 1, 1, tzinfo=UTC)


_LOOK = b"".join(
    (files("core.publish.xlsx") / name).read_bytes() for name in ("render.py", "styles.py")
)


def content_of(grid: Grid) -> str:
    """Return a hash of everything that `grid` shows, and of how; its workbook carries it as
    keyword.
    """
    return hashlib.sha256(_LOOK + repr(grid).encode()).hexdigest()


def write_workbook(grid: Grid, path: Path) -> None:
    """Write `grid` to `path`, at once or not at all; the same grid gives the same bytes.

    Raises:
        PublishError: There is nothing to show yet, or the file cannot be written; the old one is as
            it was.
    """
    if not grid.tabs:
        raise PublishError(f"{path}: {grid.title} has no stored values yet; run it, then publish")
    replace_file(path, render(grid))


def render(grid: Grid) -> bytes:
    """Return `grid` as the content of an .xlsx file."""
    buffer = BytesIO()
    # A copy of the font, since XlsxWriter adds to it.
    options = {
        "in_memory": True,
        "nan_inf_to_errors": True,
        "default_format_properties": dict(FONT),
    }
    with Workbook(buffer, options) as book:
        # A fixed date, since the time of writing would make every file differ.
        book.set_properties(
            {"title": grid.title, "created": UNTOUCHED, "keywords": content_of(grid)}
        )
        styles = Styles(book)
        for tab in grid.tabs:
            sheet = book.add_worksheet(tab.title)
            _write_header(sheet, tab, styles)
            for row, line in enumerate(tab.lines, FIRST_LINE):
                sheet.set_row(row, LINE_HEIGHT)
                _write_labels(sheet, row, line, styles)
                _write_trend(sheet, row, line, tab.title)
                _write_cells(sheet, row, line, tab.newest, styles)
            _set_widths(sheet, tab)
            _set_view(sheet, tab)
            _set_print(sheet, tab)
    return buffer.getvalue()


def _write_header(sheet: Any, tab: SheetTab, styles: Styles) -> None:
    sheet.set_row(HEADING_ROW, 27)
    sheet.set_row(REFRESHED_ROW, 18)
    sheet.write_string(HEADING_ROW, 0, tab.heading, styles("heading"))
    sheet.write_string(REFRESHED_ROW, 0, tab.refreshed, styles("soft"))
    for column, label in enumerate(LABELS):
        side = ["right"] if column == TARGET else []
        sheet.write_blank(LABEL_ROW, column, None, styles("header"))
        sheet.write_string(DAY_ROW, column, label, styles("header", "labels", *side))
    for index, period in enumerate(tab.columns):
        column = FIRST_PERIOD + index
        state = (
            ["current header"]
            if index == tab.newest
            else ["later header"]
            if index > tab.newest
            else []
        )
        sheet.write_string(LABEL_ROW, column, period.label, styles("header", "right", *state))
        day = styles("header", "right", "days", *state, number_format="d mmm")
        sheet.write_datetime(DAY_ROW, column, period.day, day)
        _write_note(sheet, LABEL_ROW, column, period.note)


def _write_labels(sheet: Any, row: int, line: Line, styles: Styles) -> None:
    kind = ["line", "breakdown"] if line.is_breakdown else ["line"]
    aside = styles(*kind, "repeated" if line.is_breakdown else "soft", "left")
    sheet.write_number(row, NUMBER, line.kpi_number, aside)
    sheet.write_string(
        row, NAME, line.label, styles(*kind, "indented" if line.is_breakdown else "name")
    )
    sheet.write_string(row, OWNER, line.owner, aside)
    sheet.write_string(row, UNIT, line.unit, aside)
    if line.target is None:
        sheet.write_blank(row, TARGET, None, styles(*kind))
    else:
        pattern = target_format(line.unit, line.better, line.target)
        sheet.write_number(
            row, TARGET, line.target, styles(*kind, "soft", "right", number_format=pattern)
        )
    sheet.write_blank(row, TREND, None, styles(*kind))
    _write_note(sheet, row, NAME, line.note)


def _write_trend(sheet: Any, row: int, line: Line, title: str) -> None:
    if line.trend is None:
        return
    first, last = line.trend
    sheet.add_sparkline(
        row,
        TREND,
        {
            "range": (
                f"'{title}'!{xl_range_abs(row, FIRST_PERIOD + first, row, FIRST_PERIOD + last)}"
            ),
            "series_color": SOFT_INK,
            "last_point": True,
            "last_color": ACCENT,
            "weight": 1.25,
        },
    )


def _write_cells(sheet: Any, row: int, line: Line, newest: int, styles: Styles) -> None:
    kind = ["line", "breakdown"] if line.is_breakdown else ["line"]
    pattern = number_format(line.unit)
    for index, cell in enumerate(line.cells):
        state = ["current"] if index == newest else []
        if cell.is_missing:
            state = ["missing"]
        elif cell.partial:
            state.append("partial")
        if cell.by_hand:
            state.append("by hand")
        style = styles(*kind, "right", *state, number_format=pattern)
        column = FIRST_PERIOD + index
        if cell.value is None:
            sheet.write_blank(row, column, None, style)
        else:
            sheet.write_number(row, column, cell.value, style)
        _write_note(sheet, row, column, cell.note)


def _write_note(sheet: Any, row: int, column: int, note: str) -> None:
    if not note:
        return
    # A character of Arial 9 takes some 6 by 15 pixels.
    lines = note.split("\n")
    width = min(max(len(line) for line in lines), NOTE_WIDTH)
    height = sum(math.ceil(len(line) / width) or 1 for line in lines)
    font = {"font_name": FONT["font_name"], "font_size": 9}
    sheet.write_comment(
        row, column, note, {"width": width * 6 + 16, "height": height * 15 + 10, **font}
    )


def _set_widths(sheet: Any, tab: SheetTab) -> None:
    values = [
        len(format_value(cell.value, line.unit))
        for line in tab.lines
        for cell in line.cells
        if cell.value is not None
    ]
    targets = [
        len(format_value(line.target, line.unit)) + 2
        for line in tab.lines
        if line.target is not None
    ]
    names = [len(line.label) + 2 * line.is_breakdown for line in tab.lines]
    sheet.set_column(NUMBER, NUMBER, 5)
    sheet.set_column(NAME, NAME, _clamp(max(names), 22, 44))
    sheet.set_column(OWNER, OWNER, _clamp(max(len(line.owner) for line in tab.lines), 12, 28))
    sheet.set_column(UNIT, UNIT, 8)
    sheet.set_column(TARGET, TARGET, _clamp(max(targets, default=0) + 2, 9, 18))
    sheet.set_column(TREND, TREND, 13)
    sheet.set_column(
        FIRST_PERIOD, FIRST_PERIOD + len(tab.columns) - 1, _clamp(max(values, default=0) + 1, 8, 18)
    )


def _set_view(sheet: Any, tab: SheetTab) -> None:
    newest = FIRST_PERIOD + tab.newest
    left = max(FIRST_PERIOD, newest - PERIODS_BEFORE)
    sheet.hide_gridlines(2)
    sheet.freeze_panes(FIRST_LINE, FIRST_PERIOD, FIRST_LINE, left)
    sheet.set_selection(FIRST_LINE, newest, FIRST_LINE, newest)
    # A label from a database may look like a number; that is no mistake.
    last = FIRST_LINE + len(tab.lines)
    sheet.ignore_errors({"number_stored_as_text": f"B{FIRST_LINE}:B{last}"})


def _set_print(sheet: Any, tab: SheetTab) -> None:
    first = FIRST_PERIOD + max(0, min(tab.newest + 1, len(tab.columns)) - PERIODS_PRINTED)
    last = min(first + PERIODS_PRINTED, FIRST_PERIOD + len(tab.columns)) - 1
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(HEADING_ROW, DAY_ROW)
    sheet.repeat_columns(NUMBER, TREND)
    sheet.print_area(HEADING_ROW, first, FIRST_LINE + len(tab.lines) - 1, last)
    sheet.set_footer(f"&L&8{tab.refreshed.replace('&', '&&')}&R&8&A  &P / &N")


def _clamp(width: float, least: float, most: float) -> float:
    return min(max(width, least), most)
