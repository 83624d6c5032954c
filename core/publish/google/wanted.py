"""Content that a scorecard's tabs should have, by keys that stay when lines move. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from core.model import (
    Period,
    State,
    change_format,
    number_format,
    parse_period,
    target_format,
)
from core.publish.google.comment_columns import (
    column_label,
    comment_column,
    is_comment_column,
    with_comment_columns,
)
from core.publish.google.sheet import EMPTY as NO_CONTENT
from core.publish.google.sheet import Content
from core.publish.grid import (
    LATEST,
    NAME,
    NEWS,
    NUMBER,
    Grid,
    Line,
    SheetTab,
    comments_label,
    day_text,
)
from core.publish.keys import row_key, series_row_key, tab_key
from core.publish.widths import column_widths

HEADING, REFRESHED, LABEL_ROW, DAY_ROW = "heading", "refreshed", "labels", "days"
HEADER_ROWS = (HEADING, REFRESHED, LABEL_ROW, DAY_ROW)

CellKey = tuple[str, str]  # keys of a row and of a column


@dataclass(frozen=True, slots=True)
class RowLook:
    """How a row of ours looks: number formats of its values, change and target; kind and unit."""

    values: str = ""
    target: str = ""
    change: str = ""
    is_breakdown: bool = False
    is_retired: bool = False
    unit: str = ""


@dataclass(frozen=True, slots=True)
class ChartedColumns:
    """Columns of a tab of charts: those of its periods, and of the same a year ago, if any.

    `names` is the row that names the periods below a chart. `is_newest` is set for the newest tab
    of its cadence.
    """

    year: int
    periods: tuple[str, ...]
    years_ago: tuple[str, ...]
    names: str = LABEL_ROW
    is_newest: bool = True


@dataclass(frozen=True, slots=True)
class Wanted:
    """One tab: keys of its rows and columns in order, the looks of its rows, and its cells.

    `scope` are the periods that this publish is about, and the columns of the news if the newest
    period is one of them. `compared` are the newest period and the one before it. `signed` are the
    states of the numbers that have a sign behind them. `widths` are characters by label, one for
    all periods. `periods` are in the order of time, `columns` in that of the page; `later` are the
    periods after the newest. `comments` are the texts of people in cells of theirs, oldest first,
    None where the scorecard has no columns for comments; `kept` are those of the columns that come
    back when a person deletes them. `charts` are the columns that charts draw, None on a page of
    the scorecard.
    """

    key: str
    title: str
    rows: Mapping[str, RowLook]
    columns: tuple[str, ...]
    cells: Mapping[CellKey, Content]
    periods: tuple[str, ...]
    scope: frozenset[str]
    signed: Mapping[CellKey, State] = field(default_factory=dict)
    compared: tuple[str, ...] = ()
    widths: Mapping[str, int] = field(default_factory=dict)
    is_newest_first: bool = False
    later: frozenset[str] = frozenset()
    comments: Mapping[CellKey, Sequence[str]] | None = None
    kept: frozenset[str] = frozenset()
    charts: ChartedColumns | None = None


def is_old_charts(tab: Wanted) -> bool:
    """Return whether a tab has charts of an earlier year: it is kept up to date, and not made."""
    return tab.charts is not None and not tab.charts.is_newest


def is_value(place: CellKey) -> bool:
    """Return whether a cell shows a period of a line: no header, label or comment."""
    row, column = place
    return row not in HEADER_ROWS and not column_label(column)


def is_comment(place: CellKey) -> bool:
    """Return whether a cell is for people's comments on a value."""
    return place[0] not in HEADER_ROWS and is_comment_column(place[1])


def is_latest(place: CellKey) -> bool:
    """Return whether a cell repeats the newest value of a line."""
    return place[0] not in HEADER_ROWS and place[1] == LATEST


def wanted_tabs(
    domain: str, grid: Grid, within: Callable[[Period], bool] = lambda _: True
) -> tuple[Wanted, ...]:
    """Return the tabs of a grid; only the periods that lie `within` have cells."""
    return tuple(_wanted_tab(domain, tab, within) for tab in grid.tabs)


