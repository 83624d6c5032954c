"""Outlooks as a table and as JSON."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from core.analysis import Outlook
from core.cli.text.records import json_text
from core.cli.text.tables import dense_table
from core.cli.text.values import NO_VALUE, name_cells
from core.model import counted, format_value, key_as_json

_HEADER = ("domain", "no", "KPI", "span", "so far", "outlook", "note")


def outlook_text(
    found: Sequence[Outlook], form: str, names: Mapping[tuple[str, int], str], *, is_whole: bool
) -> str:
    """Return outlooks as `table` or `json`; those of whole domains only where there is a target."""
    if form == "json":
        return json_text([outlook_record(each) for each in found])
    if not found:
        return "no current value is stored; compute one with scorecard run"
    shown = [each for each in found if each.goal] if is_whole else found
    several = len({each.row.domain for each in found}) > 1
    rows = [_line(each, names, several=several) for each in shown]
    table = dense_table(rows, _HEADER, right=(1, 4)) if rows else ""
    rest = [each for each in found if not each.goal] if is_whole else []
    return "\n\n".join(filter(None, (table, _rest_text(rest))))


def _line(
    found: Outlook, names: Mapping[tuple[str, int], str], *, several: bool
) -> tuple[str, ...]:
    row = found.row
    return (
        *name_cells(row, names, several=several),
        found.span,
        NO_VALUE if found.done is None else format_value(found.done, row.unit),
        found.sentence,
        found.remark,
    )


def _rest_text(rest: Sequence[Outlook]) -> str:
    """Return how many lines have no target, and why others with one have no outlook."""
    refused = Counter(each.reason for each in rest if each.row.target is not None)
    lines = [
        f"{counted(count, 'line')} with a target and without an outlook: {reason}"
        for reason, count in refused.most_common()
    ]
    left = len(rest) - sum(refused.values())
    if left:
        lines.append(
            f"{counted(left, 'line')} without a target; name a KPI to see what is expected"
        )
    return "\n".join(lines)


def outlook_record(found: Outlook) -> dict[str, Any]:
    """Return an outlook as one JSON object; amounts are in the KPI's unit."""
    row, goal = found.row, found.goal
    return {
        **key_as_json(row),
        "unit": row.unit,
        "span": found.span,
        "first_period": found.first.label,
        "last_period": found.last.label,
        "adds": found.adds or None,
        "target": found.target,
        "target_high": goal.high if goal else None,
        "better": goal.better if goal else None,
        "done": found.done,
        "periods_there": found.there,
        "periods_open": found.open,
        "expected": found.expected,
        "low": found.low,
        "high": found.high,
        "probability": found.probability,
        "needs_per_period": found.needs_per_period,
        "done_per_period": found.done_per_period,
        "season": found.has_season,
        "forecasts_compared": found.forecasts,
        "reason": found.reason or None,
        "remark": found.remark or None,
        "sentence": found.sentence,
    }
