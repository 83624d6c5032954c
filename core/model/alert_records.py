"""Alerts as the store keeps them: what was last said of each subject, and what was said when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from core.model.kpi import Cadence
from core.model.period import Period

AlertLevel = Literal["", "good", "info", "warning", "critical"]
AlertChange = Literal["raised", "eased", "over"]
AlertCause = Literal["", "corrected", "rules"]
MessageStatus = Literal["planned", "sending", "sent", "waiting", "given up"]
SubjectKind = Literal["kpi", "run", "deadline", "hole", "cells", "withheld"]


@dataclass(frozen=True, slots=True)
class AlertPoint:
    """A value that alerts judge, with its target.

    `target` to `target_high` is a band. `definition` is empty for a manual value. `better` is the
    direction of the target, empty without one.
    """

    period: Period
    value: float
    target: float | None = None
    definition: str = ""
    target_high: float | None = None
    better: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertSubject:
    """The subject of alerts: a series of values, or for another `kind` a matter of the domain.

    `field_details` is a breakdown's label. For another kind it is what the matter is about.
    """

    domain: str
    kind: SubjectKind = "kpi"
    kpi_number: int = 0
    field_name: str = ""
    field_details: str = ""
    range_type: str = ""
    cadence: Cadence = "weekly"


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertState:
    """What was last said of a subject, and of which value; `rule` is as its author wrote it.

    `level` is empty once an alert is over; `peak` is the most severe level since it began.
    """

    subject: AlertSubject
    level: AlertLevel
    rule: str
    period: str
    period_start: date
    value: float | None
    changed_at: datetime
    peak: AlertLevel = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertEvent:
    """One change of a subject's state, as the log keeps it.

    `name` is what readers call the subject, `sentence` what the alert says. `cause` is `corrected`
    if the value that was judged before has changed since, `rules` if the value is the same and the
    rules, the target or earlier values are not. `value_before` is the value judged before. `route`
    is the severity whose channels are told: of an end, the most severe one that was told of it;
    empty if none is.
    """

    event_id: str
    subject: AlertSubject
    name: str
    change: AlertChange
    level: AlertLevel
    level_before: AlertLevel
    rule: str
    sentence: str
    period: str
    period_start: date
    value: float | None
    value_before: float | None
    target: float | None
    unit: str
    cause: AlertCause
    run_id: str
    noticed_at: datetime
    route: AlertLevel = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Silence:
    """A time without alerts on a KPI, or on the whole domain if `kpi_number` is None."""

    domain: str
    kpi_number: int | None
    until: datetime
    note: str
    silenced_by: str
    host: str
    silenced_at: datetime

    def covers(self, subject: AlertSubject, now: datetime) -> bool:
        """Return whether alerts on a subject are silent at an instant."""
        if now >= self.until or subject.domain != self.domain:
            return False
        return self.kpi_number is None or (
            subject.kind == "kpi" and subject.kpi_number == self.kpi_number
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertMessage:
    """A message to one channel, and what became of it.

    `message_id` is the same on every channel and at every attempt. `channel` is the name of an
    environment variable or an e-mail address. `is_uncertain` marks a message whose sending broke
    off once, so that it may have arrived.
    """

    message_id: str
    channel: str
    domain: str
    severity: str
    subject: str
    text: str
    html: str
    planned_at: datetime
    status: MessageStatus = "planned"
    attempts: int = 0
    is_uncertain: bool = False
    error: str = ""
    changed_at: datetime