def _wanted_tab(domain: str, tab: SheetTab, within: Callable[[Period], bool]) -> Wanted:
    periods = tuple(column.period.label for column in tab.columns)
    scope = frozenset(column.period.label for column in tab.columns if within(column.period))
    shown = sorted(range(len(periods)), key=tab.place)
    newest = tab.columns[tab.newest].period
    scope |= {*NEWS} & {*tab.labels} if newest.label in scope else frozenset()
    rows = {row: RowLook() for row in HEADER_ROWS}
    cells = dict(_header_cells(tab, scope))
    signed: dict[CellKey, State] = {}
    for line in tab.lines:
        rows[row_key(line)] = _look(line)
        cells.update(_line_cells(line, scope))
        cells.update(_value_cells(tab, line, scope))
        signed.update(_signed(tab, line))
    comments = None if tab.commented is None else dict(_comments(tab))
    for place, texts in (comments or {}).items():
        if texts[-1] and place[0] in rows:
            cells[place] = Content(texts[-1])
    commented = tab.commented or ()
    shown_periods = with_comment_columns((periods[index] for index in shown), commented)
    return Wanted(
        key=tab_key(domain, tab),
        title=tab.title,
        rows=rows,
        columns=(*tab.labels, *shown_periods),
        cells=cells,
        periods=periods,
        scope=scope,
        signed=signed,
        compared=(newest.label, newest.shift(-1).label),
        widths=column_widths(tab),
        is_newest_first=tab.is_newest_first,
        later=frozenset(periods[tab.last + 1 :]),
        comments=comments,
        kept=frozenset(map(comment_column, commented)),
    )


def _look(line: Line) -> RowLook:
    target = ""
    if line.target is not None:
        target = target_format(line.unit, line.better, line.target)
    return RowLook(
        values=number_format(line.unit),
        target=target,
        change=change_format(line.unit),
        is_breakdown=line.is_breakdown,
        is_retired=line.is_retired,
        unit=line.unit,
    )


def _header_cells(tab: SheetTab, scope: frozenset[str]) -> Iterator[tuple[CellKey, Content]]:
    yield (HEADING, NUMBER), Content(tab.heading)
    yield (REFRESHED, NUMBER), Content(tab.subtitle, tab.subtitle_note)
    for label in tab.labels:
        yield (LABEL_ROW, label), Content(label)
    for label, text in zip(NEWS, tab.news, strict=True):
        if label in scope and label in tab.labels:
            yield (DAY_ROW, label), Content(text)
    for column in tab.columns:
        key = column.period.label
        note = column.note if key in scope else ""
        yield (LABEL_ROW, key), Content(column.label, note)
        yield (DAY_ROW, key), Content(day_text(column.day))
    for period in tab.commented or ():
        yield from comment_headers(period)


def comment_headers(period: str) -> Iterator[tuple[CellKey, Content]]:
    """Yield the header of the comments on a period."""
    key, covered = comment_column(period), parse_period(period)
    yield (LABEL_ROW, key), Content(comments_label(covered))
    yield (DAY_ROW, key), Content(day_text(covered.last_day))


def _comments(tab: SheetTab) -> Iterator[tuple[CellKey, Sequence[str]]]:
    for (number, field_name, details, period), texts in tab.comments.items():
        yield (series_row_key(number, field_name) + details, comment_column(period)), texts


def _line_cells(line: Line, scope: frozenset[str]) -> Iterator[tuple[CellKey, Content]]:
    notes = {NAME: line.note, LATEST: line.latest.note}
    for label, value in line.labels.items():
        if value is not None and (label in scope or label not in NEWS):
            yield (row_key(line), label), Content(value, notes.get(label, ""))


def _value_cells(
    tab: SheetTab, line: Line, scope: frozenset[str]
) -> Iterator[tuple[CellKey, Content]]:
    row = row_key(line)
    for column, cell in zip(tab.columns, line.cells, strict=True):
        key = column.period.label
        content = Content(cell.content, cell.note)
        if key in scope and content != NO_CONTENT:
            yield (row, key), content


def _signed(tab: SheetTab, line: Line) -> Iterator[tuple[CellKey, State]]:
    row = row_key(line)
    if line.latest.sign:
        yield (row, LATEST), line.latest.state
    for column, cell in zip(tab.columns, line.cells, strict=True):
        if cell.sign:
            yield (row, column.period.label), cell.state
