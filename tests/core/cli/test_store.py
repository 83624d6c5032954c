"""`store copy` as operators use it."""

from __future__ import annotations

from pathlib import Path

from tests.core.cli.commands import Command, one_sentence


def test_a_store_is_copied_once(scorecard: Command, root: Path, url: str, tmp_path: Path) -> None:
    scorecard("run", "success", "--no-publish", url=url)
    target = f"duckdb:///{tmp_path / 'copy.duckdb'}"
    first = scorecard("store", "copy", url, target)
    second = scorecard("store", "copy", url, target)

    assert first.code == 0, first.err
    assert first.out.endswith("rows, all equal\n")
    assert second.code == 2
    assert "already has rows in" in one_sentence(second)
