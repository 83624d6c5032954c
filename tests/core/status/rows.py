"""Stored rows of one line, for tests of judgements."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from core.model import PERIOD_UNIT, Period, Row, parse_period
from core.status import ValueSeries, series_by_line

NOON = datetime(2026, 11, 16, 12, tzinfo=UTC)


def row(period: str | Period, value: float | None, **changes: Any) -> Row:
    """Return the row of a period; None is a query that gave no value."""
    found = period if isinstance(period, Period) else parse_period(period)
    facts: dict[str, Any] = {
        "domain": "success",
        "sc_name": "Success scorecard",
        "kpi_number": 1,
        "field_name": "deals",
        "field_details": "",
        "range_type": PERIOD_UNIT[found.cadence],
        "period": found,
        "print_date": found.day_after,
        "cut_off": NOON,
        "outcome": "none" if value is None else "value",
        "value": value,
        "numerator": None,
        "denominator": None,
        "reason": "the query returned no row" if value is None else "",
        "unit": "count",
        "target": None,
        "partial": False,
        "definition": "one",
        "run_id": "run-1",
        "computed_at": NOON,
    }
    return Row(**(facts | changes))


def ratio(period: str | Period, numerator: float, denominator: float, **changes: Any) -> Row:
    """Return the row of a percentage with numerator and denominator."""
    parts = {"numerator": numerator, "denominator": denominator, "unit": "percent"}
    return row(period, numerator / denominator, **(parts | changes))


def series(*rows: Row, broken: str = "") -> ValueSeries:
    """Return the one series of some rows; a new definition begins in the period `broken`."""
    breaks = [each.key for each in rows if str(each.period) == broken]
    (found,) = series_by_line(rows, breaks).values()
    return found


def run_of(first: str, *values: float | None, **changes: Any) -> list[Row]:
    """Return the rows of successive periods."""
    start = parse_period(first)
    return [row(start.shift(index), value, **changes) for index, value in enumerate(values)]
