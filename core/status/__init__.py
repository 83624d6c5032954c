"""Judges stored values: changes, averages, progress, status, trend.

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
from core.status.rules import JUDGED, Judgement, Status, judge, judge_value
from core.status.series import LineKey, ValueSeries, line_key, series_by_line
from core.status.trend import TREND_OVER, ValueTrend, trend_of

__all__ = [
    "IN_POINTS",
    "JUDGED",
    "TREND_OVER",
    "Judgement",
    "LineKey",
    "Status",
    "ValueChange",
    "ValueComparison",
    "ValueSeries",
    "ValueTrend",
    "average_before",
    "before",
    "change_against",
    "change_of",
    "compare",
    "judge",
    "judge_value",
    "line_key",
    "no_percent",
    "series_by_line",
    "trend_of",
    "year_ago",
    "year_before",
]
