"""Verified values as a table and as JSON."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from core.cli.text.tables import dense_table
from core.cli.text.values import label, value_text
from core.explain import TRUTHS, Verified
from core.model import counted, key_as_json

_HEADER = ("domain", "no", "KPI", "period", "stored", "result", "why")
_RESULTS = {
    "same": "same",
    "rounded": "same but for rounding",
    "changed": "different, data changed",
    "unknown": "cannot be known",
    "unanswered": "no value",
    "unexplained": "DIFFERENT, UNEXPLAINED",
}
_COUNTS = {
    "same": "same",
    "rounded": "same but for rounding",
    "changed": "different because data changed since",
    "unknown": "that cannot be known",
    "unanswered": "without a value",
    "unexplained": "different without a change on record",
}


def verified_text(verified: Sequence[Verified], names: Mapping[tuple[str, int], str]) -> str:
    """Return a table of the values that are not just the same, and the number of each result."""
    shown = [each for each in verified if each.truth != "same" or each.sentence]
    lines = [summary_line(verified)]
    if shown:
        lines = [dense_table([_cells(each, names) for each in shown], _HEADER, (1, 4)), "", *lines]
    return "\n".join(lines)


def summary_line(verified: Sequence[Verified]) -> str:
    """Return how many values were verified, and with which results."""
    count = Counter(each.truth for each in verified)
    parts = [f"{count[truth]} {_COUNTS[truth]}" for truth in TRUTHS if count[truth]]
    return f"{counted(len(verified), 'value')} verified: {', '.join(parts)}"


def _cells(verified: Verified, names: Mapping[tuple[str, int], str]) -> tuple[str, ...]:
    row = verified.row
    return (
        row.domain,
        f"{row.kpi_number:02}",
        label(row, names),
        row.period.label,
        value_text(row),
        _RESULTS[verified.truth],
        verified.sentence,
    )


def verified_record(verified: Verified) -> dict[str, Any]:
    """Return a verified value as one JSON object."""
    row = verified.row
    return {
        **key_as_json(row),
        "stored": row.value,
        "computed": verified.computed,
        "result": verified.truth,
        "why": verified.sentence or None,
        "definition": row.definition,
        "run_id": row.run_id,
        "computed_at": row.computed_at.isoformat(),
    }
