"""The columns to copy of a remote table, and the refusal of types that DuckDB lacks. Pure."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping

from core.errors import CopyLimitError
from core.query import EVERY_COLUMN

_TYPES = frozenset(
    [
        *("boolean", "smallint", "integer", "bigint", "real", "double precision", "text", "date"),
        *("timestamp without time zone", "timestamp with time zone", "time without time zone"),
        *("interval", "bytea", "uuid"),
    ]
)
_NUMERIC = re.compile(r"numeric\((\d+),\d+\)")
_MOST_DIGITS = 38


def choose_columns(
    table: str, types: Mapping[str, str], columns: Collection[str]
) -> Mapping[str, str]:
    """Return the types of the wanted columns; for a query that counts rows, of any column.

    Raises:
        CopyLimitError: DuckDB cannot hold one of them, or no column at all.
    """
    if EVERY_COLUMN in columns:
        chosen = dict(types)
    else:
        chosen = {name: kind for name, kind in types.items() if name in columns}
    for name, kind in chosen.items():
        if not _is_held(kind):
            raise CopyLimitError(
                f"{table} has the column {name} of the type {kind}, which cannot be copied beside"
                " files and stored values; name the columns that the query needs, or read a view"
                " that casts it"
            )
    held = {name: kind for name, kind in types.items() if _is_held(kind)}
    if not held:
        raise CopyLimitError(
            f"{table} has no column that can be copied; read a view that casts one"
        )
    return chosen or dict(list(held.items())[:1])


def _is_held(kind: str) -> bool:
    element = kind.rstrip("[]")
    digits = _NUMERIC.fullmatch(element)
    return int(digits[1]) <= _MOST_DIGITS if digits else element in _TYPES
