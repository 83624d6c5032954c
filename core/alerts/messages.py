"""Messages about alerts: one per scorecard, severity and channel, as text and HTML. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from html import escape
from uuid import uuid4
from zoneinfo import ZoneInfo

from core.catalog import Entry
from core.model import SEVERITIES, AlertEvent, AlertMessage, Runner, counted, stamp
from core.settings import host, user


def plan_messages(
    runner: Runner, entries: Mapping[int, Entry], events: Sequence[AlertEvent], link: str
) -> list[AlertMessage]:
    """Return the messages that tell events of one domain; `link` leads to its scorecard."""
    planned = []
    for severity in reversed(SEVERITIES):
        told = [event for event in events if event.route == severity]
        channels = dict.fromkeys(runner.channels.get(severity, ()))
        if told and channels:
            text = _text(runner, entries, told, link)
            first = told[0]
            for channel in channels:
                message = AlertMessage(
                    message_id=f"{first.event_id}.{severity}@scorecard",
                    channel=channel,
                    domain=first.subject.domain,
                    severity=severity,
                    subject=_subject(runner, told),
                    text=text,
                    html=html_of(text),
                    planned_at=first.noticed_at,
                    changed_at=first.noticed_at,
                )
                planned.append(message)
    return planned


def trial_message(channel: str, now: datetime) -> AlertMessage:
    """Return a message that tells a channel nothing but that it works."""
    text = f"This is a test of {channel} by {user()}@{host()}. Nothing needs attention.\n"
    return AlertMessage(
        message_id=f"{uuid4().hex}.test@scorecard",
        channel=channel,
        domain="",
        severity="info",
        subject="test: a message from scorecard",
        text=text,
        html=html_of(text),
        planned_at=now,
        changed_at=now,
    )


def level_name(event: AlertEvent) -> str:
    """Return the level for readers; `over` once no rule holds."""
    return {"good": "good news", "": "over"}.get(event.level, event.level)


def html_of(text: str) -> str:
    """Return a text as simple HTML: its lines, with links that can be followed."""
    lines = []
    for line in text.splitlines():
        before, scheme, address = line.partition("https://")
        link = f'<a href="{escape(scheme + address)}">{escape(scheme + address)}</a>'
        lines.append(escape(before) + (link if scheme else ""))
    body = "<br>\n".join(lines)
    return f"<html><body><p>{body}</p></body></html>"


def _subject(runner: Runner, told: Sequence[AlertEvent]) -> str:
    first = told[0]
    more = f" and {len(told) - 1} more" if len(told) > 1 else ""
    return f"{level_name(first)}: {first.name}{more} ({runner.title})"


def _text(
    runner: Runner, entries: Mapping[int, Entry], told: Sequence[AlertEvent], link: str
) -> str:
    lines = []
    for event in told:
        lines.append(f"{level_name(event)}: {event.sentence}")
        entry = entries.get(event.subject.kpi_number)
        if event.subject.kind == "kpi" and entry:
            lines += [f"  {line}" for line in _details(event, entry)]
    lines += ["", f"{runner.title}: {link}"] if link else ["", runner.title]
    lines.append(f"{counted(len(told), 'alert')}, {_noticed(told[0], runner.zone)}")
    return "\n".join(lines) + "\n"


def _details(event: AlertEvent, entry: Entry) -> list[str]:
    subject = event.subject
    origin = f"scorecard explain {subject.domain} {subject.kpi_number} {event.period}"
    lines = [f"owner {entry.kpi.owner}; where it comes from: {origin}"]
    if event.level and entry.kpi.playbook:
        lines += [line.strip() for line in entry.kpi.playbook.strip().splitlines()]
    return lines


def _noticed(event: AlertEvent, zone: ZoneInfo) -> str:
    return f"noticed {stamp(event.noticed_at, zone)}"
