"""A recorded base of process limits."""

from __future__ import annotations

from datetime import UTC, datetime

from core.model import RecordedBase, parse_period

BASE = RecordedBase(
    domain="success",
    kpi_number=6,
    field_name="forms",
    field_details="web",
    range_type="week",
    cadence="weekly",
    limits_since="",
    first_period="2026-W01",
    last_period="2026-W03",
    base_values='{"2026-W01": 4, "2026-W03": 0.5}',
    definition="one",
    run_id="run-1",
    recorded_at=datetime(2026, 11, 16, tzinfo=UTC),
)


def test_its_values_are_by_period_and_its_line_is_that_of_the_series() -> None:
    first, last = parse_period("2026-W01"), parse_period("2026-W03")
    assert BASE.values == {first: 4.0, last: 0.5}
    assert BASE.line == (6, "forms", "web", "week", "weekly")
