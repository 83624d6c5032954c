"""Outcomes of checks as a table and as JSON."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from core.cli.text.records import json_text
from core.cli.text.tables import dense_table
from core.store import CheckRecord

_HEADER = ("domain", "source", "check", "outcome", "measured", "allowed", "KPIs", "what is wrong")
_UNITS = {
    "fresh": "hours",
    "zscore": "standard deviations",
    "iqr": "quartile ranges",
    "value_between": "the value's own",
}


def checks_text(found: Sequence[CheckRecord]) -> str:
    """Return outcomes as a table."""
    return dense_table([_line(each) for each in found], _HEADER, right=(4, 5))


def _line(each: CheckRecord) -> tuple[str, ...]:
    return (
        each.domain,
        each.source,
        each.check_name,
        each.outcome,
        _amount(each, each.measured),
        _amount(each, each.allowed),
        each.kpis,
        each.message,
    )


def _amount(each: CheckRecord, amount: float | None) -> str:
    if amount is None:
        return ""
    if each.kind == "fresh":
        return f"{amount:.1f} h"
    return f"{amount:.3g}" if each.kind in _UNITS else f"{100 * amount:.3g} %"


def checks_json(found: Sequence[CheckRecord]) -> str:
    """Return outcomes as JSON: shares as fractions, ages in hours, instants with offset."""
    return json_text([_record(each) for each in found])


def _record(each: CheckRecord) -> dict[str, Any]:
    return {
        "domain": each.domain,
        "source": each.source,
        "check": each.check_name,
        "kind": each.kind,
        "outcome": each.outcome,
        "measured": each.measured,
        "allowed": each.allowed,
        "unit": _UNITS.get(each.kind, "share"),
        "rows": each.rows,
        "newest": each.newest.isoformat() if each.newest else None,
        "message": each.message or None,
        "kpis": [int(number) for number in each.kpis.split(", ") if number],
        "run_id": each.run_id,
        "checked_at": each.checked_at.isoformat(),
    }
