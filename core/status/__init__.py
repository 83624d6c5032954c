"""Judges stored values: changes, averages, progress, status, trend, process limits, to date.

It reads no store, no file and no clock, and decides no value.
"""

from __future__ import annotations

from core.status.changes import IN_POINTS, ValueChange, no_percent
from core.status.comparison import (
    ValueComparison,
    before,
    compare,
    year_ago,
    year_before,
)
from core.status.limits import (
    LEAST,
    LOCKED,
    LimitsBase,
    ProcessLimits,
    Reach,
    bases_to_record,
    final_values,
    limiting_values,
    limits_at,
    process_limits,
)
from core.status.ratios import NO_RATIO
from core.status.rules import JUDGED, Judgement, Status, judge, judge_value
from core.status.series import LineKey, ValueSeries, find_obstacle, line_key, series_by_line
from core.status.to_date import SpanUnit, ToDate, Total, first_period, to_date, total
from core.status.totals import adds_fields, with_totals
from core.status.trend import ValueTrend, trend_of
from core.status.variation import SignSide, Variation, find_sign, variation_at

__all__ = [
    "IN_POINTS",
    "JUDGED",
    "LEAST",
    "LOCKED",
    "NO_RATIO",
    "Judgement",
    "LimitsBase",
    "LineKey",
    "ProcessLimits",
    "Reach",
    "SignSide",
    "SpanUnit",
    "Status",
    "ToDate",
    "Total",
    "ValueChange",
    "ValueComparison",
    "ValueSeries",
    "ValueTrend",
    "Variation",
    "adds_fields",
    "bases_to_record",
    "before",
    "compare",
    "final_values",
    "find_obstacle",
    "find_sign",
    "first_period",
    "judge",
    "judge_value",
    "limiting_values",
    "limits_at",
    "line_key",
    "no_percent",
    "process_limits",
    "series_by_line",
    "to_date",
    "total",
    "trend_of",
    "variation_at",
    "with_totals",
    "year_ago",
    "year_before",
]
