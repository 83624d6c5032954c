"""The cells of a workbook as readers see them now; nothing is written."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path

from xlsxwriter.utility import xl_rowcol_to_cell

from core.errors import PublishError, SourceError
from core.publish.grid import NAME, NUMBER, SheetTab
from core.publish.keys import row_key, tab_key
from core.publish.scorecard import Order, Scorecard
from core.publish.shown import ShownCell, ShownPlace
from core.publish.xlsx.page import DAY_ROW, FIRST_LINE, LABEL_ROW, period_columns
from core.publish.xlsx.publish import shown_path
from core.publish.xlsx.state import read_state
from core.sheets import read_workbook
from core.store import Publications, SheetValue

_ShownRows = Sequence[Sequence[object]]


def read_workbook_cells(scorecard: Scorecard, path: Path, order: Order) -> ShownPlace:
    """Read what a workbook shows.

    Raises:
        PublishError: It cannot be read.
    """
    try:
        tabs = read_workbook(path, str(scorecard.runner.sheet or path.name))
    except SourceError as error:
        raise PublishError(str(error)) from None
    is_ours = not read_state(path).is_edited
    at = Publications(scorecard.database).newest_time(scorecard.domain, str(path))
    cells: list[ShownCell] = []
    faults: list[str] = []
    for tab in scorecard.grid().tabs:
        shown = tabs.get(tab.title)
        if shown is None:
            faults.append(f"the tab {tab.title} is missing")
        elif not _has_our_lines(tab, shown):
            faults.append(f"lines or columns of the tab {tab.title} were moved")
        else:
            cells += _cells(scorecard.domain, tab, shown, at, order, is_ours=is_ours)
    return ShownPlace(shown_path(scorecard.settings, path), tuple(cells), tuple(faults))


def _has_our_lines(tab: SheetTab, shown: _ShownRows) -> bool:
    """Return whether lines and periods are where they were written."""
    columns = zip(period_columns(tab), tab.columns, strict=True)
    if any(_at(shown, LABEL_ROW, column) != period.label for column, period in columns):
        return False
    number, name = tab.labels.index(NUMBER), tab.labels.index(NAME)
    has_labels = _at(shown, DAY_ROW, name) == NAME
    return has_labels and all(
        _at(shown, row, name) == line.labels[NAME] and _at(shown, row, number) is not None
        for row, line in enumerate(tab.lines, FIRST_LINE)
    )


def _cells(
    domain: str,
    tab: SheetTab,
    shown: _ShownRows,
    at: datetime | None,
    order: Order,
    *,
    is_ours: bool,
) -> Iterator[ShownCell]:
    for row, line in enumerate(tab.lines, FIRST_LINE):
        for column, period, cell in zip(period_columns(tab), tab.columns, line.cells, strict=True):
            value = _at(shown, row, column)
            has_content = value is not None or cell.content is not None
            if has_content and order.covers(period.period):
                keys = tab_key(domain, tab), row_key(line), period.period.label
                name = f"{tab.title}!{xl_rowcol_to_cell(row, column)}"
                yield ShownCell(keys, name, value, cell.content, at, is_ours)


def _at(shown: _ShownRows, row: int, column: int) -> SheetValue:
    """Return the content of a cell, of a date its text."""
    if row >= len(shown) or column >= len(shown[row]):
        return None
    value = shown[row][column]
    return value if isinstance(value, int | float | str) or value is None else str(value)
