"""Series of values, and the alerts that a chain of runs would tell of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime

from core.alerts.states import Transition, find_transition, is_outdated, judge
from core.model.alert_records import AlertPoint, AlertState, AlertSubject
from core.model.alerts import AlertRule
from core.model.period import parse_period

NOW = datetime(2026, 11, 16, 5, tzinfo=UTC)
SUBJECT = AlertSubject(domain="risk", kpi_number=1, field_name="par90", range_type="week")


def points(
    *values: float | None, first: str = "2026-W40", target: float | None = None
) -> list[AlertPoint]:
    """Return the values of consecutive weeks; None is a week without a value."""
    start = parse_period(first)
    return [
        AlertPoint(start.shift(index), value, target, "v1")
        for index, value in enumerate(values)
        if value is not None
    ]


def look(
    rules: Sequence[AlertRule], series: Sequence[AlertPoint], state: AlertState | None
) -> tuple[Transition | None, AlertState | None]:
    """Return what one run tells, and the state that it leaves."""
    found = judge(rules, series, state)
    if found is None:
        return None, state
    told = find_transition(found, state)
    if not told and not is_outdated(found, state):
        return None, state
    period = found.point.period
    rule = str(found.rule) if found.rule else ""
    return told, AlertState(
        subject=SUBJECT,
        level=found.level,
        rule=rule,
        period=period.label,
        period_start=period.first_day,
        value=found.point.value,
        changed_at=NOW,
    )


def told_over(
    rules: Sequence[AlertRule], runs: Iterable[Sequence[AlertPoint]]
) -> list[tuple[str, str]]:
    """Return level and cause of all that consecutive runs tell, each of which sees a series."""
    state: AlertState | None = None
    told: list[tuple[str, str]] = []
    for series in runs:
        transition, state = look(rules, series, state)
        if transition:
            told.append((transition.level, transition.cause))
    return told


def growing(series: Sequence[AlertPoint]) -> list[Sequence[AlertPoint]]:
    """Return what weekly runs see of a series: one more value each week."""
    return [series[: index + 1] for index in range(len(series))]
