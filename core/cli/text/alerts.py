"""Alerts, silences and tested rules as tables, as JSON and in sentences."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from zoneinfo import ZoneInfo

from core.alerts import RuleRecord
from core.cli.text.records import json_text
from core.cli.text.tables import dense_table
from core.model import AlertEvent, AlertMessage, Silence, stamp

_LOG_HEADER = ("when", "domain", "no", "alert", "told")
_TEST_HEADER = ("no", "KPI", "rule", "began", "held", "periods")
_MOST_PERIODS = 6
_ZoneByDomain = Mapping[str, ZoneInfo]


def log_text(events: Sequence[AlertEvent], zones: _ZoneByDomain) -> str:
    """Return alerts as a table; `zones` has the time zone of each domain."""
    return dense_table([_log_line(event, zones) for event in events], _LOG_HEADER, right=(2,))


def _log_line(event: AlertEvent, zones: _ZoneByDomain) -> tuple[str, ...]:
    subject = event.subject
    return (
        stamp(event.noticed_at, zones[subject.domain]),
        subject.domain,
        f"{subject.kpi_number:02}" if subject.kind == "kpi" else "",
        level_text(event),
        event.sentence,
    )


def level_text(event: AlertEvent) -> str:
    """Return the level of an alert: `critical`, or `critical over`."""
    return event.level or f"{event.level_before} over"


def log_json(events: Sequence[AlertEvent], zones: _ZoneByDomain) -> str:
    """Return alerts as a JSON list; instants have their offset."""
    return json_text([_log_record(each, zones) for each in events])


def _log_record(event: AlertEvent, zones: _ZoneByDomain) -> dict[str, Any]:
    subject = event.subject
    return {
        "id": event.event_id,
        "domain": subject.domain,
        "kind": subject.kind,
        "kpi_number": subject.kpi_number if subject.kind == "kpi" else None,
        "field_details": subject.field_details,
        "name": event.name,
        "change": event.change,
        "level": event.level or None,
        "level_before": event.level_before or None,
        "rule": event.rule or None,
        "sentence": event.sentence,
        "period": event.period,
        "value": event.value,
        "value_before": event.value_before,
        "target": event.target,
        "unit": event.unit,
        "cause": event.cause or None,
        "run_id": event.run_id or None,
        "noticed_at": event.noticed_at.astimezone(zones[subject.domain]).isoformat(),
    }


def silence_lines(silences: Sequence[Silence], zones: _ZoneByDomain) -> list[str]:
    """Return one sentence per silence."""
    lines = []
    for each in silences:
        kpi = "" if each.kpi_number is None else f"/kpi_{each.kpi_number:02}"
        until = stamp(each.until, zones[each.domain])
        lines.append(f"silent until {until}: {each.domain}{kpi} ({each.silenced_by}: {each.note})")
    return lines


def unsent_lines(messages: Sequence[AlertMessage], zones: _ZoneByDomain) -> list[str]:
    """Return one sentence per message that is not sent, with the reason."""
    lines = []
    for each in messages:
        planned = stamp(each.planned_at, zones[each.domain])
        end = "given up" if each.status == "given up" else "the next run tries again"
        reason = f": {each.error}" if each.error else ""
        lines.append(f"not sent to {each.channel}: {each.subject!r} of {planned}{reason}; {end}")
    return lines


def backtest_text(tested: Sequence[RuleRecord]) -> str:
    """Return tested rules as a table: how often each began, and the newest periods it began in."""
    return dense_table([_test_line(each) for each in tested], _TEST_HEADER, right=(0, 3, 4))


def _test_line(each: RuleRecord) -> tuple[str, ...]:
    newest = each.begins[-_MOST_PERIODS:]
    more = "… " if len(each.begins) > len(newest) else ""
    return (
        f"{each.entry.number:02}",
        ", ".join(text for text in (each.entry.kpi.name, each.label) if text),
        str(each.rule),
        f"{len(each.begins)}×",
        f"{each.held} of {each.values}",
        more + ", ".join(newest) if newest else "never",
    )


def backtest_json(tested: Sequence[RuleRecord]) -> str:
    """Return tested rules as a JSON list, with all periods."""
    records = []
    for each in tested:
        record = {
            "domain": each.entry.domain,
            "kpi_number": each.entry.number,
            "field_details": each.label,
            "rule": str(each.rule),
            "severity": each.rule.severity,
            "began": list(each.begins),
            "held": each.held,
            "values": each.values,
        }
        records.append(record)
    return json_text(records)
