"""The application desk: people who apply for placements, checked and decided by its two teams."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from core.demo.rhythm import (
    RECORDS_BEGIN,
    chance,
    growth,
    happens,
    in_office,
    incident,
    later,
    many,
    moment,
    season,
    weeks,
)
from core.demo.rows import DeskApplication

CHANNELS = ("web", "referral", "partner", "phone", None)
_CHANNEL_SHARES = (52, 20, 14, 9, 5)
TEAMS = ("north", "south")
_DAYS_UNTIL_WITHDRAWN = 45


def short_staffed(week: date) -> bool:
    """Say whether the desk lacks people, so that applications pile up."""
    return incident(week, every=55, after=44, lasts=4)


def make_applications(last_day: date) -> Iterator[DeskApplication]:
    """Yield applications; moments are the desk's local time, without an offset."""
    number = 0
    for week in weeks(RECORDS_BEGIN, last_day):
        rng = chance("desk", week)
        slow = 2.4 if short_staffed(week) else 1.1 if season(week) < 1 else 1.0
        for _ in range(many(rng, 42 * growth(week) * season(week))):
            number += 1
            received_at = moment(rng, week, None)
            checked_at = in_office(later(received_at, slow * rng.lognormvariate(1.0, 0.8)))
            decided_at = in_office(later(checked_at, 24 * slow * rng.lognormvariate(0.75, 0.6)))
            decision = rng.choices(("accepted", "rejected", "withdrawn"), (46, 44, 10))[0]
            if happens(rng, 1 / 60):
                decided_at, decision = (
                    in_office(later(received_at, 24 * _DAYS_UNTIL_WITHDRAWN)),
                    "withdrawn",
                )
            yield DeskApplication(
                application_id=number,
                person_id=100_000 + number * 7 % 90_000,
                channel=rng.choices(CHANNELS, _CHANNEL_SHARES)[0],
                team=rng.choices(TEAMS, (55, 45))[0],
                is_test=happens(rng, 1 / 70),
                received_at=received_at,
                checked_at=checked_at,
                decided_at=decided_at,
                decision=decision,
            )
