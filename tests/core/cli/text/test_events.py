"""Events as people and programs read them."""

from __future__ import annotations

import json
from datetime import UTC, datetime

from core.cli.text.events import events_text
from core.store import NotedEvent

FAIR = NotedEvent(
    domain="success",
    cadence="weekly",
    period="2026-W46",
    text="A fair",
    author="ann",
    noted_at=datetime(2026, 11, 16, 5, tzinfo=UTC),
    number=7,
)


def test_each_event_is_a_line() -> None:
    header, _, line = events_text([FAIR], "table").splitlines()

    assert header.split() == ["no", "period", "domain", "event", "by", "when"]
    assert line.startswith("7   2026-W46  success  A fair  ann  2026-11-16 05:00 UTC")


def test_an_event_is_a_json_object_with_an_instant() -> None:
    (record,) = json.loads(events_text([FAIR], "json"))

    assert record["number"] == 7
    assert record["noted_at"] == "2026-11-16T05:00:00+00:00"
