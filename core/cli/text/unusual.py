"""Unusual values as a table and as JSON."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from core.analysis import Unusual
from core.cli.text.records import json_text
from core.cli.text.tables import dense_table
from core.cli.text.values import name_cells
from core.model import counted, key_as_json

_HEADER = ("domain", "no", "KPI", "period", "what", "of the limit", "note")


def unusual_text(
    ranked: Sequence[Unusual],
    judged: Sequence[Unusual],
    form: str,
    names: Mapping[tuple[str, int], str],
) -> str:
    """Return the unusual ones of all that were judged, as `table` or `json`.

    JSON has the others behind them, with the reason where nothing can be said.
    """
    if form == "json":
        rest = [each for each in judged if not each.is_unusual]
        return json_text([unusual_record(each) for each in (*ranked, *rest)])
    several = len({each.row.domain for each in judged}) > 1
    rows = [_line(each, names, several=several) for each in ranked]
    table = dense_table(rows, _HEADER, right=(1, 5)) if rows else ""
    return "\n\n".join(filter(None, (table, _summary(ranked, judged))))


def _line(
    found: Unusual, names: Mapping[tuple[str, int], str], *, several: bool
) -> tuple[str, ...]:
    row = found.row
    return (
        *name_cells(row, names, several=several),
        row.period.label,
        found.sentence,
        f"{found.size:.1f} ×",
        found.remark,
    )


def _summary(ranked: Sequence[Unusual], judged: Sequence[Unusual]) -> str:
    """Return how many values were looked at, and why nothing can be said of some."""
    if not judged:
        return "no value of the period is stored; compute it with scorecard run"
    reasons = Counter(_kind(each.reason) for each in judged if each.reason)
    are = "is" if len(ranked) == 1 else "are"
    text = f"{len(ranked)} of {counted(len(judged), 'value')} {are} unusual"
    if not reasons:
        return text
    why = ", ".join(f"{count} {reason}" for reason, count in reasons.most_common())
    return f"{text}; of {sum(reasons.values())} nothing can be said: {why}"


def _kind(reason: str) -> str:
    """Return a reason without the figures of its value."""
    for kind, words in _KINDS.items():
        if kind in reason:
            return words
    return reason


_KINDS = {
    "too few to tell": "too small to tell",
    "limits need": "with too short a history",
    "overlap": "that overlap",
    "has no value": "missing",
    "is not over": "not over",
}


def unusual_record(found: Unusual) -> dict[str, Any]:
    """Return whether a value is unusual as one JSON object; amounts are in its unit."""
    row = found.row
    return {
        **key_as_json(row),
        "value": row.value,
        "unit": row.unit,
        "unusual": found.is_unusual,
        "side": found.side or None,
        "method": found.method or None,
        "expected": found.expected,
        "lower": found.lower,
        "upper": found.upper,
        "size": found.size if found.method else None,
        "contribution": found.contribution,
        "values": found.count,
        "since": found.since.label if found.since else None,
        "holidays": found.holidays,
        "reason": found.reason or None,
        "remark": found.remark or None,
        "sentence": found.sentence,
    }
