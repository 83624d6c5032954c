"""Recorded runs as a table and as JSON."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from core.cli.text.past_runs import past_runs_json, past_runs_text
from core.store import PastRun, Run

BEGAN = datetime(2026, 11, 16, 5, tzinfo=UTC)
RUN = Run("run-1", "success", "scorecard run success", "ana", "desk", "abc123", BEGAN, "DuckDB 1")
PAST = PastRun(RUN, BEGAN + timedelta(seconds=3.21), "failed", "kpi_06: no such table " * 5)
ZONES = {"success": ZoneInfo("Europe/Berlin")}
TABLE = """\
run    domain   command                by        started                 took  outcome  message
-----  -------  ---------------------  --------  --------------------  ------  -------  \
----------------------------------------------------------
run-2  success  scorecard run success  ana@desk  2026-11-16 06:00 CET          running
run-1  success  scorecard run success  ana@desk  2026-11-16 06:00 CET   3.2 s  failed   \
kpi_06: no such table kpi_06: no such table kpi_06: no …
"""


def test_a_run_has_who_when_how_long_and_its_message_in_a_few_words() -> None:
    running = PastRun(replace(RUN, run_id="run-2"), None, "running", "")

    lines = past_runs_text([running, PAST], ZONES).splitlines()
    assert [line.split() for line in lines if not line.startswith("-")] == [
        line.split() for line in TABLE.splitlines() if not line.startswith("-")
    ]


@pytest.mark.parametrize(
    ("seconds", "text"), [(0, "0.0 s"), (59.5, "59.5 s"), (61, "0:01:01"), (3661, "1:01:01")]
)
def test_a_long_run_has_hours_and_minutes(seconds: float, text: str) -> None:
    past = replace(PAST, finished_at=BEGAN + timedelta(seconds=seconds))

    assert f"CET  {text}  failed" in past_runs_text([past], ZONES)


def test_json_has_the_whole_message_and_instants_with_their_offset() -> None:
    (record,) = json.loads(past_runs_json([PAST], ZONES))

    assert record["message"] == PAST.message
    assert record["started_at"] == "2026-11-16T06:00:00+01:00"
    assert record["finished_at"] == "2026-11-16T06:00:03.210000+01:00"
    assert (record["seconds"], record["host"], record["engine"]) == (3.21, "desk", "DuckDB 1")
