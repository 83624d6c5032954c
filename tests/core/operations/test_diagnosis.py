"""A finding of the doctor's."""

from __future__ import annotations

from core.operations.diagnosis import Diagnosis


def test_equal_findings_are_one() -> None:
    assert len({Diagnosis(None, "cron", "a note"), Diagnosis(None, "cron", "a note")}) == 1
