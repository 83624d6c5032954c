"""`scorecard review`."""

from __future__ import annotations

from pathlib import Path

from tests.core.cli.commands import Command


def test_a_review_is_written_as_html(scorecard: Command, filled: str, root: Path) -> None:
    found = scorecard("review", "success", "--week", "2026-W46", url=filled)

    path = root / "var/success-2026-W46.html"
    assert found.out.strip() == str(path)
    assert "Week 46, 2026" in path.read_text()
