"""The sample company's shop, computed here from its orders as a run would store it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from core.catalog import Catalogue, load_catalogue
from core.demo.rhythm import BERLIN, RECORDS_BEGIN
from core.demo.rows import ShopOrder
from core.demo.shop import make_orders
from core.model import Period, Row, period_of
from tests.core.status.rows import row

LAST_DAY = date(2026, 11, 15)
ROOT = Path(__file__).parents[3]
WEEKS = [RECORDS_BEGIN + timedelta(weeks=week) for week in range(111)]


@cache
def shop() -> Catalogue:
    return load_catalogue(ROOT, ["shop"])


@cache
def shop_orders() -> tuple[ShopOrder, ...]:
    return tuple(make_orders(LAST_DAY))


@cache
def shop_rows() -> tuple[Row, ...]:
    """Return the values of the north star, its drivers and the guardrail for two years."""
    orders: dict[date, list[ShopOrder]] = {}
    for order in shop_orders():
        orders.setdefault(_monday(order.ordered_at), []).append(order)
    return tuple(row for monday in WEEKS for row in _rows(monday, orders[monday]))


def reorder_rows(period: Period) -> list[Row]:
    """Return the reorder rate of a week by frequency: numerator and denominator by label."""
    monday = period.first_day
    cut_off = datetime.combine(monday + timedelta(weeks=1), time(6), BERLIN)
    weeks: dict[int, list[date]] = {}
    for order in shop_orders():
        placed = _monday(order.ordered_at)
        is_kept = not order.cancelled_at or order.cancelled_at >= cut_off
        if is_kept and monday - timedelta(weeks=52) <= placed <= monday:
            weeks.setdefault(order.customer_id, []).append(placed)
    shares: dict[str, list[bool]] = {}
    for placed_in in weeks.values():
        before = [week for week in placed_in if week < monday]
        if any(week >= monday - timedelta(weeks=12) for week in before):
            shares.setdefault(_frequency(len(before)), []).append(monday in placed_in)
    rows = []
    for label, again in sorted(shares.items()):
        parts = {"numerator": float(sum(again)), "denominator": float(len(again))}
        rows.append(_row(8, period, sum(again) / len(again), field_details=label, **parts))
    return rows


def _frequency(orders: int) -> str:
    labels = {11: "11 or more", 5: "5 to 10", 2: "2 to 4", 1: "1"}
    return next(label for least, label in labels.items() if orders >= least)


def _monday(instant: datetime) -> date:
    day = instant.astimezone(BERLIN).date()
    return day - timedelta(days=day.weekday())


def _rows(monday: date, placed: list[ShopOrder]) -> Iterator[Row]:
    cut_off = datetime.combine(monday + timedelta(weeks=1), time(6), BERLIN)
    kept = [each for each in placed if not each.cancelled_at or each.cancelled_at >= cut_off]
    items, customers = sum(each.items for each in kept), {each.customer_id for each in kept}
    values = {
        1: items,
        2: len(kept),
        3: len(customers),
        4: len(kept) / len(customers),
        5: items / len(kept),
        9: (len(placed) - len(kept)) / len(placed),
    }
    for number, value in values.items():
        yield _row(number, period_of("weekly", monday), value)


def _row(number: int, period: Period, value: float, **given: Any) -> Row:
    kpi = shop().entry("shop", number).kpi
    return row(
        period,
        value,
        domain="shop",
        kpi_number=number,
        field_name=kpi.field_name,
        unit=kpi.unit,
        **given,
    )
