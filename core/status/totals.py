"""Totals of breakdowns, made from their fields where the KPI lets values be added up. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace

from core.model import UNANSWERED, Definition, Goal, Row, State, counted, goal_of
from core.status.ratios import NO_RATIO, ratio_of

_BrokenDown = tuple[int, str, str, object]
_WORDS = {"sum": "the sum", "ratio": "the ratio"}


def adds_fields(definition: Definition) -> str:
    """Return how the fields of a KPI become a total: `sum`, `ratio`, or empty for not at all.

    Counts that are states, such as active clients by segment, are added up within a period.
    """
    if definition.adds == "last" and definition.unit == "count":
        return "sum"
    return definition.adds if definition.adds in _WORDS else ""


def with_totals(
    rows: Sequence[Row], definitions: Mapping[int, Definition], *, explained: bool = False
) -> list[Row]:
    """Return rows with the total of each breakdown in each of its periods, totals first.

    `definitions` are the newest ones, by number; `adds_fields` says which KPIs have totals. A
    period for which a row without a label is stored has none, because that row says what holds for
    all labels. With `explained`, the remark of a total says what it is.
    """
    adding = {number: adds_fields(each) for number, each in definitions.items()}
    adding = {number: adds for number, adds in adding.items() if adds}
    if not adding:
        return list(rows)
    groups: defaultdict[_BrokenDown, list[Row]] = defaultdict(list)
    for row in rows:
        if row.kpi_number in adding:
            place = row.kpi_number, row.field_name, row.range_type, row.period
            groups[place].append(row)
    totals = []
    for group in groups.values():
        parts = [row for row in group if row.state is not State.NOT_RETURNED]
        if parts and all(row.field_details for row in group):
            adds = adding[parts[0].kpi_number]
            remark = f"{_WORDS[adds]} of {counted(len(parts), 'field')}" if explained else ""
            totals.append(_total(parts, adds, remark))
    return [*totals, *rows]


def _total(parts: Sequence[Row], adds: str, remark: str) -> Row:
    """Return the total as a row without a label."""
    newest = max(parts, key=lambda row: (row.computed_at, row.run_id))
    until = [row.provisional_until for row in parts if row.provisional_until]
    stale = [row.remark for row in parts if row.state is State.STALE]
    goal = _common_goal(parts) if adds == "ratio" else None
    total = replace(
        newest,
        field_details="",
        by_hand=False,
        made_from="",
        partial=any(row.partial for row in parts),
        provisional_until=max(until, default=None),
        remark=stale[0] if stale else remark,
        target=goal.target if goal else None,
        target_high=goal.high if goal else None,
        better=newest.better if goal else "",
        thresholds=newest.thresholds if goal else "",
    )
    return _with_value(total, parts, adds)


def _with_value(total: Row, parts: Sequence[Row], adds: str) -> Row:
    numerator, denominator = (_sum(parts, name) for name in ("numerator", "denominator"))
    found = replace(total, outcome="value", reason="", numerator=numerator, denominator=denominator)
    missing = [row for row in parts if row.value is None]
    if missing:
        first = min(missing, key=lambda row: (row.outcome not in UNANSWERED, row.field_details))
        reason = f"no total without {first.field_details}: {first.reason}"
        return replace(found, outcome=first.outcome, value=None, reason=reason, remark="")
    if len({row.unit for row in parts}) > 1:
        return replace(found, outcome="none", value=None, reason="fields in different units")
    value = ratio_of(parts) if adds == "ratio" else sum(row.value or 0.0 for row in parts)
    if value is None:
        return replace(found, outcome="none", value=None, reason=NO_RATIO, remark="")
    return replace(found, value=value)


def _sum(parts: Sequence[Row], name: str) -> float | None:
    values = [getattr(row, name) for row in parts]
    return None if None in values else sum(values)


def _common_goal(parts: Sequence[Row]) -> Goal | None:
    """Return the goal of all parts if they share one: a ratio of parts is judged like each."""
    goals = {goal_of(row) for row in parts}
    return goals.pop() if len(goals) == 1 else None
