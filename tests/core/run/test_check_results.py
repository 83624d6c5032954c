"""The record of checks."""

from __future__ import annotations

from datetime import UTC, datetime

from core.catalog import SourceTerms
from core.quality import Measurement
from core.run.check_results import Judged, check_results

NOW = datetime(2026, 11, 16, 5, tzinfo=UTC)


def test_the_age_of_the_newest_row_is_recorded_in_hours() -> None:
    measured = Measurement(rows=10, newest=datetime(2026, 11, 14, 5, tzinfo=UTC))
    judged = Judged("stg.orders", SourceTerms("_synced_at", "30 hours"), measured, ())
    kept = {("success", "stg.orders: fresh('30 hours')"): {5, 1}}

    (result,) = check_results(judged, "success", "run", NOW, kept, ())

    assert (result.check_name, result.kind) == ("fresh('30 hours')", "fresh")
    assert (result.outcome, result.measured, result.allowed) == ("late", 48.0, 30.0)
    assert result.kpis == "1, 5"
