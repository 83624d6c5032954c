"""Targets, progress, status and trend of values, as text and as JSON."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from core.model import Row, goal_of, goal_text
from core.status import JUDGED, LineKey, ValueSeries, ValueTrend, judge, line_key, trend_of

SeriesByLine = Mapping[LineKey, ValueSeries]


def target_text(row: Row) -> str:
    """Return the target of a row, empty for none."""
    goal = goal_of(row)
    return goal_text(goal, row.unit) if goal else ""


def status_text(row: Row) -> str:
    """Return status and progress of a row: `✓ on track, 83%`; empty without a target."""
    if row.target is None:
        return ""
    judged = judge(row)
    progress = "" if judged.progress is None else f", {judged.progress:.0f}%"
    note = f" ({judged.reason})" if judged.reason and judged.status in JUDGED else ""
    return f"{judged.status.text}{progress}{note}"


def trend_text(trend: ValueTrend, unit: str) -> str:
    """Return a trend: `↗ +15.0% since 2026-W42, better`; empty without a direction."""
    if not trend.direction:
        return ""
    change = trend.change
    amount = change.absolute or 0
    relative = None if change.relative is None else f"{change.relative:+.1%}"
    size = relative or (f"{amount:+.1f} pp" if unit == "percent" else f"{amount:+,.4g}")
    verdict = {True: ", better", False: ", worse", None: ""}[trend.is_good]
    return f"{trend.arrow} {size} since {change.against}{verdict}"


def judgement_line(row: Row, lines: SeriesByLine) -> str:
    """Return target, status and trend of a value in one line; empty for a value without."""
    trend = trend_text(_trend(row, lines), row.unit)
    parts = (target_text(row) and f"target {target_text(row)}", status_text(row), trend)
    return "  ".join(part for part in parts if part)


def judgement_record(row: Row) -> dict[str, Any]:
    """Return progress and status as members of a row's JSON object."""
    judged = judge(row)
    return {
        "progress": judged.progress,
        "status": judged.status.value,
        "status_reason": judged.reason or None,
    }


def trend_record(row: Row, lines: SeriesByLine) -> dict[str, Any]:
    """Return the trend as members of a row's JSON object."""
    trend = _trend(row, lines)
    return {
        "trend": trend.direction or None,
        "trend_percent": trend.change.relative,
        "trend_since": trend.change.against if trend.direction else None,
    }


def _trend(row: Row, lines: SeriesByLine) -> ValueTrend:
    series = lines.get(line_key(row)) or ValueSeries({row.period: row})
    return trend_of(series, row.period, row.better)
