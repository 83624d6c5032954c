"""Unique indexes of tables, which prove what `unique` would have to count. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from core.engines import UniqueKey
from core.model import SourceCheck


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
