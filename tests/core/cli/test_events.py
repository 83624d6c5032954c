"""`scorecard event` and `scorecard events`."""

from __future__ import annotations

import json

from core.settings import user
from tests.core.cli.commands import Command


def test_an_event_is_noted_listed_and_taken_back(scorecard: Command, filled: str) -> None:
    noted = scorecard("event", "2026-W46", "  New price\nlist ", url=filled)
    listed = scorecard("events", "--format", "json", url=filled)
    gone = scorecard("events", "--take-back", "1", url=filled)

    assert noted.out == f"event 1 is stored for 2026-W46, by {user()}\n"
    (event,) = json.loads(listed.out)
    assert (event["period"], event["domain"], event["text"]) == ("2026-W46", None, "New price list")
    assert gone.out == "took event 1 back: 2026-W46, New price list\n"
    assert "no event is noted" in scorecard("events", url=filled).out


def test_events_are_listed_by_domain_and_period(scorecard: Command, filled: str) -> None:
    scorecard("event", "2026-W46", "A fair", "--domain", "success", url=filled)
    scorecard("event", "2026-W45", "A strike", url=filled)

    listed = scorecard("events", "success", "--period", "2026-W46", url=filled).out
    assert "A fair" in listed
    assert "A strike" not in listed


def test_an_event_without_text_is_refused(scorecard: Command, filled: str) -> None:
    found = scorecard("event", "2026-W46", "  ", url=filled)

    assert found.code == 2
    assert "has 0 characters; give from 1 to 500" in found.err
