"""Rows whose unit changes; the parts of a breakdown show that of the row above. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from core.publish.google.changes import TabPlan
from core.publish.google.sheet import EMPTY
from core.publish.google.wanted import HEADER_ROWS
from core.publish.grid import UNIT
from core.publish.keys import whole_row_key


def rows_with_new_units(plan: TabPlan) -> Iterator[str]:
    """Yield the rows whose values have another unit now."""
    cells = plan.wanted.cells
    for write in plan.writes:
        row, column = write.place
        if column != UNIT or row in HEADER_ROWS or not write.sets_value:
            continue
        whole = whole_row_key(row)
        if row == whole and write.old.value is None:
            continue  # the publish that made the row broke off
        if write.new.value is not None or cells.get((whole, UNIT), EMPTY).value != write.old.value:
            yield row
        if row == whole:
            parts = (key for key in plan.wanted.rows if key.startswith(whole) and key != whole)
            yield from (part for part in parts if (part, UNIT) not in cells)
