"""KPIs found in the catalogue, and retired ones, as text and as JSON."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from core.catalog import Entry, find_due_reviews, review_day
from core.cli.text.records import json_text
from core.cli.text.tables import dense_table
from core.model import Definition, counted, describe, targets_json

if TYPE_CHECKING:  # its room is loaded only where it is needed
    from core.dictionary import RetiredKpi

_HEADER = ("domain", "no", "KPI", "category", "unit", "owner", "confirmed", "next review")
_RETIRED = ("domain", "no", "KPI", "unit", "owner", "last row", "why")


def inventory_text(entries: Sequence[Entry], today: date, form: str) -> str:
    """Return KPIs as a table or as JSON; a review that is due on `today` says so."""
    due = {review.entry.key for review in find_due_reviews(entries, today)}
    if form == "json":
        return _json([_record(entry, entry.key in due) for entry in entries])
    if not entries:
        return "no KPI has all that the options ask for"
    rows = [_row(entry, entry.key in due) for entry in entries]
    summary = f"{counted(len(entries), 'KPI')}, {counted(len(due), 'review')} due"
    return f"{dense_table(rows, _HEADER, right=(1,))}\n\n{summary}"


def _row(entry: Entry, is_due: bool) -> tuple[str, ...]:
    kpi = entry.kpi
    day = str(review_day(entry) or "")
    return (
        entry.domain,
        f"{entry.number:02}",
        kpi.name,
        kpi.category,
        kpi.unit,
        kpi.owner,
        kpi.reviewed or "never",
        f"{day} due".strip() if is_due else day,
    )


def _record(entry: Entry, is_due: bool) -> dict[str, Any]:
    """Return everything that a registry knows of a KPI without running it."""
    from core.dictionary import grain, other_attributes

    kpi = entry.kpi
    day = review_day(entry)
    return {
        "domain": entry.domain,
        "kpi_number": entry.number,
        "name": kpi.name,
        "definition": entry.meaning,
        "category": kpi.category or None,
        "owner": kpi.owner,
        "unit": kpi.unit,
        "better": kpi.better,
        "cadence": kpi.cadence,
        "range": str(entry.range),
        "targets": json.loads(targets_json(entry.targets) or "null"),
        "grain": grain(entry),
        "formula": entry.query.strip(),
        "since": kpi.since or None,
        "settles": kpi.settles or None,
        "sources": [describe(source) for source in kpi.sources],
        "sensitivity": kpi.sensitivity or None,
        "playbook": kpi.playbook or None,
        "reviewed": kpi.reviewed or None,
        "review": kpi.review or None,
        "next_review": day.isoformat() if day else None,
        "review_is_due": is_due,
        "declared": other_attributes(entry),
        "version": entry.version,
        "file": entry.file,
    }


def retired_text(retired: Sequence[RetiredKpi], form: str) -> str:
    """Return retired KPIs as a table or as JSON."""
    if form == "json":
        return _json([_retired_record(each) for each in retired])
    if not retired:
        return "no KPI is retired"
    rows = [
        (*_identity(each.definition), each.last.label if each.last else "", each.reason)
        for each in retired
    ]
    return dense_table(rows, _RETIRED, right=(1,))


def _identity(definition: Definition) -> tuple[str, ...]:
    number = f"{definition.kpi_number:02}"
    return definition.domain, number, definition.name, definition.unit, definition.owner


def _retired_record(retired: RetiredKpi) -> dict[str, Any]:
    definition = retired.definition
    return {
        "domain": definition.domain,
        "kpi_number": definition.kpi_number,
        "name": definition.name,
        "definition": definition.meaning,
        "owner": definition.owner,
        "unit": definition.unit,
        "last_period": retired.last.label if retired.last else None,
        "reason": retired.reason,
    }


def _json(records: list[dict[str, Any]]) -> str:
    return json_text(records)
