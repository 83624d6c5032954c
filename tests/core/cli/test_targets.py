"""`target set`, `target end` and `target list`."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.core.cli.commands import Command


@pytest.fixture
def filled(scorecard: Command, root: Path, url: str) -> str:
    """Return the warehouse of a project that has run."""
    assert scorecard("run", "success", "--period", "2026-W45..2026-W46", url=url).code == 0
    return url


def test_a_target_is_set_shown_listed_and_ended(scorecard: Command, filled: str) -> None:
    made = scorecard(
        *("target", "set", "success", "5", "4", "--from", "2026-W46", "--note", "agreed"),
        url=filled,
    )
    assert made.out.splitlines() == [
        "success/kpi_05: the target is ≤ 4.00 from 2026-W46 on; 1 stored period judged by it"
    ]
    assert "published" in made.err
    shown = scorecard("values", "success", "--kpi", "5", "--period", "2026-W46", url=filled)
    assert "≤ 4.00  ★ exceeds" in shown.out

    listed = json.loads(scorecard("target", "list", "success", "--format", "json", url=filled).out)
    own = [each for each in listed if each["kpi_number"] == 5]
    facts = [(each["source"], each["target"], each["why"]) for each in own]
    assert sorted(facts) == [
        ("file", "≤ 3.00", None),
        ("set", "≤ 4.00", "agreed"),
    ]
    explained = scorecard("explain", "success", "5", "2026-W46", url=filled)
    assert "set it on" in explained.out
    assert "from 2026-W46: agreed" in explained.out

    ended = scorecard(
        *("target", "end", "success", "5", "--from", "2026-W46", "--note", "over", "--no-publish"),
        url=filled,
    )
    assert ended.out.splitlines() == [
        "success/kpi_05: from 2026-W46 on the target of the file holds again; 1 stored period"
        " judged by it"
    ]


@pytest.mark.parametrize("value", ["much", "5..2", "1_000", "nan"])
def test_a_value_that_is_no_target_is_refused(scorecard: Command, filled: str, value: str) -> None:
    found = scorecard(
        *("target", "set", "success", "5", value, "--from", "2026-W46", "--note", "x"), url=filled
    )

    assert found.code == 2
    assert "VALUE" in found.err
