"""Compared values for programs: as one JSON object each, and as CSV."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from core.cli.text.compared import ComparedRow
from core.cli.text.records import csv_text, json_text
from core.cli.text.values import record
from core.model import goal_of
from core.status import ValueChange, ValueComparison

_MEANS = ("short_mean", "long_mean")


def compared_json(rows: Sequence[ComparedRow]) -> str:
    """Return rows with their comparisons as a list of JSON objects."""
    return json_text([_record(each) for each in rows])


def compared_csv(rows: Sequence[ComparedRow]) -> str:
    """Return rows with their comparisons as CSV, with a column for each of their facts."""
    return csv_text([_flat_record(each) for each in rows], ("domain",))


def limits_record(compared: ComparedRow) -> dict[str, Any]:
    """Return the process limits that hold for a value as one JSON object, all None for none."""
    base, variation = compared.base, compared.variation
    limits, goal = base.limits if base else None, goal_of(compared.row)
    return {
        "mean": limits.mean if limits else None,
        "lower": limits.lower if limits else None,
        "upper": limits.upper if limits else None,
        "first_period": base.first.label if base else None,
        "last_period": base.last.label if base else None,
        "values": base.count if base else 0,
        "locked": base.is_locked if base else False,
        "recorded_at": base.recorded_at.isoformat() if base and base.recorded_at else None,
        "corrected": [period.label for period in base.corrected] if base else [],
        "variation": variation.kind if variation else None,
        "sign": variation.sign or None if variation else None,
        "target_is_met": limits.reach(goal) if limits and goal else None,
        "reason": base.reason or None if base else "no value is stored",
    }


def change_record(change: ValueChange) -> dict[str, Any]:
    """Return a change as one JSON object."""
    return {
        "against": change.against,
        "value": change.base,
        "change": change.absolute,
        "change_percent": change.percent,
        "reason": change.reason or None,
        "remark": change.remark or None,
    }


def comparison_record(comparison: ValueComparison) -> dict[str, Any]:
    """Return all comparisons of a value as one JSON object."""
    return {
        "before": change_record(comparison.before),
        "year_ago": change_record(comparison.year_ago),
        "averages": [change_record(each) for each in comparison.averages],
    }


def compared_record(compared: ComparedRow) -> dict[str, Any]:
    """Return what one field of a KPI is compared with as one JSON object."""
    return {
        "field_details": compared.row.field_details,
        "comparison": comparison_record(compared.comparison),
        "limits": limits_record(compared),
    }


def _record(compared: ComparedRow) -> dict[str, Any]:
    found = record(compared.row, compared.broken)
    comparison = comparison_record(compared.comparison)
    return {**found, "comparison": comparison, "limits": limits_record(compared)}


def _flat_record(compared: ComparedRow) -> dict[str, Any]:
    found = record(compared.row, compared.broken)
    comparison = compared.comparison
    changes = {"before": comparison.before, "year_ago": comparison.year_ago}
    # Quarters have one mean only.
    averages = (*comparison.averages, ValueChange(against=""))
    changes |= dict(zip(_MEANS, averages, strict=False))
    for name, change in changes.items():
        for key, value in change_record(change).items():
            found[f"{name}_{key}"] = value
    for key, value in limits_record(compared).items():
        found[f"limits_{key}"] = value
    return found
