"""Incidents: faults of a whole domain, such as failed KPIs, which are alerted as values are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import uuid4

from core.alerts.messages import plan_messages
from core.engines import Database
from core.model import (
    SEVERITIES,
    AlertEvent,
    AlertMessage,
    AlertState,
    AlertSubject,
    Runner,
    SubjectKind,
)
from core.store import Alerts

_BETWEEN = "; "


@dataclass(frozen=True, slots=True)
class Incident:
    """A fault of a domain as it is now; everything is in order if `items` is empty.

    `about` distinguishes faults of one kind, such as those of cadences. `items` name each thing
    that is wrong, without `;`. `sentence` is about all of them. `channel` gets the messages in
    place of the runner's channels. One that `is_partial` does not know of all things: it adds to
    those that are known.
    """

    kind: SubjectKind
    about: str
    name: str
    items: tuple[str, ...] = ()
    sentence: str = ""
    channel: str = ""
    is_partial: bool = False


def find_event(
    incident: Incident,
    subject: AlertSubject,
    state: AlertState | None,
    runner: Runner,
    now: datetime,
) -> tuple[AlertState | None, AlertEvent | None]:
    """Return the new state of an incident and the alert on it; None for no change.

    An alert follows when it begins, when another thing goes wrong, and when all is well. Pure.
    """
    known = set(state.rule.split(_BETWEEN)) if state and state.level else set()
    found = set(incident.items)
    if known == found or (incident.is_partial and found <= known):
        return None, None
    if incident.is_partial:
        incident = replace(incident, items=(*sorted(known - found), *incident.items))
        found |= known
    new = _new_state(incident, subject, runner, now)
    if found and found < known:
        return new, None
    return new, _event(incident, new, state, now)


def _new_state(
    incident: Incident, subject: AlertSubject, runner: Runner, now: datetime
) -> AlertState:
    level = runner.trouble if incident.items else ""
    day = now.astimezone(runner.zone).date()
    return AlertState(
        subject=subject,
        level=level,
        rule=_BETWEEN.join(incident.items),
        period=day.isoformat(),
        period_start=day,
        value=None,
        changed_at=now,
        peak=level,
    )


def _event(
    incident: Incident, new: AlertState, before: AlertState | None, now: datetime
) -> AlertEvent:
    return AlertEvent(
        event_id=uuid4().hex,
        subject=new.subject,
        name=incident.name,
        change="raised" if incident.items else "over",
        level=new.level,
        level_before=before.level if before else "",
        rule=new.rule,
        sentence=incident.sentence if incident.items else f"{incident.name}: all is well again",
        period=new.period,
        period_start=new.period_start,
        value=None,
        value_before=None,
        target=None,
        unit="",
        cause="",
        run_id="",
        noticed_at=now,
        route=new.level or (before.peak if before else ""),
    )


@dataclass(frozen=True)
class Incidents:
    """The incidents of one domain in a store; `link` leads to its scorecard."""

    database: Database
    domain: str
    runner: Runner
    now: datetime
    run_id: str = ""
    link: str = ""

    def record(self, incidents: Sequence[Incident]) -> tuple[AlertEvent, ...]:
        """Store the alerts on incidents, and their messages."""
        alerts = Alerts(self.database)
        stored = alerts.read_states(self.domain)
        changes: list[tuple[Incident, AlertState, AlertEvent | None]] = []
        for incident in incidents:
            subject = self._subject(incident)
            state, event = find_event(incident, subject, stored.get(subject), self.runner, self.now)
            if state:
                told = replace(event, run_id=self.run_id) if event else None
                changes.append((incident, state, told))
        if not changes:
            return ()
        silences = alerts.read_silences([self.domain], self.now)
        heard = [
            each
            for each in changes
            if not any(silence.covers(each[1].subject, self.now) for silence in silences)
        ]
        events = {event: incident.channel for incident, _, event in heard if event}
        alerts.record([state for _, state, _ in heard], list(events), self._messages(events))
        return tuple(events)

    def _subject(self, incident: Incident) -> AlertSubject:
        return AlertSubject(domain=self.domain, kind=incident.kind, field_details=incident.about)

    def _messages(self, channels: Mapping[AlertEvent, str]) -> list[AlertMessage]:
        """Return the messages that tell events to their channels; empty for the runner's."""
        messages = []
        for channel in dict.fromkeys(channels.values()):
            runner = self.runner
            if channel:
                runner = replace(runner, channels=dict.fromkeys(SEVERITIES, (channel,)))
            told = [event for event, each in channels.items() if each == channel]
            messages += plan_messages(runner, {}, told, self.link)
        return messages
