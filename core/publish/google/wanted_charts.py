"""Content that a tab of charts should have: a row for each KPI, with the numbers it draws. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from core.model import Period, number_format
from core.publish.charts import ChartedLine, ChartTab
from core.publish.google.sheet import Content
from core.publish.google.wanted import (
    DAY_ROW,
    HEADER_ROWS,
    HEADING,
    LABEL_ROW,
    REFRESHED,
    CellKey,
    ChartedColumns,
    RowLook,
    Wanted,
)
from core.publish.grid import NAME, NUMBER, PERIOD, TREND, day_text, period_label

# The column of the trend is that of the charts; its width is in characters.
CHART = TREND
_LABELS = (NUMBER, NAME, CHART)
_WIDTHS = {NUMBER: 5, NAME: 32, CHART: 104, PERIOD: 10}


def wanted_charts(
    domain: str, tab: ChartTab, within: Callable[[Period], bool] = lambda _: True
) -> Wanted:
    """Return a tab of charts; only the periods that lie `within` have cells."""
    periods = [column.period for column in tab.columns]
    keys = tuple(period.label for period in periods)
    ago = tuple(f"ago/{key}" for key in keys) if tab.has_year_ago else ()
    covered = [(key, within(period)) for key, period in zip(keys, periods, strict=True)]
    covered += [(key, within(period)) for key, period in zip(ago, tab.years_ago, strict=False)]
    scope = frozenset(key for key, is_covered in covered if is_covered)
    cells = dict(_header_cells(tab, keys, ago))
    for line in tab.lines:
        cells.update(_line_cells(line, (*keys, *ago), scope))
    # The first line of a day's header is its weekday.
    names = DAY_ROW if tab.cadence == "daily" else LABEL_ROW
    looks = {line.key: RowLook(number_format(line.unit), unit=line.unit) for line in tab.lines}
    return Wanted(
        key=f"{domain}/{tab.cadence} charts/{tab.year}",
        title=tab.title,
        rows={row: RowLook() for row in HEADER_ROWS} | looks,
        columns=(*_LABELS, *keys, *ago),
        cells=cells,
        periods=(*keys, *ago),
        scope=scope,
        widths=_WIDTHS,
        charts=ChartedColumns(tab.year, keys, ago, names, tab.is_newest),
    )


def _header_cells(
    tab: ChartTab, keys: tuple[str, ...], ago: tuple[str, ...]
) -> Iterator[tuple[CellKey, Content]]:
    yield (HEADING, NUMBER), Content(tab.heading)
    yield (REFRESHED, NUMBER), Content(tab.refreshed)
    for label, text in zip(_LABELS, (NUMBER, NAME, "Chart"), strict=True):
        yield (LABEL_ROW, label), Content(text)
    for key, column in zip(keys, tab.columns, strict=True):
        yield (LABEL_ROW, key), Content(column.label)
        yield (DAY_ROW, key), Content(day_text(column.day))
    for key, period in zip(ago, tab.years_ago, strict=False):
        yield (LABEL_ROW, key), Content(f"{period_label(period)} {period.year}")
        yield (DAY_ROW, key), Content(day_text(period.last_day))


def _line_cells(
    line: ChartedLine, keys: tuple[str, ...], scope: frozenset[str]
) -> Iterator[tuple[CellKey, Content]]:
    yield (line.key, NUMBER), Content(float(line.number))
    yield (line.key, NAME), Content(line.label)
    for key, value in zip(keys, (*line.values, *line.year_ago), strict=False):
        if value is not None and key in scope:
            yield (line.key, key), Content(value)
