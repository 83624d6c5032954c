"""Renders a grid as an .xlsx file. It decides nothing: the grid holds the content of each cell."""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.utility import xl_range_abs, xl_rowcol_to_cell

from core.errors import PublishError
from core.model import change_format, number_format, signed_format, target_format
from core.publish import theme
from core.publish.charts import chart_tabs
from core.publish.grid import (
    CHANGE,
    COMMENTS,
    LATEST,
    NAME,
    NEWS,
    TARGET,
    TREND,
    YEAR_AGO,
    Grid,
    GridCell,
    Line,
    SheetTab,
)
from core.publish.notes import shows_break
from core.publish.theme import STATE_ROLES, Role, alignment_of, line_roles, news_roles, style_of
from core.publish.xlsx.charts import write_charts
from core.publish.xlsx.content import content_of
from core.publish.xlsx.files import replace_file
from core.publish.xlsx.page import (
    DAY_ROW,
    FIRST_LINE,
    HEADING_ROW,
    LABEL_ROW,
    REFRESHED_ROW,
    comment_columns,
    line_height,
    period_columns,
    set_page,
)
from core.publish.xlsx.styles import DEFAULT_FONT, TEXT_FORMAT, Formats

NOTE_WIDTH = 64

# The date a workbook of ours carries until a person saves it.
UNTOUCHED = datetime(2000, 1, 1, tzinfo=UTC)


def write_workbook(grid: Grid, path: Path, identity: str = "") -> None:
    """Write `grid` to `path` in one step; the same grid and store give the same bytes.

    Raises:
        PublishError: There is nothing to show yet, or the file cannot be written; the old one is as
            it was.
    """
    if not grid.tabs:
        raise PublishError(f"{path}: {grid.title} has no stored values yet; run it, then publish")
    replace_file(path, render(grid, identity))


def render(grid: Grid, identity: str = "") -> bytes:
    """Return `grid` as the content of an .xlsx file, which remembers the store's identity."""
    buffer = BytesIO()
    options = {
        "in_memory": True,
        "nan_inf_to_errors": True,
        # A copy, since XlsxWriter adds to it.
        "default_format_properties": dict(DEFAULT_FONT),
    }
    with Workbook(buffer, options) as book:
        # A fixed date, since the time of writing would make every file differ.
        keywords = f"{content_of(grid)} {identity}".rstrip()
        book.set_properties({"title": grid.title, "created": UNTOUCHED, "keywords": keywords})
        formats = Formats(book)
        for tab in grid.tabs:
            _write_tab(book.add_worksheet(tab.title), tab, formats)
        for charts in chart_tabs(grid) if grid.has_charts else ():
            if charts.is_newest:
                write_charts(book, charts, formats)
    return buffer.getvalue()


def _write_tab(sheet: Any, tab: SheetTab, formats: Formats) -> None:
    columns, labels = period_columns(tab), tab.labels
    _write_header(sheet, tab, formats)
    for row, line in enumerate(tab.lines, FIRST_LINE):
        sheet.set_row(row, line_height(line))
        _write_labels(sheet, row, line, labels, formats)
        _write_cells(sheet, row, line, columns, tab.newest, formats)
    _write_comments(sheet, tab, formats)
    _write_trends(sheet, tab)
    set_page(sheet, tab)


def _write_header(sheet: Any, tab: SheetTab, formats: Formats) -> None:
    sheet.set_row(HEADING_ROW, 27)
    sheet.set_row(REFRESHED_ROW, 18)
    sheet.write_string(HEADING_ROW, 0, tab.heading, formats(style_of("heading")))
    sheet.write_string(REFRESHED_ROW, 0, tab.subtitle, formats(style_of("refreshed")))
    _write_note(sheet, REFRESHED_ROW, 0, tab.subtitle_note)
    for column, label in enumerate(tab.labels):
        if label not in NEWS:
            last = style_of("header", "last header", alignment_of(label))
            sheet.write_blank(LABEL_ROW, column, None, formats(style_of("header")))
            sheet.write_string(DAY_ROW, column, label, formats(last))
    for label, text in zip(NEWS, tab.news, strict=True):
        if label not in tab.labels:
            continue
        column, side = tab.labels.index(label), alignment_of(label)
        news = style_of("header", side, "current header")
        below = style_of("header", "last header", "day", side, "current header")
        sheet.write_string(LABEL_ROW, column, label, formats(news))
        sheet.write_string(DAY_ROW, column, text, formats(below))
    for index, (column, period) in enumerate(zip(period_columns(tab), tab.columns, strict=True)):
        state = _header_state(index, tab)
        top = style_of("header", "right", *state)
        last = style_of("header", "last header", "day", "right", *state)
        sheet.write_string(LABEL_ROW, column, period.label, formats(top))
        sheet.write_datetime(DAY_ROW, column, period.day, formats(last, "d mmm"))
        _write_note(sheet, LABEL_ROW, column, period.note)


