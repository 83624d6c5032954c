"""The state machine of alerts: what was said of a subject, and what is to be said now. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from core.alerts.rules import Points, speaking_rule
from core.model import (
    SEVERITIES,
    AlertCause,
    AlertChange,
    AlertLevel,
    AlertPoint,
    AlertRule,
    AlertState,
    same_number,
)


@dataclass(frozen=True, slots=True)
class LevelFound:
    """The level of a series now, by which rule, and of which value."""

    level: AlertLevel
    rule: AlertRule | None
    point: AlertPoint


@dataclass(frozen=True, slots=True)
class Transition:
    """A change of state that is to be told once.

    `route` is the severity whose channels are told: of an end those of the most severe level that
    they were told of, of the end of good news none.
    """

    change: AlertChange
    level: AlertLevel
    level_before: AlertLevel
    cause: AlertCause
    value_before: float | None
    route: AlertLevel = ""


def judge(
    rules: Sequence[AlertRule], points: Points, state: AlertState | None
) -> LevelFound | None:
    """Return the level at the newest of `points`, which are oldest first; None without points.

    Points hold values only: a period without one, or with a partial or provisional one, leaves the
    state as it is.
    """
    if not points:
        return None
    rule = speaking_rule(rules, points, state.rule if state and state.level else "")
    return LevelFound(rule.severity if rule else "", rule, points[-1])


def find_transition(found: LevelFound, state: AlertState | None) -> Transition | None:
    """Return what a judgement changes; None if the state stays, or is about a later period."""
    before: AlertLevel = state.level if state else ""
    if found.level == before or is_behind(found, state):
        return None
    value = state.value if state else None
    ended: AlertLevel = state.peak if state and state.peak != "good" else ""
    route = found.level or ended
    change = _change(before, found.level)
    return Transition(change, found.level, before, _cause(found, state), value, route)


def peak_of(found: LevelFound, state: AlertState | None) -> AlertLevel:
    """Return the most severe level since an alert began."""
    if not found.level:
        return ""
    before: AlertLevel = state.peak if state and state.level else ""
    return max(found.level, before, key=_rank)


def is_behind(found: LevelFound, state: AlertState | None) -> bool:
    """Return whether a judgement is of an earlier period than the state."""
    return state is not None and found.point.period.first_day < state.period_start


def is_outdated(found: LevelFound, state: AlertState | None) -> bool:
    """Return whether an alert goes on with another value than its state names."""
    if state is None or not state.level or is_behind(found, state):
        return False
    is_same = state.period == found.point.period.label
    return not (is_same and same_number(state.value, found.point.value))


def _change(before: AlertLevel, level: AlertLevel) -> AlertChange:
    if not level:
        return "over"
    return "raised" if _rank(level) > _rank(before) else "eased"


def _rank(level: AlertLevel) -> int:
    return SEVERITIES.index(level) if level else -1


def _cause(found: LevelFound, state: AlertState | None) -> AlertCause:
    if state is None or state.period != found.point.period.label:
        return ""
    return "rules" if same_number(state.value, found.point.value) else "corrected"
