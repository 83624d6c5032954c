"""Places of published scorecards, verified, as text and as JSON."""

from __future__ import annotations

from collections import Counter
from typing import Any

from core.cli.text.tables import table
from core.explain import CELL_TRUTHS, VerifiedCell, VerifiedPlace
from core.model import counted

_HEADER = ("cell", "KPI", "period", "shown", "stored", "result")
_RESULTS = {
    "same": "same",
    "not published": "stored since, not published yet",
    "edited": "a person edited it",
    "unexplained": "DIFFERENT, UNEXPLAINED",
}
_COUNTS = {
    "same": "show what is stored",
    "not published": "not published yet",
    "edited": "edited by people",
    "unexplained": "different without a change on record",
}


def place_text(place: VerifiedPlace) -> str:
    """Return the cells that do not show what is stored, and the number of each result."""
    if place.error:
        return f"{place.domain}: {place.error}"
    count = Counter(each.truth for each in place.cells)
    parts = [f"{count[truth]} {_COUNTS[truth]}" for truth in CELL_TRUTHS if count[truth]]
    summary = f"{counted(len(place.cells), 'cell')}: {', '.join(parts) or 'nothing is shown'}"
    lines = [f"{place.domain}, {place.place}", *place.faults]
    different = [each for each in place.cells if each.truth != "same"]
    if different:
        lines += [table([_cells(each) for each in different], _HEADER, (3, 4)), ""]
    return "\n".join((*lines, summary))


def _cells(verified: VerifiedCell) -> tuple[str, ...]:
    cell = verified.cell
    _, row, period = cell.keys
    shown, stored = _text(cell.shown), _text(cell.stored)
    return cell.name, row.rstrip("/"), period, shown, stored, _RESULTS[verified.truth]


def _text(value: object) -> str:
    if value is None:
        return "empty"
    return f"{value:.15g}" if isinstance(value, int | float) else str(value)


def place_record(place: VerifiedPlace) -> dict[str, Any]:
    """Return a place as one JSON object, with the cells that do not show what is stored."""
    different = [each for each in place.cells if each.truth != "same"]
    return {
        "domain": place.domain,
        "place": place.place,
        "error": place.error or None,
        "faults": list(place.faults),
        "cells": len(place.cells),
        "different": [_record(each) for each in different],
    }


def _record(verified: VerifiedCell) -> dict[str, Any]:
    cell = verified.cell
    tab, row, period = cell.keys
    at = cell.published_at
    return {
        "cell": cell.name,
        "tab": tab,
        "row": row,
        "period": period,
        "shown": cell.shown,
        "stored": cell.stored,
        "published_at": at.isoformat() if at else None,
        "result": verified.truth,
    }
