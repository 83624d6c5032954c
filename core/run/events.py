"""Events that a person notes for a period by a command, or takes back."""

from __future__ import annotations

from dataclasses import dataclass

from core.errors import UsageError
from core.model import parse_period
from core.run.context import Options, open_locked
from core.run.series import require_stored
from core.settings import Settings, user
from core.store import Events, NotedEvent, current_events, migrate

_LOCK = "event"  # events belong to all domains, so that the lock of none is taken


@dataclass(frozen=True, slots=True)
class EventRequest:
    """An event as a person gives it; `domain` is empty for one that concerns all domains."""

    period: str
    text: str
    domain: str = ""


def add_event(settings: Settings, request: EventRequest, options: Options) -> NotedEvent:
    """Store an event, which charts and reviews show from then on.

    Raises:
        UsageError: The period is not one, or nothing of the domain is stored.
    """
    period = parse_period(request.period)
    domains = [request.domain] if request.domain else []
    with open_locked(settings, options.access, [_LOCK]) as database:
        if request.domain:
            require_stored(database, request.domain)
        migrate(database, domains)
        event = NotedEvent(
            domain=request.domain,
            cadence=period.cadence,
            period=period.label,
            text=settings.scrub(request.text),
            author=user(),
            noted_at=settings.now,
        )
        return Events(database).add(event)


def take_back_event(settings: Settings, number: int, options: Options) -> NotedEvent:
    """Take an event back, and return it; it stays on record.

    Raises:
        UsageError: No such event is stored, or it was taken back before.
    """
    with open_locked(settings, options.access, [_LOCK]) as database:
        migrate(database, [])
        events = Events(database)
        current = {event.number: event for event in current_events(events.read())}
        if number not in current:
            raise UsageError(f"event {number} is not stored; see scorecard events")
        event = current[number]
        gone = NotedEvent(
            domain=event.domain,
            cadence=event.cadence,
            period=event.period,
            text="",
            author=user(),
            noted_at=settings.now,
            takes_back=number,
        )
        events.add(gone)
    return event
