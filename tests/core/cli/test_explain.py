"""`explain` puts a value beside earlier ones; what else it shows is in `test_values.py`."""

from __future__ import annotations

import json

from tests.core.cli.commands import Command


def test_explain_shows_what_a_value_is_compared_with(scorecard: Command, filled: str) -> None:
    found = scorecard("explain", "success", "6", "2026-W46", url=filled)
    lines = found.out[found.out.index("\nComparison\n") :].split("\n")
    assert lines[2].split() == ["2026-W46", "beside", "value", "change", "per", "cent", "note"]
    assert lines[4].split() == ["2026-W45", "2", "+3", "+150.0%"]


def test_explain_as_json_has_the_comparisons(scorecard: Command, filled: str) -> None:
    found = scorecard("explain", "success", "6", "2026-W46", "--format", "json", url=filled)
    (compared,) = json.loads(found.out)["comparisons"]
    assert compared["comparison"]["before"]["change"] == 3
    assert compared["limits"]["reason"].startswith("limits need 10 final values")
