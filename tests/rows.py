"""Rows as a first run stores them."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from core.model.period import parse_period
from core.model.records import Row

RUN_AT = datetime(2026, 11, 16, 5, 1, tzinfo=UTC)


def row(value: float | None = 3.0, field: str = "", period: str = "2026-W46", **given: Any) -> Row:
    """Return a row of KPI 06 as computed on the Monday after the period."""
    covered = parse_period(period)
    computed = Row(
        domain="success",
        sc_name="Success scorecard",
        kpi_number=6,
        field_name="forms",
        field_details=field,
        range_type="week",
        period=covered,
        print_date=covered.last_day + timedelta(days=1),
        cut_off=datetime(2026, 11, 16, 5, tzinfo=UTC),
        outcome="value" if value is not None else "none",
        value=value,
        numerator=None,
        denominator=None,
        reason="" if value is not None else "the query returned NULL",
        unit="count",
        target=None,
        partial=False,
        definition="v1",
        run_id="run-1",
        computed_at=RUN_AT,
    )
    return replace(computed, **given)
