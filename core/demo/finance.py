"""Invoices, payments and costs."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta

from core.demo.clients import Clients
from core.demo.rhythm import (
    BERLIN,
    RECORDS_BEGIN,
    growth,
    happens,
    months,
    next_office_time,
    rng_for,
    season,
    weeks,
)
from core.demo.rows import Agreement, Cost, Invoice, Payment

_PAYDAY = 25
_MONTHLY = {"wages": 0.60, "salaries": 0.17, "rent": 0.03}
_WEEKLY = {"software": 2600, "marketing": 3900, "travel": 900}


def make_invoices(book: Clients, last_day: date) -> Iterator[Invoice]:
    """Yield one invoice per month and agreement, for internal units too, not for test accounts."""
    testers = {client.client_id for client in book.clients if client.is_test}
    number = 0
    for month in months(RECORDS_BEGIN + timedelta(days=1), last_day):
        rng = rng_for("invoices", month)
        issued_on = next_office_time(datetime.combine(month, time(9))).date()
        for agreement in book.active(month):
            if agreement.client_id not in testers:
                number += 1
                yield _draw_invoice(rng, number, agreement, issued_on)


def _draw_invoice(
    rng: random.Random, number: int, agreement: Agreement, issued_on: date
) -> Invoice:
    due_on = issued_on + timedelta(days=rng.choice((14, 14, 30)))
    cancelled_on = None
    if happens(rng, 1 / 80):
        cancelled_on = issued_on + timedelta(days=rng.randint(1, 12))
    amount = round(agreement.monthly_fee * rng.choice((1, 1, 1, 1.05, 1.1)), 2)
    return Invoice(
        number,
        agreement.agreement_id,
        agreement.client_id,
        issued_on,
        due_on,
        amount,
        cancelled_on,
    )


def make_payments(invoices: Iterable[Invoice]) -> Iterator[Payment]:
    """Yield payments: most on time, some weeks late, a few in two parts, a few never.

    The bank reports each of them days later.
    """
    for invoice in invoices:
        rng = random.Random(f"payment {invoice.invoice_id}")
        if not invoice.cancelled_on and not happens(rng, 1 / 700):
            yield from _draw_payments(rng, invoice)


def _draw_payments(rng: random.Random, invoice: Invoice) -> Iterator[Payment]:
    late = rng.randint(8, 45) if happens(rng, 0.05) else round(rng.gauss(-6, 2.5))
    paid_on = max(invoice.due_on + timedelta(days=late), invoice.issued_on + timedelta(days=1))
    amounts = [invoice.amount]
    if happens(rng, 1 / 40):
        half = round(invoice.amount / 2, 2)
        amounts = [half, round(invoice.amount - half, 2)]
    for part, amount in enumerate(amounts):
        day = paid_on + timedelta(days=part * 20)
        number = invoice.invoice_id * 10 + part
        yield Payment(number, invoice.invoice_id, day, amount, _draw_recorded_at(rng, day))


def make_costs(book: Clients, last_day: date) -> Iterator[Cost]:
    """Yield wages, salaries and rent on the 25th, and the other costs week by week."""
    number = 0
    for week in weeks(RECORDS_BEGIN, last_day):
        rng = rng_for("costs", week)
        for category, day, mean in _due_costs(book, week):
            number += 1
            amount = round(mean * rng.uniform(0.96, 1.04), 2)
            yield Cost(number, category, day, amount, _draw_recorded_at(rng, day))


def _due_costs(book: Clients, week: date) -> Iterator[tuple[str, date, float]]:
    for category, mean in _WEEKLY.items():
        yield category, week + timedelta(days=2), mean * growth(week) * season(week)
    for day in (week + timedelta(days=number) for number in range(7)):
        if day.day == _PAYDAY:
            fees = sum(agreement.monthly_fee for agreement in book.active(day.replace(day=1)))
            for category, share in _MONTHLY.items():
                yield category, day, fees * share


def _draw_recorded_at(rng: random.Random, day: date) -> datetime:
    """Draw when the bookkeepers know: within days, one time in twenty only weeks later."""
    days = rng.randint(12, 35) if happens(rng, 1 / 20) else rng.randint(1, 3)
    return next_office_time(datetime.combine(day + timedelta(days=days), time(10, 20), BERLIN))
