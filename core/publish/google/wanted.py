"""What a scorecard should hold, addressed by keys that stay when rows and columns move. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from core.model import Better, Period, Row, number_format, target_format
from core.publish.google.sheet import Content, Value
from core.publish.grid import LABELS, Grid, GridCell, Line, SheetTab

HEADING, REFRESHED, LABEL_ROW, DAY_ROW = "heading", "refreshed", "labels", "days"
HEADER_ROWS = (HEADING, REFRESHED, LABEL_ROW, DAY_ROW)
NUMBER, NAME, OWNER, UNIT, TARGET, TREND = LABELS

CellKey = tuple[str, str]  # keys of a row and of a column


@dataclass(frozen=True, slots=True)
class RowLook:
    """How a row of ours looks: its number formats, and whether it is a part of a KPI, or of a
    retired one.
    """

    values: str = ""
    target: str = ""
    is_breakdown: bool = False
    is_retired: bool = False


@dataclass(frozen=True, slots=True)
class Wanted:
    """One tab: keys of its rows and columns in order, the looks of its rows, and what its cells
    hold.

    `scope` are the periods that this publish is about. `newest` is the last one with stored rows.
    """

    key: str
    title: str
    rows: Mapping[str, RowLook]
    columns: tuple[str, ...]
    cells: Mapping[CellKey, Content]
    periods: tuple[str, ...]
    scope: frozenset[str]
    newest: str


def row_key(line: Line | Row) -> str:
    """Return what identifies the line of a series in a tab."""
    return f"{line.kpi_number:02}/{line.field_name}/{line.field_details}"


def tab_key(domain: str, tab: SheetTab | Period) -> str:
    """Return what identifies a tab, or a period's, in a spreadsheet."""
    return f"{domain}/{tab.cadence}/{tab.year}"


def wanted_tabs(
    domain: str, grid: Grid, within: Callable[[Period], bool] = lambda _: True
) -> tuple[Wanted, ...]:
    """Return the tabs of a grid; of the periods only those that lie `within` have cells."""
    return tuple(_wanted(domain, tab, within) for tab in grid.tabs)


def _wanted(domain: str, tab: SheetTab, within: Callable[[Period], bool]) -> Wanted:
    cells: dict[CellKey, Content] = {
        (HEADING, NUMBER): Content(tab.heading),
        (REFRESHED, NUMBER): Content(tab.refreshed),
    }
    cells |= {(LABEL_ROW, label): Content(label) for label in LABELS}
    for column in tab.columns:
        key = column.period.label
        cells[LABEL_ROW, key] = Content(column.label, column.note if within(column.period) else "")
        cells[DAY_ROW, key] = Content(day_text(column.day))
    looks = {name: RowLook() for name in HEADER_ROWS}
    for line in tab.lines:
        looks[row_key(line)] = _look(line)
        cells |= _line_cells(line)
        for column, cell in zip(tab.columns, line.cells, strict=True):
            if within(column.period) and cell != GridCell():
                cells[row_key(line), column.period.label] = Content(cell.value, cell.note)
    periods = tuple(column.period.label for column in tab.columns)
    scope = frozenset(column.period.label for column in tab.columns if within(column.period))
    return Wanted(
        tab_key(domain, tab),
        tab.title,
        looks,
        (*LABELS, *periods),
        cells,
        periods,
        scope,
        periods[tab.newest],
    )


def day_text(day: date) -> str:
    """Return the second line of a period's header."""
    return f"{day.day} {day:%b}"


def _line_cells(line: Line) -> dict[CellKey, Content]:
    key = row_key(line)
    texts: dict[str, Value] = {
        NUMBER: float(line.kpi_number),
        NAME: line.label,
        OWNER: line.owner,
        UNIT: line.unit,
        TARGET: line.target,
    }
    found = {(key, column): Content(value) for column, value in texts.items() if value is not None}
    found[key, NAME] = Content(line.label, line.note)
    return found


def _look(line: Line) -> RowLook:
    better: Better = line.better
    target = target_format(line.unit, better, line.target) if line.target is not None else ""
    return RowLook(number_format(line.unit), target, line.is_breakdown, line.is_retired)
