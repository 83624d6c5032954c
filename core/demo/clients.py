"""Clients and their agreements, each with its whole life decided on the day it begins."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache

from core.demo.rhythm import (
    BERLIN,
    FOUNDED,
    chance,
    growth,
    happens,
    in_office,
    many,
    moment,
    season,
    weeks,
)
from core.demo.rows import Agreement, Client


@dataclass(frozen=True, slots=True)
class Segment:
    """How clients of one size behave: their share of new clients, monthly fees, and risk of leaving
    in a month.
    """

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
_PRICE_RISE, _YEAR_END, _HOLIDAYS = 5, 12, 8
_RISK_OF_MONTH = {_PRICE_RISE: 2.2, _YEAR_END: 1.6, _HOLIDAYS: 0.6}


@dataclass(frozen=True, slots=True)
class Clients:
    """All clients and agreements up to some day, in the order they came."""

    clients: tuple[Client, ...]
    agreements: tuple[Agreement, ...]

    def active(self, day: date) -> list[Agreement]:
        """Return the agreements that run on `day`, also those of test accounts and internal
        clients.
        """
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
        rng = chance("clients", week)
        for place in range(many(rng, 2.2 * growth(week) * season(week))):
            segment = rng.choices(SEGMENTS, [segment.share for segment in SEGMENTS])[0]
            # Now and then a week's first new client is no client at all.
            is_test, is_internal = place == 0 and number % 9 == 0, place == 0 and number % 23 == 1
            client = _client(
                rng, week, len(clients) + 1, segment.label, is_internal=is_internal, is_test=is_test
            )
            clients.append(client)
            lives = _testing(rng, client) if is_test else _lives(rng, client, segment)
            agreements += [
                life._replace(agreement_id=len(agreements) + 1 + i) for i, life in enumerate(lives)
            ]
    return Clients(tuple(clients), tuple(agreements))


def _client(
    rng: random.Random,
    week: date,
    number: int,
    segment: str | None,
    *,
    is_internal: bool,
    is_test: bool,
) -> Client:
    name = (
        f"Internal unit {number}"
        if is_internal
        else f"Test account {number}"
        if is_test
        else f"Client {number:04}"
    )
    country = rng.choices(_COUNTRIES, (50, 10, 10, 9, 9, 7, 5))[0]
    return Client(number, name, segment, country, is_internal, is_test, moment(rng, week))


def _testing(rng: random.Random, client: Client) -> list[Agreement]:
    """Agreements of a test account come and go within weeks; counted, they would look like clients
    lost.
    """
    return [
        _ended(rng, agreement, rng.randint(10, 50))
        for agreement in [_signed(rng, client, 1000.0, 0)] * 2
    ]


def _lives(rng: random.Random, client: Client, segment: Segment) -> Iterator[Agreement]:
    """Yield what a client signs: its first agreement, perhaps a second beside it, renewals, and
    mistakes.
    """
    if happens(rng, 0.04):
        yield _cancelled_before_start(rng, client, segment)
        if happens(rng, 0.5):
            return
    for delay in (0, rng.randint(60, 300))[: 2 if happens(rng, 0.18) else 1]:
        yield from _renewed(rng, client, segment, delay)
    if happens(rng, 0.02):
        yield _ended(rng, _signed(rng, client, _fee(rng, segment), 30), -rng.randint(20, 400))


def _renewed(
    rng: random.Random, client: Client, segment: Segment, delay: int
) -> Iterator[Agreement]:
    agreement = _signed(rng, client, _fee(rng, segment), delay)
    while True:
        days = _days_until_end(rng, agreement.started_on, segment.risk)
        if days is None:
            yield agreement
            return
        agreement = _ended(rng, agreement, days)
        yield agreement
        if agreement.ended_on is None or not happens(rng, 0.1):
            return
        started_on, fee = (
            agreement.ended_on + timedelta(days=1),
            round(agreement.monthly_fee * 1.2, 2),
        )
        signed_at = datetime.combine(started_on - timedelta(days=9), time(11, 5), BERLIN)
        agreement = Agreement(0, client.client_id, fee, signed_at, started_on, None, None, None)


def _days_until_end(rng: random.Random, start: date, risk: float) -> int | None:
    """Walk through the months after the first three; None where ten years pass."""
    day = (start.replace(day=1) + timedelta(days=100)).replace(day=1)
    for _ in range(120):
        next_month = (day + timedelta(days=32)).replace(day=1)
        if happens(rng, risk * _RISK_OF_MONTH.get(day.month, 1)):
            last = next_month - timedelta(days=1)
            end = last if happens(rng, 0.6) else day + timedelta(days=rng.randrange(27))
            return (end - start).days
        day = next_month
    return None


def _fee(rng: random.Random, segment: Segment) -> float:
    return round(rng.triangular(*segment.fees), -1)


def _signed(rng: random.Random, client: Client, fee: float, delay: int) -> Agreement:
    signed_at = in_office(client.created_at + timedelta(days=delay + rng.randint(0, 9)))
    return Agreement(
        0, client.client_id, fee, signed_at, signed_at.date() + timedelta(days=14), None, None, None
    )


def _ended(rng: random.Random, agreement: Agreement, days: int) -> Agreement:
    """Give notice two to six weeks ahead; one end in five is written down only weeks after it
    happened.
    """
    ended_on = agreement.started_on + timedelta(days=days)
    away = rng.randint(3, 40) if happens(rng, 1 / 5) else -rng.randint(14, 45)
    recorded_on = max(ended_on + timedelta(days=away), agreement.signed_at.date())
    recorded_at = in_office(
        datetime.combine(recorded_on, time(rng.randint(8, 17), rng.randrange(60)), BERLIN)
    )
    return agreement._replace(ended_on=ended_on, end_recorded_at=recorded_at)


def _cancelled_before_start(rng: random.Random, client: Client, segment: Segment) -> Agreement:
    agreement = _signed(rng, client, _fee(rng, segment), 0)
    return agreement._replace(cancelled_on=agreement.started_on - timedelta(days=rng.randint(1, 9)))
