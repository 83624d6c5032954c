"""The application desk: people who apply for placements, checked and decided by its two teams."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date

from core.demo.rhythm import (
    RECORDS_BEGIN,
    add_hours,
    draw_count,
    draw_moment,
    growth,
    happens,
    has_incident,
    next_office_time,
    rng_for,
    season,
    weeks,
)
from core.demo.rows import DeskApplication

CHANNELS = ("web", "referral", "partner", "phone", None)
_CHANNEL_SHARES = (52, 20, 14, 9, 5)
TEAMS = ("north", "south")
_TEAM_SHARES = (55, 45)
_DECISIONS = ("accepted", "rejected", "withdrawn")
_DECISION_SHARES = (46, 44, 10)
_DAYS_UNTIL_WITHDRAWN = 45


def is_short_staffed(week: date) -> bool:
    """Return whether the desk lacks people, so that applications pile up."""
    return has_incident(week, every=55, after=44, lasts=4)


def make_applications(last_day: date) -> Iterator[DeskApplication]:
    """Yield applications; moments are the desk's local time, without an offset."""
    number = 0
    for week in weeks(RECORDS_BEGIN, last_day):
        rng = rng_for("desk", week)
        slowness = _slowness(week)
        for _ in range(draw_count(rng, 42 * growth(week) * season(week))):
            number += 1
            yield _draw_application(rng, number, week, slowness)


def _slowness(week: date) -> float:
    if is_short_staffed(week):
        return 2.4
    return 1.1 if season(week) < 1 else 1.0


def _draw_application(
    rng: random.Random, number: int, week: date, slowness: float
) -> DeskApplication:
    received_at = draw_moment(rng, week, None)
    hours_to_check = slowness * rng.lognormvariate(1.0, 0.8)
    checked_at = next_office_time(add_hours(received_at, hours_to_check))
    hours_to_decide = 24 * slowness * rng.lognormvariate(0.75, 0.6)
    decided_at = next_office_time(add_hours(checked_at, hours_to_decide))
    decision = rng.choices(_DECISIONS, _DECISION_SHARES)[0]
    if happens(rng, 1 / 60):
        decision = "withdrawn"
        decided_at = next_office_time(add_hours(received_at, 24 * _DAYS_UNTIL_WITHDRAWN))
    return DeskApplication(
        application_id=number,
        person_id=100_000 + number * 7 % 90_000,
        channel=rng.choices(CHANNELS, _CHANNEL_SHARES)[0],
        team=rng.choices(TEAMS, _TEAM_SHARES)[0],
        is_test=happens(rng, 1 / 70),
        received_at=received_at,
        checked_at=checked_at,
        decided_at=decided_at,
        decision=decision,
    )
