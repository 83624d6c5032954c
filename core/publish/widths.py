"""Widths of a tab's columns in characters, as wide as what is in them. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from core.model import change_format, format_value
from core.publish.grid import (
    CHANGE,
    COMMENTS,
    LATEST,
    NAME,
    NUMBER,
    OWNER,
    PERIOD,
    STATUS,
    TARGET,
    TREND,
    UNIT,
    YEAR_AGO,
    Line,
    SheetTab,
)

_TREND_WIDTH = 13
# Widths count digits of 10 points; so many letters of 9 points are as wide as one.
_SMALLER = 1.35


class _Limits(NamedTuple):
    """Least and most characters of a column; seven digits with their separators always fit."""

    least: int
    most: int


_LIMITS: Mapping[str, _Limits] = {
    NUMBER: _Limits(5, 5),
    NAME: _Limits(22, 40),
    LATEST: _Limits(10, 20),
    CHANGE: _Limits(9, 20),
    YEAR_AGO: _Limits(11, 20),
    STATUS: _Limits(17, 17),
    TARGET: _Limits(10, 20),
    TREND: _Limits(_TREND_WIDTH, _TREND_WIDTH),
    UNIT: _Limits(8, 9),
    OWNER: _Limits(10, 18),
    PERIOD: _Limits(10, 20),
    COMMENTS: _Limits(36, 36),
}


def column_widths(tab: SheetTab) -> dict[str, int]:
    """Return the characters that fit into each column, by its label; periods share one width."""
    widths = {label: limits.least for label, limits in _LIMITS.items()}
    for line in tab.lines:
        for label, width in _widths_of(line).items():
            widths[label] = max(widths[label], width)
    return {label: min(width, _LIMITS[label].most) for label, width in widths.items()}


def headline_room(tab: SheetTab) -> int:
    """Return the characters of a headline that fit into the columns that stay in view."""
    widths = column_widths(tab)
    in_view = tab.labels[: tab.labels.index(CHANGE) + 1]
    return int(sum(widths[label] for label in in_view) * _SMALLER)


def possible_widths(label: str) -> range:
    """Return the numbers of characters that can fit into a column of this label."""
    return range(_LIMITS[label].least, _LIMITS[label].most + 1)


def _widths_of(line: Line) -> dict[str, int]:
    value = _value_width(line)
    return {
        NAME: len(line.label) + (2 if line.is_breakdown else 0),
        LATEST: value,
        CHANGE: _change_width(line.change, line),
        YEAR_AGO: _change_width(line.year_ago, line),
        TARGET: _target_width(line),
        UNIT: len(line.unit) + 1,
        OWNER: len(str(line.labels[OWNER] or "")) + 1,
        PERIOD: value,
    }


def _value_width(line: Line) -> int:
    """Return the characters of the widest number, with the sign that may follow it."""
    values = [cell.value for cell in line.cells if cell.value is not None]
    return max((len(format_value(value, line.unit)) for value in values), default=0) + 2


def _target_width(line: Line) -> int:
    target = line.labels[TARGET]
    if target is None:
        return 0
    return len(target if isinstance(target, str) else format_value(target, line.unit)) + 4


def _change_width(change: float | None, line: Line) -> int:
    if change is None:
        return 0
    unit = " pp" if change_format(line.unit).endswith('pp"') else ""
    return len(f"{abs(change):,.1f}{unit}") + 3
