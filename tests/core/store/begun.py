"""Runs that have begun, for the tests of runs and of definitions."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from core.store.runs import Run

NOW = datetime(2026, 11, 16, 5, tzinfo=UTC)
RUN = Run("run-1", "success", "scorecard run success", "me", "host", "abc123", NOW)


def at(run_id: str, days: int) -> Run:
    return replace(RUN, run_id=run_id, started_at=NOW + timedelta(days=days))
