"""The shop: orders of work clothes and tools for the people that clients have placed."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date

from core.demo.rhythm import (
    FOUNDED,
    RECORDS_BEGIN,
    add_hours,
    draw_moment,
    growth,
    happens,
    has_incident,
    rng_for,
    season,
    weeks,
)
from core.demo.rows import ShopOrder

_CUSTOMERS = 150  # on the company's first day


def is_sale(week: date) -> bool:
    """Return whether the shop has a sale: many order, and little at a time."""
    return has_incident(week, every=26, after=20, lasts=2)


def make_orders(last_day: date) -> Iterator[ShopOrder]:
    """Yield orders, up to the week of `last_day`."""
    pace = [_pace(number) for number in range(int(_CUSTOMERS * growth(last_day)) + 1)]
    number = 0
    for week in weeks(RECORDS_BEGIN, last_day):
        rng = rng_for("shop", week)
        busy = season(week) * (1.7 if is_sale(week) else 1.0)
        for customer in range(int(_CUSTOMERS * growth(week))):
            for _ in range(_draw_orders(rng, pace[customer] * busy)):
                number += 1
                yield _draw_order(rng, number, customer + 1, week)


def _pace(customer: int) -> float:
    """Return how often a customer orders, in orders per week: most seldom, a few every week."""
    rng = rng_for(f"customer {customer}", FOUNDED)
    return min(2.5, rng.lognormvariate(1.7, 1.1) / 52)


def _draw_orders(rng: random.Random, mean: float) -> int:
    return int(mean) + happens(rng, mean % 1)


def _draw_order(rng: random.Random, number: int, customer: int, week: date) -> ShopOrder:
    ordered_at = draw_moment(rng, week)
    items = 1 + int(rng.lognormvariate(0.7 if is_sale(week) else 1.2, 0.8))
    hours_to_cancel = rng.uniform(1, 96)
    return ShopOrder(
        order_id=number,
        customer_id=customer,
        items=items,
        amount=round(items * rng.uniform(18, 42), 2),
        ordered_at=ordered_at,
        cancelled_at=add_hours(ordered_at, hours_to_cancel) if happens(rng, 1 / 25) else None,
    )
