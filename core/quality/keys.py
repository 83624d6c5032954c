"""Unique indexes of PostgreSQL's tables, which prove what `unique` would have to count. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from core.model import SourceCheck
from core.query import Result

# A snapshot sees the indexes that held for its rows. Left out are indexes that hold for some rows,
# for expressions or at the end of a transaction only, and tables whose rows are in others too.
KEY_STATEMENT = """
    SELECT array_agg(lower(attname)), bool_and(attnotnull)
    FROM pg_index
    JOIN pg_class ON pg_class.oid = indrelid
    JOIN pg_attribute ON attrelid = indrelid
        AND attnum = ANY((indkey::smallint[])[0:indnkeyatts - 1])
    WHERE indrelid = to_regclass(:relation) AND indisunique AND indisvalid AND indimmediate
        AND indpred IS NULL AND indexprs IS NULL
        AND (relkind = 'p' OR relkind = 'r' AND NOT relhassubclass)
    GROUP BY indexrelid
"""


@dataclass(frozen=True, slots=True)
class UniqueKey:
    """The columns of a unique index, in lower case, and whether none of them can be NULL."""

    columns: frozenset[str]
    is_filled: bool


def read_keys(result: Result) -> list[UniqueKey]:
    """Return the keys of a table from the result of the statement."""
    return [UniqueKey(frozenset(columns), bool(filled)) for columns, filled in result.rows]


def find_proven(checks: Sequence[SourceCheck], keys: Iterable[UniqueKey]) -> list[SourceCheck]:
    """Return the checks that cannot fail, because a unique index holds them."""
    known = list(keys)
    return [check for check in checks if any(_proves(key, check) for key in known)]


def _proves(key: UniqueKey, check: SourceCheck) -> bool:
    """Return whether a key makes a check's columns unique.

    An index takes NULL for different from NULL, as a check of one column does; one of several
    columns takes it for the same.
    """
    if check.kind != "unique":
        return False
    columns = frozenset(column.lower() for column in check.columns)
    if key.is_filled:
        return key.columns <= columns
    return key.columns == columns and len(columns) == 1
