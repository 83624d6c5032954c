"""Recorded runs as a table and as JSON."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping, Sequence
from typing import Any
from zoneinfo import ZoneInfo

from core.cli.text.records import json_text
from core.cli.text.tables import dense_table
from core.store import PastRun

_MESSAGE_LETTERS = 60
_MINUTE = 60  # seconds
_MINUTES_OF_AN_HOUR = 60
_HEADER = ("run", "domain", "command", "by", "started", "took", "outcome", "message")
_Zones = Mapping[str, ZoneInfo]


def past_runs_text(runs: Sequence[PastRun], zones: _Zones) -> str:
    """Return runs as a table; `zones` has the time zone of each domain."""
    return dense_table([_line(past, zones) for past in runs], _HEADER, right=(5,))


def _line(past: PastRun, zones: _Zones) -> tuple[str, ...]:
    run = past.run
    started = run.started_at.astimezone(zones[run.domain])
    return (
        run.run_id,
        run.domain,
        run.command,
        f"{run.started_by}@{run.host}",
        f"{started:%Y-%m-%d %H:%M %Z}",
        _duration_text(past),
        past.outcome,
        textwrap.shorten(past.message, _MESSAGE_LETTERS, placeholder=" …"),
    )


def _seconds(past: PastRun) -> float | None:
    if past.finished_at is None:
        return None
    return (past.finished_at - past.run.started_at).total_seconds()


def _duration_text(past: PastRun) -> str:
    seconds = _seconds(past)
    if seconds is None:
        return ""
    if seconds < _MINUTE:
        return f"{seconds:.1f} s"
    minutes, left = divmod(round(seconds), _MINUTE)
    hours, minutes = divmod(minutes, _MINUTES_OF_AN_HOUR)
    return f"{hours}:{minutes:02}:{left:02}"


def past_runs_json(runs: Sequence[PastRun], zones: _Zones) -> str:
    """Return runs as a JSON list: whole messages, and instants with their offset."""
    return json_text([_record(past, zones) for past in runs])


def _record(past: PastRun, zones: _Zones) -> dict[str, Any]:
    run = past.run
    zone = zones[run.domain]
    finished = past.finished_at.astimezone(zone).isoformat() if past.finished_at else None
    return {
        "run_id": run.run_id,
        "domain": run.domain,
        "command": run.command,
        "started_by": run.started_by,
        "host": run.host,
        "code_version": run.code_version,
        "is_dirty": run.is_dirty,
        "framework": run.framework or None,
        "engine": run.engine,
        "started_at": run.started_at.astimezone(zone).isoformat(),
        "finished_at": finished,
        "seconds": _seconds(past),
        "outcome": past.outcome,
        "message": past.message,
    }
