"""Tabs of charts: for each KPI the numbers of a year, and those of the year before. Pure.

Spreadsheets draw texts as 0, and a scorecard has texts where a value is missing. So a tab of charts
has cells of its own, which hold numbers only.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from core.model import Cadence, Period, State
from core.publish.grid import Column, Grid, GridCell, Line, SheetTab
from core.publish.keys import row_key
from core.status import year_before

# In pixels, of a chart and of the row that it stands in.
CHART_WIDTH, CHART_HEIGHT, ROW_HEIGHT = 720, 236, 250

_Numbers = Mapping[tuple[str, Period], float]


@dataclass(frozen=True, slots=True, kw_only=True)
class ChartedLine:
    """A KPI with its numbers in the periods of a tab, and those a year before each of them."""

    key: str
    number: int
    label: str
    unit: str
    values: tuple[float | None, ...]
    year_ago: tuple[float | None, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ChartTab:
    """The charts of one page: its periods in the order of time, and a chart for each KPI.

    `is_newest` is set for the newest page of its cadence.
    """

    title: str
    heading: str
    refreshed: str
    cadence: Cadence
    year: int
    columns: tuple[Column, ...]
    lines: tuple[ChartedLine, ...]
    is_newest: bool

    @property
    def years_ago(self) -> tuple[Period, ...]:
        """The period a year before each column: 52 weeks before a week."""
        return tuple(year_before(column.period) for column in self.columns)

    @property
    def has_year_ago(self) -> bool:
        """Whether any KPI has a number of the year before."""
        return any(number is not None for line in self.lines for number in line.year_ago)


def chart_tabs(grid: Grid) -> Iterator[ChartTab]:
    """Yield the tabs of charts of a grid, in the order of its pages."""
    numbers = dict(_numbers(grid))
    newest = {tab.cadence: max(each.year for each in _of(grid, tab.cadence)) for tab in grid.tabs}
    for tab in grid.tabs:
        lines = tuple(_charted(line, tab, numbers) for line in tab.lines if _is_charted(line))
        if lines:
            yield ChartTab(
                title=f"Charts {tab.title}",
                heading=f"{tab.heading}: charts",
                refreshed=tab.refreshed,
                cadence=tab.cadence,
                year=tab.year,
                columns=tab.columns,
                lines=lines,
                is_newest=tab.year == newest[tab.cadence],
            )


def _of(grid: Grid, cadence: Cadence) -> list[SheetTab]:
    return [tab for tab in grid.tabs if tab.cadence == cadence]


def _numbers(grid: Grid) -> Iterator[tuple[tuple[str, Period], float]]:
    for tab in grid.tabs:
        for line in tab.lines:
            for column, cell in zip(tab.columns, line.cells, strict=True):
                if _is_drawn(cell) and cell.value is not None:
                    yield (row_key(line), column.period), cell.value


def _is_drawn(cell: GridCell) -> bool:
    # Half a week beside whole ones looks like a fall.
    return cell.state is not State.PARTIAL


def _is_charted(line: Line) -> bool:
    has_numbers = any(_is_drawn(cell) and cell.value is not None for cell in line.cells)
    return has_numbers and not line.is_breakdown


def _charted(line: Line, tab: SheetTab, numbers: _Numbers) -> ChartedLine:
    key = row_key(line)
    periods = [column.period for column in tab.columns]
    return ChartedLine(
        key=key,
        number=line.kpi_number,
        label=line.label,
        unit=line.unit,
        values=tuple(numbers.get((key, period)) for period in periods),
        year_ago=tuple(numbers.get((key, year_before(period))) for period in periods),
    )
