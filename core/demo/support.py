"""What clients send in: offboarding forms, tickets and answers to the satisfaction survey."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from core.demo.clients import Clients
from core.demo.rhythm import (
    BERLIN,
    RECORDS_BEGIN,
    SATURDAY,
    chance,
    happens,
    in_office,
    incident,
    later,
    many,
    moment,
    season,
    weeks,
)
from core.demo.rows import Agreement, NpsResponse, OffboardingForm, Ticket

_REASONS = ("budget", "hired in-house", "quality", "role no longer needed", "pause", None)


def ticket_trouble(week: date) -> bool:
    """Say whether the helpdesk is moving house: tickets wait for days, and clients are cross."""
    return incident(week, every=62, after=27, lasts=2)


def make_forms(book: Clients, last_day: date) -> list[OffboardingForm]:
    """Return the forms of agreements that end, of clients who stay after all, and those sent twice."""
    forms = [
        form for agreement in book.agreements if agreement.ended_on for form in _leaving(agreement)
    ]
    for week in weeks(RECORDS_BEGIN, last_day):
        rng, active = chance("kept clients", week), book.active(week)
        for agreement in rng.sample(active, many(rng, len(active) / 260 * season(week))):
            forms += _sent(rng, agreement, moment(rng, week))
    begin = datetime.combine(RECORDS_BEGIN, time(), BERLIN)
    forms = sorted(
        (form for form in forms if form.submitted_at >= begin), key=lambda form: form.submitted_at
    )
    return [form._replace(form_id=number) for number, form in enumerate(forms, 1)]


def _leaving(agreement: Agreement) -> Iterator[OffboardingForm]:
    rng = random.Random(f"form {agreement.agreement_id}")
    if happens(rng, 0.93) and agreement.ended_on and agreement.ended_on > agreement.started_on:
        notice = agreement.ended_on - timedelta(days=rng.randint(5, 45))
        yield from _sent(rng, agreement, moment(rng, notice - timedelta(days=notice.weekday())))


def _sent(rng: random.Random, agreement: Agreement, sent_at: datetime) -> Iterator[OffboardingForm]:
    """Yield the form, and one time in ten once more: minutes later, or days later and so perhaps in
    the next week.
    """
    sent_at = max(sent_at, agreement.signed_at + timedelta(days=1))
    form = OffboardingForm(
        0, agreement.agreement_id, agreement.client_id, rng.choice(_REASONS), sent_at
    )
    yield form
    if happens(rng, 1 / 10):
        yield form._replace(submitted_at=later(sent_at, rng.choice((0.05, 0.1, 20, 70))))


def make_tickets(book: Clients, last_day: date) -> Iterator[Ticket]:
    """Yield tickets: about one a week for every eight agreements, answered in hours and closed
    within days.

    A duty team answers at weekends, too.
    """
    number = 0
    for week in weeks(RECORDS_BEGIN, last_day):
        rng, active = chance("tickets", week), book.active(week)
        slow = 6.0 if ticket_trouble(week) else 1.0
        for _ in range(many(rng, len(active) / 8 * season(week) * (1.3 if slow > 1 else 1))):
            number += 1
            created_at = moment(rng, week)
            waits = (
                rng.lognormvariate(0.55, 0.8)
                * slow
                * (1.6 if created_at.weekday() >= SATURDAY else 1)
            )
            replied_at = in_office(later(created_at, waits), weekends=True)
            closed_at = in_office(later(replied_at, rng.lognormvariate(1.9, 1.1) * slow))
            channel = rng.choices(("email", "chat", "phone"), (6, 3, 1))[0]
            yield Ticket(
                number, rng.choice(active).client_id, channel, created_at, replied_at, closed_at
            )


def make_nps(book: Clients, last_day: date) -> Iterator[NpsResponse]:
    """Yield answers from 0 to 10, kept as local time without an offset; one in forty was left
    blank.
    """
    number = 0
    for week in weeks(RECORDS_BEGIN, last_day):
        rng, active = chance("nps", week), book.active(week)
        mood = (
            (11, 14, 17, 19, 16)
            if ticket_trouble(week - timedelta(weeks=1))
            else (5, 8, 17, 28, 24)
        )
        for _ in range(many(rng, len(active) / 30 * season(week))):
            number += 1
            score = rng.choices((3, 6, 8, 9, 10), mood)[0]
            given = None if happens(rng, 1 / 40) else score
            yield NpsResponse(number, rng.choice(active).client_id, given, moment(rng, week, None))
