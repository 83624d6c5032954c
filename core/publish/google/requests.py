"""A plan as the requests of one `batchUpdate`. Pure.

Rows and columns are inserted before anything else, so that every later index is a final one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from core.publish.google.changes import Insert, Plan, TabPlan
from core.publish.google.chart_requests import chart_requests
from core.publish.google.comment_columns import column_label
from core.publish.google.comment_looks import comment_requests
from core.publish.google.edges import edge_requests
from core.publish.google.formats import format_requests, ink_requests, number_requests
from core.publish.google.metadata import (
    delete_metadata,
    line_metadata,
    mark_requests,
    tab_metadata,
    width_metadata,
)
from core.publish.google.new_tab import new_tab_requests
from core.publish.google.positions import NewTab, Positions, positions_of
from core.publish.google.ranges import Dimension, dimension_range
from core.publish.google.renames import rename_requests
from core.publish.google.rules import status_rules
from core.publish.google.sheet import TabNow
from core.publish.google.signs import sign_requests
from core.publish.google.sizes import column_visibility, column_width, line_height
from core.publish.google.units import rows_with_new_units
from core.publish.google.updates import (
    ApiRequest,
    content_requests,
    trend_requests,
    write_requests,
)
from core.publish.google.wanted import HEADER_ROWS
from core.publish.google.widening import widths_after
from core.publish.grid import PERIOD, STATUS, TREND


def requests_for(
    plan: Plan, marker: str, old_markers: Iterable[int], new: Mapping[str, NewTab]
) -> tuple[list[ApiRequest], list[ApiRequest]]:
    """Return the structure of a plan, and its content with the publication's marker last.

    Tabs, rows and columns with their marks, formats and trends have to be sent first and together:
    those that are there already count as complete. Both are empty for an empty plan.
    """
    if plan.is_empty:
        return [], []
    structure: list[ApiRequest] = []
    contents: list[ApiRequest] = []
    for tab in plan.tabs:
        place = new.get(tab.wanted.key, NewTab(0))
        positions = positions_of(tab, place.sheet_id)
        # Before the notes that show them: a publish that breaks off in between sets them again.
        contents += sign_requests(tab.wanted, positions, tab.writes)
        contents += edge_requests(positions, tab.writes)
        if tab.now is None:
            structure += new_tab_requests(tab, positions, place.index)
            structure += chart_requests(tab.wanted, positions, tab.wanted.rows, marker)
            contents += content_requests(tab.wanted, positions)
        else:
            structure += _changed_tab(tab, tab.now, positions)
            new_rows = [insert.key for insert in tab.rows]
            structure += chart_requests(tab.wanted, positions, new_rows, marker)
            contents += write_requests(positions, tab.writes)
    return structure, [*contents, *mark_requests(marker, old_markers)]


@dataclass(frozen=True, slots=True)
class _Change:
    """A tab that is there, its plan, and the positions in it after all inserts."""

    plan: TabPlan
    now: TabNow
    positions: Positions

    @property
    def sheet_id(self) -> int:
        return self.now.sheet_id

    @property
    def new_rows(self) -> dict[str, int]:
        """Keys and final indexes of the rows that are inserted."""
        return {insert.key: self.positions.rows[insert.key] for insert in self.plan.rows}

    @property
    def new_columns(self) -> dict[str, int]:
        """Keys and final indexes of the columns that are inserted."""
        return {insert.key: self.positions.columns[insert.key] for insert in self.plan.columns}

    @property
    def our_columns(self) -> dict[str, int]:
        """Keys and final indexes of the columns that the scorecard has."""
        columns = self.positions.columns.items()
        return {key: index for key, index in columns if key in self.plan.wanted.columns}

    def open_columns(self, row: str) -> dict[str, int]:
        """Keys and final indexes of the columns in which a row that is there may be formatted."""
        now, index = self.now, self.now.rows.index(row)
        return {
            key: place
            for key, place in self.our_columns.items()
            if key in now.columns and not now.is_locked((index, now.columns.index(key)))
        }


def _changed_tab(tab: TabPlan, now: TabNow, positions: Positions) -> Iterator[ApiRequest]:
    """Yield all but the contents: inserts come first, since every index counts them."""
    change = _Change(tab, now, positions)
    for phase in (
        _insert_lines,
        _mark_lines,
        _format_lines,
        _draw_trends,
        _recolour_lines,
        _change_units,
        _show_periods,
        _widen_columns,
    ):
        yield from phase(change)
    yield from comment_requests(tab, positions)


def _insert_lines(change: _Change) -> Iterator[ApiRequest]:
    yield from _inserts(change.sheet_id, "ROWS", change.plan.rows, len(change.now.rows))
    yield from _inserts(change.sheet_id, "COLUMNS", change.plan.columns, len(change.now.columns))


def _inserts(
    sheet_id: int, dimension: Dimension, inserts: Sequence[Insert], count: int
) -> Iterator[ApiRequest]:
    # From the far end, so that each index is still what it was when the plan was made.
    numbers = Counter(insert.index for insert in inserts)
    for index, number in sorted(numbers.items(), reverse=True):
        if index >= count:
            yield {
                "appendDimension": {"sheetId": sheet_id, "dimension": dimension, "length": number}
            }
        else:
            span = dimension_range(sheet_id, dimension, index, index + number)
            yield {"insertDimension": {"range": span, "inheritFromBefore": index > 0}}


def _mark_lines(change: _Change) -> Iterator[ApiRequest]:
    plan = change.plan
    yield from rename_requests(change.now)
    yield from delete_metadata(plan.stale_marks)
    if plan.repaired_tab:
        yield tab_metadata(plan.wanted, change.sheet_id)
    new_rows = [row for row in change.new_rows if row not in plan.unmarked]
    rows = [*new_rows, *plan.repaired_rows.values()]
    columns = [*change.new_columns, *plan.repaired_columns.values()]
    yield from line_metadata(change.positions, rows, columns)


def _format_lines(change: _Change) -> Iterator[ApiRequest]:
    """Format new rows across all columns of ours, and new columns across the other rows."""
    wanted, new_rows = change.plan.wanted, change.new_rows
    rows = change.positions.rows.items()
    other_rows = {key: index for key, index in rows if key in wanted.rows and key not in new_rows}
    for index in new_rows.values():
        if wanted.comments is None:
            yield line_height(wanted, change.sheet_id, index, index + 1)
    for key, index in change.new_columns.items():
        label = column_label(key) or PERIOD
        yield column_width(wanted, change.sheet_id, label, index, index + 1)
    yield from format_requests(wanted, change.sheet_id, new_rows, change.our_columns)
    yield from format_requests(wanted, change.sheet_id, other_rows, change.new_columns)
    if STATUS in change.new_columns:
        yield from status_rules(change.sheet_id, change.new_columns[STATUS])


def _draw_trends(change: _Change) -> Iterator[ApiRequest]:
    wanted, rows = change.plan.wanted, [*change.new_rows]
    if TREND in change.new_columns:
        rows = [row for row in wanted.rows if row in change.positions.rows]
    lines = [row for row in rows if row not in HEADER_ROWS]
    yield from trend_requests(wanted, change.positions, lines)


def _recolour_lines(change: _Change) -> Iterator[ApiRequest]:
    """Grey the rows that are retired now, and give the revived ones their colours back."""
    plan = change.plan
    for row in (*plan.retired, *plan.revived):
        yield from ink_requests(
            plan.wanted,
            change.sheet_id,
            row,
            change.positions.rows[row],
            change.open_columns(row),
            is_retired=row in plan.retired,
        )


def _show_periods(change: _Change) -> Iterator[ApiRequest]:
    """Show the hidden columns of periods that have begun."""
    for key in change.plan.shown:
        index = change.positions.columns[key]
        yield column_visibility(change.sheet_id, index, index + 1, is_hidden=False)


def _widen_columns(change: _Change) -> Iterator[ApiRequest]:
    """Widen columns, and let the tab remember it."""
    widened, now = change.plan.widened, change.now
    if not widened:
        return
    for key in widened:
        label, index = column_label(key) or PERIOD, change.positions.columns[key]
        yield column_width(change.plan.wanted, change.sheet_id, label, index, index + 1)
    if now.width_mark is not None:
        yield from delete_metadata([now.width_mark])
    yield width_metadata(change.sheet_id, widths_after(change.plan.wanted, now, widened))


def _change_units(change: _Change) -> Iterator[ApiRequest]:
    """Give a row whose unit is another one the number formats of that unit."""
    for row in rows_with_new_units(change.plan):
        if row in change.now.rows:
            columns = change.open_columns(row)
            index = change.positions.rows[row]
            yield from number_requests(change.plan.wanted, change.sheet_id, row, index, columns)