def _header_state(index: int, tab: SheetTab) -> tuple[Role, ...]:
    if index == tab.newest:
        return ("current header",)
    return ("later header",) if index > tab.last else ()


def _write_labels(
    sheet: Any, row: int, line: Line, labels: Sequence[str], formats: Formats
) -> None:
    contents = line.labels
    for column, label in enumerate(labels):
        roles = line_roles(label, is_breakdown=line.is_breakdown, is_retired=line.is_retired)
        style = formats(style_of(*roles, *news_roles(label, line)), _pattern(label, line))
        _write(sheet, row, column, contents[label], style)
    _write_note(sheet, row, labels.index(NAME), line.note)
    _write_note(sheet, row, labels.index(LATEST), line.latest.note)


def _pattern(label: str, line: Line) -> str:
    if label == LATEST:
        return signed_format(number_format(line.unit, line.latest.value), line.latest.sign)
    if label in (CHANGE, YEAR_AGO):
        return change_format(line.unit)
    if label == TARGET and line.target is not None:
        return target_format(line.unit, line.better, line.target)
    return ""


def _write_trends(sheet: Any, tab: SheetTab) -> None:
    """Draw the trends of all lines as one group, since each group costs as much as a row."""
    places, ranges, columns = [], [], period_columns(tab)
    for row, line in enumerate(tab.lines, FIRST_LINE):
        if line.trend is not None:
            first, last = sorted(columns[index] for index in line.trend)
            cells = xl_range_abs(row, first, row, last)
            places.append(xl_rowcol_to_cell(row, tab.labels.index(TREND)))
            ranges.append(f"'{tab.title}'!{cells}")
    if not places:
        return
    sheet.add_sparkline(
        places[0],
        {
            "location": places,
            "range": ranges,
            "series_color": theme.TREND,
            "last_point": True,
            "last_color": theme.TREND_END,
            "weight": 1.25,
            "reverse": tab.is_newest_first,
        },
    )


def _write_cells(
    sheet: Any, row: int, line: Line, columns: Sequence[int], newest: int, formats: Formats
) -> None:
    roles = line_roles("", is_breakdown=line.is_breakdown, is_retired=False)
    for index, (column, cell) in enumerate(zip(columns, line.cells, strict=True)):
        states = _cell_states(cell, is_newest=index == newest, is_retired=line.is_retired)
        pattern = signed_format(number_format(line.unit, cell.value), cell.sign)
        style = formats(style_of(*roles, *states), pattern)
        _write(sheet, row, column, cell.content, style)
        _write_note(sheet, row, column, cell.note)


def _write_comments(sheet: Any, tab: SheetTab, formats: Formats) -> None:
    top = formats(style_of("header", "left"))
    last = formats(style_of("header", "last header", "day", "left"))
    for period, column in comment_columns(tab).items():
        sheet.write_string(LABEL_ROW, column, COMMENTS, top)
        sheet.write_string(DAY_ROW, column, period, last)
        for row, line in enumerate(tab.lines, FIRST_LINE):
            roles = line_roles(COMMENTS, is_breakdown=line.is_breakdown, is_retired=line.is_retired)
            texts = line.comments.get(period, ())
            text = texts[-1] if texts else None
            _write(sheet, row, column, text or None, formats(style_of(*roles), TEXT_FORMAT))


def _cell_states(cell: GridCell, *, is_newest: bool, is_retired: bool) -> list[Role]:
    states: list[Role] = ["current"] if is_newest else []
    if cell.state in STATE_ROLES:
        states.append(STATE_ROLES[cell.state])
    if shows_break(cell.note):
        states.append("redefined")
    if is_retired:
        states.append("retired")
    return states


def _write(sheet: Any, row: int, column: int, value: str | float | None, style: Any) -> None:
    """Write a value by its type: XlsxWriter's own guess would make formulas and links of text."""
    if value is None:
        sheet.write_blank(row, column, None, style)
    elif isinstance(value, str):
        sheet.write_string(row, column, value, style)
    else:
        sheet.write_number(row, column, value, style)


def _write_note(sheet: Any, row: int, column: int, note: str) -> None:
    if not note:
        return
    # A character of Arial 9 takes some 6 by 15 pixels.
    lines = note.split("\n")
    width = min(max(len(line) for line in lines), NOTE_WIDTH)
    height = sum(math.ceil(len(line) / width) or 1 for line in lines)
    options = {
        "width": width * 6 + 16,
        "height": height * 15 + 10,
        "font_name": theme.FONT,
        "font_size": 9,
    }
    sheet.write_comment(row, column, note, options)
