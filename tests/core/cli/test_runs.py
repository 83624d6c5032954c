"""`runs` as people and programs use it."""

from __future__ import annotations

import json

from tests.core.cli.commands import Command
from tests.processes import Outcome


def test_runs_are_listed_newest_first(scorecard: Command, filled: str) -> None:
    later = {"SCORECARD_NOW": "2026-11-17T00:30+01:00"}
    scorecard("run", "success", "--period", "last", "--no-publish", url=filled, **later)
    found = scorecard("runs", url=filled)

    _, _, newest, oldest = found.out.splitlines()
    assert (found.code, found.err) == (0, "")
    assert "scorecard run success --period last" in newest
    assert "2026-11-17 00:30 CET" in newest
    assert "2026-11-16 06:00 CET" in oldest
    for options in (("--last", "1"), ("--period", "2026-11-17"), ("--period", "today")):
        one = json.loads(
            scorecard("runs", "success", *options, "--format", "json", url=filled, **later).out
        )
        assert [run["started_at"] for run in one] == ["2026-11-17T00:30:00+01:00"]
        assert one[0]["outcome"] == "ok"


def test_without_a_run_there_is_none(scorecard: Command, url: str) -> None:
    assert scorecard("runs", url=url) == Outcome(0, "success: no runs found\n", "")
    assert scorecard("runs", "--format", "json", url=url) == Outcome(0, "[]\n", "")
