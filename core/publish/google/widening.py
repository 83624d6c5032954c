"""Columns of a tab that is there, made as wide as what they show now. Pure.

A tab remembers in its metadata how wide a publish made its columns. A column that has another width
since was changed by a person, and keeps it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from core.publish.google.comment_columns import column_label, is_comment_column
from core.publish.google.pixels import pixel_width, usual_widths
from core.publish.google.sheet import TabNow
from core.publish.google.wanted import Wanted
from core.publish.grid import CHANGE, LATEST, PERIOD, TARGET, YEAR_AGO

# Columns of numbers, which show nothing but `###` where they are too narrow.
_NUMBERS = (LATEST, CHANGE, YEAR_AGO, TARGET, PERIOD)


def widened_columns(wanted: Wanted, now: TabNow) -> Iterator[tuple[str, int]]:
    """Yield the columns that are too narrow and as wide as a publish made them, and their width."""
    usual = {label: _usual_width(label, now) for label in _NUMBERS}
    for index, key in enumerate(now.columns):
        if key not in wanted.columns or is_comment_column(key) or now.keeps_column(index):
            continue
        label = column_label(key) or PERIOD
        pixels = pixel_width(wanted, label)
        width = now.widths.get(index, pixels)
        if width < pixels and width == now.set_widths.get(label, usual.get(label)):
            yield key, pixels


def _usual_width(label: str, now: TabNow) -> int | None:
    """Return the width of columns in a tab of an earlier version, which does not remember it.

    It is one that a publish gives, and the same for all periods; otherwise a person gave it.
    """
    columns = enumerate(now.columns)
    widths = {now.widths.get(index) for index, key in columns if key and column_label(key) == label}
    width = widths.pop() if len(widths) == 1 else None
    return width if width in usual_widths(label) else None


def widths_after(wanted: Wanted, now: TabNow, widened: Mapping[str, int]) -> dict[str, int]:
    """Return the widths that a tab has to remember once some columns are wider."""
    labels = {column_label(key) or PERIOD for key in widened}
    return {**now.set_widths, **{label: pixel_width(wanted, label) for label in labels}}
