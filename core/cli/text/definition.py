"""A definition as of the run that computed a value, and what differs today."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from zoneinfo import ZoneInfo

from core.catalog import differences
from core.explain import Computation
from core.model import Definition, Row, goal_of, goal_text, read_targets, stamp, targets_text

_UNKNOWN = "unknown: an earlier release did not keep it"


def definition_facts(
    computation: Computation, today: Definition | None, zone: ZoneInfo
) -> dict[str, str]:
    """Return the facts of a definition by name; `today` is that of the KPI's file, if valid."""
    row, definition, first = computation.row, computation.definition, computation.first_run
    changes = differences(definition, today) if definition and today else ()
    is_same = definition is not None and not changes
    facts = {
        "version": row.definition,
        "today": _file_text(row, today, is_same=is_same),
        "changed": ", ".join(changes),
    }
    if definition is None:
        return facts | {"meaning": "the store has no record of this version"}
    for name, read in _SHOWN.items():
        facts[name] = _with_today(read, definition, today)
    for name, read in _SHOWN_IF_OTHER.items():
        if today and read(definition) not in ("", read(today)):
            facts[name] = _with_today(read, definition, today)
    begin = f"{stamp(first.run.started_at, zone)}, {first.run.run_id}" if first else ""
    return facts | {"first run": begin}


def target_text(row: Row, today: Definition | None) -> str:
    """Return the target of a value, and today's if it is another."""
    goal = goal_of(row)
    then = goal_text(goal, row.unit) if goal else ""
    if today is None:
        return then
    targets = read_targets(today.target, today.targets)
    now = targets_text(targets, today.better, today.unit) or "none"
    return then if now == (then or "none") else f"{then or 'none'} (today: {now})"


def _meaning(definition: Definition) -> str:
    return " ".join(definition.meaning.split())


_SHOWN: Mapping[str, Callable[[Definition], str]] = {
    "meaning": _meaning,
    "owner": lambda each: each.owner,
    "reviewed": lambda each: each.reviewed or "never",
    "time zone": lambda each: each.timezone or _UNKNOWN,
}
_SHOWN_IF_OTHER: Mapping[str, Callable[[Definition], str]] = {
    "name": lambda each: each.name,
    "scorecard": lambda each: each.title,
    "unit": lambda each: each.unit,
    "better": lambda each: each.better,
    "range": lambda each: each.range_type,
    "cadence": lambda each: each.cadence,
    "adds": lambda each: each.adds,
    "limits since": lambda each: each.limits_since,
    "sources": lambda each: each.sources or "none",
    "since": lambda each: "" if each.since is None else each.since or "always",
    "settles": lambda each: "" if each.settles is None else each.settles or "at once",
}


def _with_today(
    read: Callable[[Definition], str], then: Definition, today: Definition | None
) -> str:
    text = read(then)
    if today is None or read(today) == text:
        return text
    return f"{text} (today: {read(today)})"


def _file_text(row: Row, today: Definition | None, *, is_same: bool) -> str:
    file = f"scorecards/{row.domain}/kpi_{row.kpi_number:02}.py"
    if today is None:
        return f"{file} was removed, or has errors"
    if is_same or today.version == row.definition:
        return f"{file} still computes as this version does"
    return f"{file} has another version, {today.version}"
