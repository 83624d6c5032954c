"""Targets, status and trend of values as text and JSON."""

from __future__ import annotations

from core.cli.text.judgements import (
    judgement_line,
    judgement_record,
    status_text,
    target_text,
    trend_record,
)
from core.status import series_by_line
from tests.core.cli.text.results import row


def test_a_value_without_a_target_says_nothing() -> None:
    assert (target_text(row(3)), status_text(row(3))) == ("", "")


def test_a_status_has_sign_words_progress_and_reason() -> None:
    assert status_text(row(4, target=5.0, better="higher")) == "✓ on track, 80%"
    band = row(6, target=3.0, target_high=5.0, better="within")
    assert target_text(band) == "3 to 5"
    assert status_text(band) == "▲ needs attention, 83% (above the band)"
    missed = row(3, target=0.0, better="lower")
    assert status_text(missed) == "✗ critical (missed: no per cent of 0)"
    assert status_text(row(None, target=5.0, better="higher")) == "no value"


def test_a_line_has_target_status_and_trend() -> None:
    goal = {"target": 5.0, "better": "lower"}
    rows = [row(4, period="2026-W42", **goal), row(5, **goal)]
    lines = series_by_line(rows)

    assert judgement_line(rows[1], lines) == (
        "target ≤ 5  ★ exceeds, 100%  ↗ +25.0% since 2026-W42, worse"
    )
    assert judgement_record(rows[1]) == {
        "progress": 100.0,
        "status": "exceeds",
        "status_reason": None,
    }
    assert trend_record(rows[1], lines) == {
        "trend": "up",
        "trend_percent": 0.25,
        "trend_since": "2026-W42",
    }
    assert trend_record(rows[0], lines) == {
        "trend": None,
        "trend_percent": None,
        "trend_since": None,
    }
