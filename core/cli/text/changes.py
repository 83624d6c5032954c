"""Changes of stored values as a table and as JSON."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping, Sequence
from dataclasses import asdict

from core.cli.text.records import json_text
from core.cli.text.tables import table
from core.cli.text.values import with_field
from core.model import CAUSES, Restatement, format_value

_REASON_LETTERS = 40
_HEADER = ("domain", "no", "KPI", "period", "was", "is", "cause", "since (UTC)", "run")


def changes_text(
    changes: Sequence[Restatement], units: Mapping[tuple[str, int], tuple[str, str]]
) -> str:
    """Return changes as a table; `units` has the name and the unit of each KPI."""
    return table([_line(change, units) for change in changes], _HEADER, right=(1, 4, 5))


def _line(change: Restatement, units: Mapping[tuple[str, int], tuple[str, str]]) -> tuple[str, ...]:
    unnamed = f"kpi_{change.kpi_number:02}", "number"
    name, unit = units.get((change.domain, change.kpi_number), unnamed)
    return (
        change.domain,
        f"{change.kpi_number:02}",
        with_field(name, change.field_details),
        change.period,
        value_or_reason(change.old_value, change.old_reason, unit),
        value_or_reason(change.new_value, change.new_reason, unit),
        cause_text(change),
        f"{change.restated_at:%Y-%m-%d %H:%M}",
        change.run_id,
    )


def changes_json(changes: Sequence[Restatement]) -> str:
    """Return changes as a JSON list, with the columns of the store."""
    records = []
    for change in changes:
        days = {"period_start": change.period_start.isoformat()}
        instants = {"restated_at": change.restated_at.isoformat()}
        records.append({**asdict(change), **days, **instants})
    return json_text(records)


def cause_text(change: Restatement) -> str:
    """Return why a value changed."""
    cause = CAUSES[change.cause]
    if change.note:
        cause += f" of {change.note}" if change.cause == "definition" else f", {change.note}"
    if change.provisional and change.cause == "data":
        cause += ", while provisional"
    return cause


def value_or_reason(value: float | None, reason: str, unit: str) -> str:
    """Return a value in its unit, or `none` with the reason in a few words."""
    if value is not None:
        return format_value(value, unit)
    if not reason:
        return "none"
    return f"none ({textwrap.shorten(reason, _REASON_LETTERS, placeholder=' …')})"
