"""Clients and their agreements. The whole history of each is decided on the day it begins."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache

from core.demo.rhythm import (
    BERLIN,
    FOUNDED,
    draw_count,
    draw_moment,
    growth,
    happens,
    next_office_time,
    rng_for,
    season,
    weeks,
)
from core.demo.rows import Agreement, Client


@dataclass(frozen=True, slots=True)
class Segment:
    """Clients of one size: share of new clients, range of monthly fees, risk of leaving a month."""

    label: str | None
    share: int
    fees: tuple[int, int]
    risk: float


SEGMENTS = (
    Segment("startup", 50, (900, 1700), 0.021),
    Segment("mid-market", 31, (1800, 3600), 0.012),
    Segment("enterprise", 12, (4000, 9000), 0.006),
    Segment(None, 7, (900, 2600), 0.024),
)
_COUNTRIES = ("DE", "AT", "CH", "NL", "PT", "FR", "GB")
_COUNTRY_SHARES = (50, 10, 10, 9, 9, 7, 5)
_PRICE_RISE, _YEAR_END, _HOLIDAYS = 5, 12, 8
_RISK_OF_MONTH = {_PRICE_RISE: 2.2, _YEAR_END: 1.6, _HOLIDAYS: 0.6}


@dataclass(frozen=True, slots=True)
class Clients:
    """All clients and agreements up to some day, in order of arrival."""

    clients: tuple[Client, ...]
    agreements: tuple[Agreement, ...]

    def active(self, day: date) -> list[Agreement]:
        """Return the agreements that run on `day`, of test accounts and internal units too."""
        return [
            agreement
            for agreement in self.agreements
            if agreement.started_on <= day
            and agreement.cancelled_on is None
            and (agreement.ended_on is None or agreement.ended_on >= day)
        ]


@lru_cache(maxsize=1)
def make_clients(last_day: date) -> Clients:
    """Return the clients that came until `last_day`, with their agreements."""
    clients: list[Client] = []
    agreements: list[Agreement] = []
    for number, week in enumerate(weeks(FOUNDED, last_day), 4):
        rng = rng_for("clients", week)
        for place in range(draw_count(rng, 2.2 * growth(week) * season(week))):
            segment = rng.choices(SEGMENTS, [segment.share for segment in SEGMENTS])[0]
            # Now and then, a week's first new client is a test account or an internal unit.
            is_test = place == 0 and number % 9 == 0
            is_internal = place == 0 and number % 23 == 1
            name = _client_name(len(clients) + 1, is_internal=is_internal, is_test=is_test)
            country = rng.choices(_COUNTRIES, _COUNTRY_SHARES)[0]
            created_at = draw_moment(rng, week)
            client = Client(
                len(clients) + 1, name, segment.label, country, is_internal, is_test, created_at
            )
            clients.append(client)
            for agreement in _agreements(rng, client, segment):
                agreements.append(agreement._replace(agreement_id=len(agreements) + 1))
    return Clients(tuple(clients), tuple(agreements))


def _client_name(number: int, *, is_internal: bool, is_test: bool) -> str:
    if is_internal:
        return f"Internal unit {number}"
    if is_test:
        return f"Test account {number}"
    return f"Client {number:04}"


def _agreements(rng: random.Random, client: Client, segment: Segment) -> Iterator[Agreement]:
    """Yield all agreements of a client: a first, perhaps a second, renewals, and mistakes."""
    if client.is_test:
        yield from _test_agreements(rng, client)
        return
    if happens(rng, 0.04):
        yield _cancel_before_start(rng, client, segment)
        if happens(rng, 0.5):
            return
    second_delay = rng.randint(60, 300)
    delays = [0, second_delay] if happens(rng, 0.18) else [0]
    for delay in delays:
        yield from _renewals(rng, client, segment, delay)
    if happens(rng, 0.02):
        mistake = _sign(rng, client, _draw_fee(rng, segment), 30)
        yield _end(rng, mistake, -rng.randint(20, 400))


def _test_agreements(rng: random.Random, client: Client) -> Iterator[Agreement]:
    """Yield agreements that last weeks; if they counted, they would look like clients lost."""
    agreement = _sign(rng, client, 1000.0, 0)
    for _ in range(2):
        yield _end(rng, agreement, rng.randint(10, 50))


def _renewals(
    rng: random.Random, client: Client, segment: Segment, delay: int
) -> Iterator[Agreement]:
    agreement = _sign(rng, client, _draw_fee(rng, segment), delay)
    while True:
        days = _draw_days_until_end(rng, agreement.started_on, segment.risk)
        if days is None:
            yield agreement
            return
        agreement = _end(rng, agreement, days)
        yield agreement
        if agreement.ended_on is None or not happens(rng, 0.1):
            return
        started_on = agreement.ended_on + timedelta(days=1)
        fee = round(agreement.monthly_fee * 1.2, 2)
        signed_at = datetime.combine(started_on - timedelta(days=9), time(11, 5), BERLIN)
        agreement = Agreement(0, client.client_id, fee, signed_at, started_on, None, None, None)


def _draw_days_until_end(rng: random.Random, start: date, risk: float) -> int | None:
    """Walk through the months after the first three; None if ten years pass."""
    day = (start.replace(day=1) + timedelta(days=100)).replace(day=1)
    for _ in range(120):
        next_month = (day + timedelta(days=32)).replace(day=1)
        if happens(rng, risk * _RISK_OF_MONTH.get(day.month, 1)):
            last = next_month - timedelta(days=1)
            end = last if happens(rng, 0.6) else day + timedelta(days=rng.randrange(27))
            return (end - start).days
        day = next_month
    return None


def _draw_fee(rng: random.Random, segment: Segment) -> float:
    return round(rng.triangular(*segment.fees), -1)


def _sign(rng: random.Random, client: Client, fee: float, delay: int) -> Agreement:
    signed_at = next_office_time(client.created_at + timedelta(days=delay + rng.randint(0, 9)))
    started_on = signed_at.date() + timedelta(days=14)
    return Agreement(0, client.client_id, fee, signed_at, started_on, None, None, None)


def _end(rng: random.Random, agreement: Agreement, days: int) -> Agreement:
    """End an agreement, with notice two to six weeks ahead; one in five is recorded weeks late."""
    ended_on = agreement.started_on + timedelta(days=days)
    delay = rng.randint(3, 40) if happens(rng, 1 / 5) else -rng.randint(14, 45)
    recorded_on = max(ended_on + timedelta(days=delay), agreement.signed_at.date())
    clock = time(rng.randint(8, 17), rng.randrange(60))
    recorded_at = next_office_time(datetime.combine(recorded_on, clock, BERLIN))
    return agreement._replace(ended_on=ended_on, end_recorded_at=recorded_at)


def _cancel_before_start(rng: random.Random, client: Client, segment: Segment) -> Agreement:
    agreement = _sign(rng, client, _draw_fee(rng, segment), 0)
    return agreement._replace(cancelled_on=agreement.started_on - timedelta(days=rng.randint(1, 9)))
