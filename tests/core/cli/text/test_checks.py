"""Outcomes of checks as a table."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from core.cli.text.checks import checks_text
from core.store import CheckRecord

LATE = CheckRecord(
    run_id="run",
    domain="success",
    source="stg.orders",
    check_name="fresh('30 hours')",
    kind="fresh",
    outcome="late",
    measured=48.25,
    allowed=30.0,
    rows=10,
    newest=None,
    message="stg.orders is not fresh",
    kpis="1, 2",
    checked_at=datetime(2026, 11, 16, 5, tzinfo=UTC),
)
MISSING = replace(
    LATE,
    check_name="missing('client_id', 0.05)",
    kind="missing",
    outcome="passed",
    measured=0.0123,
    allowed=0.05,
    message="",
    kpis="",
)


def test_ages_are_hours_and_other_measures_are_shares() -> None:
    lines = checks_text([LATE, MISSING]).splitlines()
    assert lines[2].split()[5:9] == ["48.2", "h", "30.0", "h"]
    assert lines[3].split()[4:9] == ["passed", "1.23", "%", "5", "%"]
