"""Events that people note for a period, such as a new price list: `scorecard_event`."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from core.engines import Database
from core.store.columns import make_columns
from core.store.tables import full_name, insert, read

_TABLE = "scorecard_event"


@dataclass(frozen=True, slots=True, kw_only=True)
class NotedEvent:
    """An event of a period; `domain` is empty for one that concerns all domains.

    `number` is its order in the store, which it gets when it is stored. A row that takes an event
    back has its number in `takes_back`, and no text.
    """

    domain: str
    cadence: str
    period: str
    text: str
    author: str
    noted_at: datetime
    number: int = 0
    takes_back: int | None = None


@dataclass(frozen=True, slots=True)
class Events:
    """The events of all domains in one store. They are only added, never changed."""

    database: Database

    def read(self) -> list[NotedEvent]:
        """Return all events and the rows that take some back, oldest first."""
        return read(self.database, NotedEvent, _TABLE, "ORDER BY number", {})

    def add(self, event: NotedEvent) -> NotedEvent:
        """Store an event behind all others; return it with its number."""
        with self.database.transaction():
            self.database.queue(_TABLE)
            found = self.database.execute(
                f"SELECT coalesce(max(number), 0) FROM {full_name(_TABLE)}"
            )
            numbered = replace(event, number=int(found.rows[0][0]) + 1)
            insert(self.database, _TABLE, make_columns([numbered]))
        return numbered


def current_events(events: Iterable[NotedEvent], domain: str = "") -> list[NotedEvent]:
    """Return the events that nobody took back, of a domain and of all; of each with no domain."""
    found = list(events)
    gone = {event.takes_back for event in found}
    return [
        event
        for event in found
        if event.takes_back is None
        and event.number not in gone
        and (not domain or event.domain in ("", domain))
    ]
