"""Noted events as text and as JSON."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from zoneinfo import ZoneInfo

from core.cli.text.records import json_text
from core.cli.text.tables import dense_table
from core.model import stamp
from core.store import NotedEvent

_HEADER = ("no", "period", "domain", "event", "by", "when")
_UTC = ZoneInfo("UTC")


def events_text(events: Sequence[NotedEvent], form: str) -> str:
    """Return events as `table` or `json`; instants are in UTC."""
    if form == "json":
        return json_text([event_record(each) for each in events])
    if not events:
        return 'no event is noted; scorecard event 2026-W46 "…" notes one'
    rows = [
        (
            str(each.number),
            each.period,
            each.domain or "all",
            each.text,
            each.author,
            stamp(each.noted_at, _UTC),
        )
        for each in events
    ]
    return dense_table(rows, _HEADER)


def event_record(event: NotedEvent) -> dict[str, Any]:
    """Return an event as one JSON object."""
    return {
        "number": event.number,
        "domain": event.domain or None,
        "cadence": event.cadence,
        "period": event.period,
        "text": event.text,
        "author": event.author,
        "noted_at": event.noted_at.isoformat(),
    }
