"""Judges stored values: changes, averages.

It reads no store, no file and no clock, and decides no value.
"""

from __future__ import annotations

from core.status.changes import IN_POINTS, ValueChange, change_against, change_of, no_percent
from core.status.comparison import (
    ValueComparison,
    average_before,
    before,
    compare,
    year_ago,
    year_before,
)
from core.status.series import LineKey, ValueSeries, line_key, series_by_line

__all__ = [
    "IN_POINTS",
    "LineKey",
    "ValueChange",
    "ValueComparison",
    "ValueSeries",
    "average_before",
    "before",
    "change_against",
    "change_of",
    "compare",
    "line_key",
    "no_percent",
    "series_by_line",
    "year_ago",
    "year_before",
]
