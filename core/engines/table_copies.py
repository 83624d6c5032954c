"""The copies of a warehouse's tables on a run's local database: what they hold, and what is due."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from core.query import ALL_ROWS, EVERY_COLUMN, RowSet, find_time_columns


@dataclass(frozen=True, slots=True)
class TableCopy:
    """Columns of a table, `*` for all, of some of its rows."""

    columns: frozenset[str]
    rows: RowSet = ALL_ROWS

    def union(self, other: TableCopy) -> TableCopy:
        """Return a copy that contains both."""
        return TableCopy(self.columns | other.columns, self.rows.union(other.rows))

    def of_table(self, types: Mapping[str, str]) -> TableCopy:
        """Return the copy of a table, of whose columns `types` are PostgreSQL's names of types."""
        every = EVERY_COLUMN in self.columns
        columns = frozenset(types) if every else self.columns & frozenset(types)
        return TableCopy(columns, self.rows.bounded_by(find_time_columns(types)))

    def contains(self, other: TableCopy) -> bool:
        """Return whether all columns and rows of another copy are in this one."""
        has_columns = EVERY_COLUMN in self.columns or other.columns <= self.columns
        return has_columns and self.rows.contain(other.rows)


class TableCopies:
    """Remembers what is copied, and what all queries over tables need where they run on copies."""

    def __init__(self) -> None:
        self._expected: dict[str, TableCopy] = {}
        self._copied: dict[str, TableCopy] = {}
        self._separate: set[str] = set()

    def expect(self, needs: Mapping[str, frozenset[str]]) -> None:
        """Let each copy of these tables have these columns of all rows."""
        self._expected = {table: TableCopy(columns) for table, columns in needs.items()}

    @property
    def are_expected(self) -> bool:
        """Whether queries over tables run on copies."""
        return bool(self._expected)

    def find_due(self, table: str, wanted: TableCopy) -> TableCopy | None:
        """Return what to copy, with all that is copied already; None if the copy has it."""
        due = wanted.union(self._expected.get(table, wanted))
        copied = self._copied.get(table)
        if copied is None:
            return due
        if copied.contains(due):
            return None
        return due if table in self._separate else due.union(copied)

    def separate(self, table: str) -> None:
        """Let each query have a copy of its own from now on: one for all would be too large."""
        self._separate.add(table)
        self._copied.pop(table, None)

    def add(self, table: str, copy: TableCopy) -> None:
        """Remember that a table is copied, in place of its copy before."""
        self._copied[table] = copy
