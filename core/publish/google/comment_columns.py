"""Keys of columns for comments, each beside the column of its period. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from core.publish.grid import COMMENTS, LABELS

_PREFIX = "comments/"


def comment_column(period: str) -> str:
    """Return the key of the column for comments on a period."""
    return _PREFIX + period


def is_comment_column(key: str) -> bool:
    """Return whether a column is one for comments."""
    return key.startswith(_PREFIX)


def commented_period(key: str) -> str:
    """Return the period that the comments in a column are about."""
    return key.removeprefix(_PREFIX)


def with_comment_columns(periods: Iterable[str], commented: Collection[str]) -> Iterator[str]:
    """Yield the columns of periods, each followed by that of its comments if it has one."""
    for period in periods:
        yield period
        if period in commented:
            yield comment_column(period)


def column_label(key: str) -> str:
    """Return the label of a column, the same for all comments, and "" for a period."""
    if is_comment_column(key):
        return COMMENTS
    return key if key in LABELS else ""
