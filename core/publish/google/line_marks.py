"""Marks of rows and columns in a sheet's developer metadata. Pure.

Google keeps 30,000 characters of it per sheet, keys and values of all programs. So a row is marked
with a short hash of its key, and rows without room for a mark are found by their labels.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Collection, Iterable, Mapping

# Keys of the metadata; the long ones are of earlier versions, with the whole key as value.
ROW, COLUMN = "sc-r", "sc-c"
LONG_ROW, LONG_COLUMN = "scorecard-row", "scorecard-column"

MOST_CHARACTERS = 30_000
# Left to other programs.
_RESERVE = 1_000
_UNKNOWN = "?"


def row_mark(key: str) -> str:
    """Return the mark of a row: eight characters, the same for the same key."""
    digest = hashlib.blake2b(key.encode(), digest_size=6).digest()
    return base64.urlsafe_b64encode(digest).decode()


def keys_by_mark(keys: Iterable[str]) -> dict[str, str]:
    """Return keys of rows by their marks."""
    return {row_mark(key): key for key in keys}


def read_line_mark(kind: str, value: str, keys: Mapping[str, str]) -> str:
    """Return the key of the line that has this metadata; `keys` are those of rows by mark.

    A row whose key is not among them is of the scorecard all the same.
    """
    return keys.get(value, _UNKNOWN + value) if kind == ROW else value


def mark_size(key: str, *, is_row: bool) -> int:
    """Return the number of characters that the mark of a row or column takes."""
    return len(ROW) + len(row_mark(key)) if is_row else len(COLUMN) + len(key)


def room_for_marks(used: int) -> int:
    """Return the number of characters left for marks in a sheet whose metadata has `used`."""
    return max(MOST_CHARACTERS - _RESERVE - used, 0)


def rows_without_room(rows: Collection[str], columns: Collection[str], room: int) -> frozenset[str]:
    """Return the rows that get no mark, the last ones, after all columns got theirs."""
    room -= sum(mark_size(key, is_row=False) for key in columns)
    unmarked: list[str] = []
    for key in rows:
        room -= mark_size(key, is_row=True)
        if room < 0:
            unmarked.append(key)
    return frozenset(unmarked)
