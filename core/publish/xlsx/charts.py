"""Renders a tab of charts: a chart for each KPI, and its numbers on the right of it."""

from __future__ import annotations

from typing import Any

from core.colours import FAINT_INK, GOOD_INK, INK, SEPARATOR, SOFT_INK
from core.model import number_format
from core.publish.charts import CHART_HEIGHT, CHART_WIDTH, ROW_HEIGHT, ChartedLine, ChartTab
from core.publish.grid import day_text, period_label
from core.publish.theme import FONT, style_of
from core.publish.xlsx.page import DAY_ROW, FIRST_LINE, HEADING_ROW, LABEL_ROW, REFRESHED_ROW
from core.publish.xlsx.styles import TEXT_FORMAT, Formats

_NUMBER, _NAME, _CHART, _FIRST = range(4)
_WIDTHS = (5, 26, 104, 10)  # in characters
_POINTS = 0.75  # of a pixel
# Parts of a chart's width and height; 360 degrees are none, where 0 leaves it to the program.
_PLOT = {"x": 0.07, "y": 0.3, "width": 0.9, "height": 0.54}
_LEVEL = {"rotation": 360}
_LABELS = 13  # of periods below a chart, at most some more


def write_charts(book: Any, tab: ChartTab, formats: Formats) -> None:
    """Add a tab with a row for each KPI: its name, its chart, this year and the year before."""
    sheet = book.add_worksheet(tab.title)
    _write_header(sheet, tab, formats)
    for row, line in enumerate(tab.lines, FIRST_LINE):
        sheet.set_row(row, ROW_HEIGHT * _POINTS)
        name = formats(style_of("line", "name", "left"), TEXT_FORMAT)
        sheet.write_number(row, _NUMBER, line.number, formats(style_of("line", "detail", "left")))
        sheet.write_string(row, _NAME, line.label, name)
        _write_numbers(sheet, row, line, formats)
        options = {"x_offset": 6, "y_offset": 6, "object_position": 1}
        sheet.insert_chart(row, _CHART, _chart(book, tab, line, row), options)
    _set_page(sheet, tab)


def _write_header(sheet: Any, tab: ChartTab, formats: Formats) -> None:
    sheet.write_string(HEADING_ROW, 0, tab.heading, formats(style_of("heading")))
    sheet.write_string(REFRESHED_ROW, 0, tab.refreshed, formats(style_of("refreshed")))
    top = formats(style_of("header", "left"))
    last = formats(style_of("header", "last header", "left"))
    for column, label in enumerate(("No", "KPI", "Chart")):
        sheet.write_blank(LABEL_ROW, column, None, top)
        sheet.write_string(DAY_ROW, column, label, last)
    right = formats(style_of("header", "right"))
    day = formats(style_of("header", "last header", "day", "right"))
    periods = [each.period for each in tab.columns]
    for place, period in enumerate((*periods, *tab.years_ago)):
        is_ago = place >= len(periods)
        label = f"{period_label(period)} {period.year}" if is_ago else period_label(period)
        sheet.write_string(LABEL_ROW, _FIRST + place, label, right)
        sheet.write_string(DAY_ROW, _FIRST + place, day_text(period.last_day), day)


def _write_numbers(sheet: Any, row: int, line: ChartedLine, formats: Formats) -> None:
    style = formats(style_of("line", "right"), number_format(line.unit))
    for column, value in enumerate((*line.values, *line.year_ago), _FIRST):
        if value is None:
            sheet.write_blank(row, column, None, style)
        else:
            sheet.write_number(row, column, value, style)


def _chart(book: Any, tab: ChartTab, line: ChartedLine, row: int) -> Any:
    chart = book.add_chart({"type": "line"})
    count = len(tab.columns)
    if any(value is not None for value in line.year_ago):
        before = {"color": SOFT_INK, "width": 1.5, "dash_type": "dash"}
        first = _FIRST + count
        chart.add_series(_series(tab, row, first, "a year ago", before))
    this_year = _series(tab, row, _FIRST, str(tab.year), {"color": GOOD_INK, "width": 2.25})
    chart.add_series(this_year | _newest_label(line))
    text = {"name": FONT, "size": 9, "color": SOFT_INK}
    chart.set_title(
        {
            "name": line.label,
            "overlay": False,
            "layout": {"x": 0.015, "y": 0.03},
            "name_font": {"name": FONT, "size": 12, "bold": True, "color": INK},
        }
    )
    chart.set_legend({"position": "top", "font": text})
    step = max(1, count // _LABELS)
    axis = {"num_font": text | _LEVEL, "interval_unit": step, "line": {"color": FAINT_INK}}
    chart.set_x_axis(axis | {"major_tick_mark": "none"})
    chart.set_y_axis(
        {
            "num_font": text,
            "num_format": number_format(line.unit),
            "line": {"none": True},
            "major_gridlines": {"visible": True, "line": {"color": SEPARATOR, "width": 0.75}},
            "major_tick_mark": "none",
        }
    )
    chart.set_chartarea({"border": {"none": True}})
    chart.set_plotarea({"layout": _PLOT})
    chart.set_size({"width": CHART_WIDTH, "height": CHART_HEIGHT})
    chart.show_blanks_as("gap")
    return chart


def _series(tab: ChartTab, row: int, first: int, name: str, look: dict[str, Any]) -> dict[str, Any]:
    last = first + len(tab.columns) - 1
    # The first line of a day's header is its weekday.
    header = DAY_ROW if tab.cadence == "daily" else LABEL_ROW
    labels = [tab.title, header, _FIRST, header, _FIRST + len(tab.columns) - 1]
    values = [tab.title, row, first, row, last]
    return {"name": name, "categories": labels, "values": values, "line": look}


def _newest_label(line: ChartedLine) -> dict[str, Any]:
    """Return the label of the newest number, and none of the others."""
    newest = max(place for place, value in enumerate(line.values) if value is not None)
    labels: list[dict[str, Any]] = [{"delete": True}] * newest
    font = {"name": FONT, "size": 10, "bold": True, "color": GOOD_INK}
    others = [{"delete": True}] * (len(line.values) - newest - 1)
    custom = [*labels, {}, *others]
    look = {"value": True, "position": "right", "font": font, "custom": custom}
    return {"data_labels": look | {"num_format": number_format(line.unit)}}


def _set_page(sheet: Any, tab: ChartTab) -> None:
    for column, width in enumerate(_WIDTHS):
        sheet.set_column(column, column, width)
    sheet.set_column(_FIRST, _FIRST + 2 * len(tab.columns) - 1, _WIDTHS[_FIRST])
    sheet.hide_gridlines(2)
    sheet.freeze_panes(FIRST_LINE, _CHART)
    sheet.set_landscape()
    sheet.set_paper(9)  # A4
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(HEADING_ROW, DAY_ROW)
    sheet.print_area(HEADING_ROW, _NUMBER, FIRST_LINE + len(tab.lines) - 1, _CHART)
