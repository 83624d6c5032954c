"""`scorecard review`."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.core.cli.commands import Command

REVIEW = ("review", "success", "--week", "2026-W46")


def test_a_review_is_written_as_html_and_is_on_record(
    scorecard: Command, filled: str, root: Path
) -> None:
    found = scorecard(*REVIEW, url=filled)

    path = root / "var/reviews/success-2026-W46.html"
    assert found.out == f"edition 1 of 2026-W46: {path}\n"
    assert "Week 46, 2026" in path.read_text()
    listed = scorecard("review", "success", "--editions", url=filled)
    assert "2026-W46        1  html" in listed.out


def test_an_edition_is_made_again_into_a_file(scorecard: Command, filled: str, root: Path) -> None:
    scorecard(*REVIEW, url=filled)
    again = scorecard(*REVIEW, "--edition", "1", "--html", "again.html", url=filled)

    assert again.code == 0
    first = root / "var/reviews/success-2026-W46.html"
    assert (root / "again.html").read_bytes() == first.read_bytes()


def test_an_edition_that_differs_is_reported_and_not_written(
    scorecard: Command, filled: str, root: Path
) -> None:
    scorecard(*REVIEW, url=filled)
    (root / "scorecards/success/kpi_05.py").unlink()
    again = scorecard(*REVIEW, "--edition", "1", "--html", "again.html", url=filled)

    assert again.code == 1
    assert "differs from the one" in again.err
    assert not (root / "again.html").exists()


def test_a_pdf_is_written_where_the_option_says(
    scorecard: Command, filled: str, root: Path
) -> None:
    pytest.importorskip("typst", reason="a PDF needs typst: pip install -e '.[dev]'")
    found = scorecard(*REVIEW, "--pdf", "out/w46.pdf", url=filled)

    assert found.out == "edition 1 of 2026-W46: out/w46.pdf\n"
    assert (root / "out/w46.pdf").read_bytes().startswith(b"%PDF")


def test_a_week_without_values_and_one_that_is_not_over_are_refused(
    scorecard: Command, filled: str
) -> None:
    early = scorecard("review", "success", "--week", "2025-W01", url=filled)
    to_come = scorecard("review", "success", "--week", "2026-W47", url=filled)

    assert (early.code, to_come.code) == (2, 2)
    assert "nothing of success up to 2025-W01 was stored on Mon 16 Nov 2026" in early.err
    assert to_come.err == ("2026-W47 is not over; its review can be made after 2026-11-22\n")


def test_a_file_that_cannot_be_written_is_named(
    scorecard: Command, filled: str, root: Path
) -> None:
    (root / "file").write_text("")
    found = scorecard(*REVIEW, "--html", "file/review.html", url=filled)

    assert found.code == 2
    assert found.err.startswith("file/review.html cannot be written: ")


def test_a_review_without_recipients_is_not_sent(scorecard: Command, filled: str) -> None:
    found = scorecard(*REVIEW, "--send", url=filled)

    assert found.code == 1
    assert found.err == "success has no one to send to; set recipients= in its runner\n"
