"""Invoices, payments and costs."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta

from core.demo.clients import Clients
from core.demo.rhythm import (
    BERLIN,
    RECORDS_BEGIN,
    chance,
    growth,
    happens,
    in_office,
    months,
    season,
    weeks,
)
from core.demo.rows import Cost, Invoice, Payment

_PAYDAY = 25
_MONTHLY = {"wages": 0.60, "salaries": 0.17, "rent": 0.03}
_WEEKLY = {"software": 2600, "marketing": 3900, "travel": 900}


def make_invoices(book: Clients, last_day: date) -> Iterator[Invoice]:
    """Yield one invoice a month for every agreement but those of test accounts; internal units get
    theirs, too.
    """
    testers = {client.client_id for client in book.clients if client.is_test}
    number = 0
    for month in months(RECORDS_BEGIN + timedelta(days=1), last_day):
        rng = chance("invoices", month)
        issued_on = in_office(datetime.combine(month, time(9))).date()
        for agreement in book.active(month):
            if agreement.client_id in testers:
                continue
            number += 1
            due_on = issued_on + timedelta(days=rng.choice((14, 14, 30)))
            cancelled_on = (
                issued_on + timedelta(days=rng.randint(1, 12)) if happens(rng, 1 / 80) else None
            )
            amount = round(agreement.monthly_fee * rng.choice((1, 1, 1, 1.05, 1.1)), 2)
            yield Invoice(
                number,
                agreement.agreement_id,
                agreement.client_id,
                issued_on,
                due_on,
                amount,
                cancelled_on,
            )


def make_payments(invoices: Iterable[Invoice]) -> Iterator[Payment]:
    """Yield payments: most on time, some weeks late, a few in two parts or never; the bank reports
    them days after.
    """
    for invoice in invoices:
        rng = random.Random(f"payment {invoice.invoice_id}")
        if invoice.cancelled_on or happens(rng, 1 / 700):
            continue
        late = rng.randint(8, 45) if happens(rng, 0.05) else round(rng.gauss(-6, 2.5))
        paid_on = max(invoice.due_on + timedelta(days=late), invoice.issued_on + timedelta(days=1))
        parts = (round(invoice.amount / 2, 2),) if happens(rng, 1 / 40) else ()
        for part, amount in enumerate((*parts, round(invoice.amount - sum(parts), 2))):
            day = paid_on + timedelta(days=part * 20)
            yield Payment(
                invoice.invoice_id * 10 + part, invoice.invoice_id, day, amount, _recorded(rng, day)
            )


def make_costs(book: Clients, last_day: date) -> Iterator[Cost]:
    """Yield wages, salaries and rent on the 25th, and other costs week by week."""
    number = 0
    for week in weeks(RECORDS_BEGIN, last_day):
        rng = chance("costs", week)
        for category, day, mean in _due(book, week):
            number += 1
            amount = round(mean * rng.uniform(0.96, 1.04), 2)
            yield Cost(number, category, day, amount, _recorded(rng, day))


def _due(book: Clients, week: date) -> Iterator[tuple[str, date, float]]:
    for category, mean in _WEEKLY.items():
        yield category, week + timedelta(days=2), mean * growth(week) * season(week)
    payday = next(
        (day for day in (week + timedelta(days=n) for n in range(7)) if day.day == _PAYDAY), None
    )
    if payday:
        fees = sum(agreement.monthly_fee for agreement in book.active(payday.replace(day=1)))
        for category, share in _MONTHLY.items():
            yield category, payday, fees * share


def _recorded(rng: random.Random, day: date) -> datetime:
    """Return when the bookkeepers know: within days, one time in twenty only weeks after."""
    days = rng.randint(12, 35) if happens(rng, 1 / 20) else rng.randint(1, 3)
    return in_office(datetime.combine(day + timedelta(days=days), time(10, 20), BERLIN))
