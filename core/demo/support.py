"""Messages from clients: offboarding forms, tickets and answers to the satisfaction survey."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta

from core.demo.clients import Clients
from core.demo.rhythm import (
    BERLIN,
    RECORDS_BEGIN,
    SATURDAY,
    add_hours,
    draw_count,
    draw_moment,
    happens,
    has_incident,
    next_office_time,
    rng_for,
    season,
    weeks,
)
from core.demo.rows import Agreement, NpsResponse, OffboardingForm, Ticket

_REASONS = ("budget", "hired in-house", "quality", "role no longer needed", "pause", None)
_SCORES = (3, 6, 8, 9, 10)
_HAPPY_SHARES, _CROSS_SHARES = (5, 8, 17, 28, 24), (11, 14, 17, 19, 16)


def has_ticket_trouble(week: date) -> bool:
    """Return whether the helpdesk is moving house: tickets wait for days, and clients are cross."""
    return has_incident(week, every=62, after=27, lasts=2)


def make_forms(book: Clients, last_day: date) -> list[OffboardingForm]:
    """Return forms for agreements that end, forms of clients who stay after all, and duplicates."""
    forms: list[OffboardingForm] = []
    for agreement in book.agreements:
        if agreement.ended_on:
            forms += _leave(agreement, agreement.ended_on)
    for week in weeks(RECORDS_BEGIN, last_day):
        rng, active = rng_for("kept clients", week), book.active(week)
        count = draw_count(rng, len(active) / 260 * season(week))
        for agreement in rng.sample(active, count):
            forms += _send_form(rng, agreement, draw_moment(rng, week))
    return _numbered_from(datetime.combine(RECORDS_BEGIN, time(), BERLIN), forms)


def _numbered_from(begin: datetime, forms: Sequence[OffboardingForm]) -> list[OffboardingForm]:
    recorded = [form for form in forms if form.submitted_at >= begin]
    recorded.sort(key=lambda form: form.submitted_at)
    return [form._replace(form_id=number) for number, form in enumerate(recorded, 1)]


def _leave(agreement: Agreement, ended_on: date) -> Iterator[OffboardingForm]:
    rng = random.Random(f"form {agreement.agreement_id}")
    if happens(rng, 0.93) and ended_on > agreement.started_on:
        notice = ended_on - timedelta(days=rng.randint(5, 45))
        monday = notice - timedelta(days=notice.weekday())
        yield from _send_form(rng, agreement, draw_moment(rng, monday))


def _send_form(
    rng: random.Random, agreement: Agreement, sent_at: datetime
) -> Iterator[OffboardingForm]:
    """Yield a form, and one time in ten a second: minutes or days later, perhaps the next week."""
    sent_at = max(sent_at, agreement.signed_at + timedelta(days=1))
    reason = rng.choice(_REASONS)
    form = OffboardingForm(0, agreement.agreement_id, agreement.client_id, reason, sent_at)
    yield form
    if happens(rng, 1 / 10):
        yield form._replace(submitted_at=add_hours(sent_at, rng.choice((0.05, 0.1, 20, 70))))


def make_tickets(book: Clients, last_day: date) -> Iterator[Ticket]:
    """Yield about one ticket a week per eight agreements, answered in hours, closed within days.

    A duty team answers at weekends, too.
    """
    number = 0
    for week in weeks(RECORDS_BEGIN, last_day):
        rng, active = rng_for("tickets", week), book.active(week)
        slowness, share = (6.0, 1.3) if has_ticket_trouble(week) else (1.0, 1)
        for _ in range(draw_count(rng, len(active) / 8 * season(week) * share)):
            number += 1
            yield _draw_ticket(rng, number, active, draw_moment(rng, week), slowness)


def _draw_ticket(
    rng: random.Random,
    number: int,
    active: Sequence[Agreement],
    created_at: datetime,
    slowness: float,
) -> Ticket:
    at_weekend = created_at.weekday() >= SATURDAY
    hours = rng.lognormvariate(0.55, 0.8) * slowness * (1.6 if at_weekend else 1)
    replied_at = next_office_time(add_hours(created_at, hours), weekends=True)
    hours_to_close = rng.lognormvariate(1.9, 1.1) * slowness
    closed_at = next_office_time(add_hours(replied_at, hours_to_close))
    channel = rng.choices(("email", "chat", "phone"), (6, 3, 1))[0]
    client = rng.choice(active).client_id
    return Ticket(number, client, channel, created_at, replied_at, closed_at)


def make_nps(book: Clients, last_day: date) -> Iterator[NpsResponse]:
    """Yield answers from 0 to 10, in local time without an offset; one in forty is blank."""
    number = 0
    for week in weeks(RECORDS_BEGIN, last_day):
        rng, active = rng_for("nps", week), book.active(week)
        is_cross = has_ticket_trouble(week - timedelta(weeks=1))
        shares = _CROSS_SHARES if is_cross else _HAPPY_SHARES
        for _ in range(draw_count(rng, len(active) / 30 * season(week))):
            number += 1
            score = rng.choices(_SCORES, shares)[0]
            given = None if happens(rng, 1 / 40) else score
            client = rng.choice(active).client_id
            yield NpsResponse(number, client, given, draw_moment(rng, week, None))
