"""The sample company's shop, computed here from its orders as a run would store it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from functools import cache
from pathlib import Path

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
def shop_rows() -> tuple[Row, ...]:
    """Return the values of the north star, its drivers and the guardrail for two years."""
    orders: dict[date, list[ShopOrder]] = {}
    for order in make_orders(LAST_DAY):
        orders.setdefault(_monday(order.ordered_at), []).append(order)
    return tuple(row for monday in WEEKS for row in _rows(monday, orders[monday]))


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


def _row(number: int, period: Period, value: float) -> Row:
    kpi = shop().entry("shop", number).kpi
    return row(
        period,
        value,
        domain="shop",
        kpi_number=number,
        field_name=kpi.field_name,
        unit=kpi.unit,
    )
