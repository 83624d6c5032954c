"""Charts: values that are handed in become SVG, the same text for the same values.

It reads nothing, computes no value, and writes no number that was not handed in.
"""

from __future__ import annotations

from core.charts.distribution import Distribution, distribution
from core.charts.fonts import FONT_FAMILY
from core.charts.health_grid import HealthCell, HealthGrid, HealthRow, health_grid
from core.charts.panel import PeriodPanel
from core.charts.points import ChartPoint, signed
from core.charts.segments import SegmentComparison, SegmentValue, segment_comparison
from core.charts.small_multiples import SmallMultiples, SmallPanel, small_multiples
from core.charts.sparkline import sparkline
from core.charts.tones import TONES, Tone
from core.charts.tree import MetricNode, metric_tree
from core.charts.waterfall import StepKind, Waterfall, WaterfallStep, waterfall
from core.charts.weeks_months import (
    ChartEvent,
    ChartFact,
    WeeksAndMonths,
    six_weeks_and_twelve_months,
)

__all__ = [
    "FONT_FAMILY",
    "TONES",
    "ChartEvent",
    "ChartFact",
    "ChartPoint",
    "Distribution",
    "HealthCell",
    "HealthGrid",
    "HealthRow",
    "MetricNode",
    "PeriodPanel",
    "SegmentComparison",
    "SegmentValue",
    "SmallMultiples",
    "SmallPanel",
    "StepKind",
    "Tone",
    "Waterfall",
    "WaterfallStep",
    "WeeksAndMonths",
    "distribution",
    "health_grid",
    "metric_tree",
    "segment_comparison",
    "signed",
    "six_weeks_and_twelve_months",
    "small_multiples",
    "sparkline",
    "waterfall",
]
