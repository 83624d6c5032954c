"""Judges stored values: changes, averages, progress, status, trend, process limits, to date.

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
from core.status.limits import (
    LEAST,
    LOCKED,
    LimitsBase,
    ProcessLimits,
    Reach,
    bases_to_record,
    limits_at,
    process_limits,
)
from core.status.rules import JUDGED, Judgement, Status, judge, judge_value
from core.status.series import LineKey, ValueSeries, line_key, series_by_line
from core.status.to_date import ToDate, Total, first_period, to_date, total
from core.status.totals import adds_fields, with_totals
from core.status.trend import TREND_OVER, ValueTrend, trend_of
from core.status.variation import Variation, VariationKind, find_sign, variation_at

__all__ = [
    "IN_POINTS",
    "JUDGED",
    "LEAST",
    "LOCKED",
    "TREND_OVER",
    "Judgement",
    "LimitsBase",
    "LineKey",
    "ProcessLimits",
    "Reach",
    "Status",
    "ToDate",
    "Total",
    "ValueChange",
    "ValueComparison",
    "ValueSeries",
    "ValueTrend",
    "Variation",
    "VariationKind",
    "adds_fields",
    "average_before",
    "bases_to_record",
    "before",
    "change_against",
    "change_of",
    "compare",
    "find_sign",
    "first_period",
    "judge",
    "judge_value",
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
