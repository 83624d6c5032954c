"""Orders in the shop: customers of all frequencies, baskets of all sizes, and sales."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime, timedelta
from statistics import mean

from core.demo.rhythm import RECORDS_BEGIN, weeks
from core.demo.shop import is_sale
from tests.core.demo.company import LAST_DAY, Tables


def monday_of(row: dict[str, str]) -> date:
    day = datetime.fromisoformat(row["ordered_at"]).date()
    return day - timedelta(days=day.weekday())


def test_customers_order_once_to_weekly_and_baskets_are_small_to_large(tables: Tables) -> None:
    orders = tables["stg_shop.orders"]
    year = [row for row in orders if monday_of(row) > LAST_DAY - timedelta(days=364)]
    by_customer = Counter(row["customer_id"] for row in year).values()
    items = [int(row["items"]) for row in year]

    assert min(by_customer) == 1
    assert max(by_customer) > 50
    assert min(items) == 1
    assert sum(each <= 3 for each in items) > len(items) / 4
    assert sum(each >= 10 for each in items) > len(items) / 20


def test_in_a_sale_many_order_and_little_at_a_time(tables: Tables) -> None:
    sales = {week for week in weeks(RECORDS_BEGIN, LAST_DAY) if is_sale(week)}
    items: dict[bool, list[int]] = {True: [], False: []}
    for row in tables["stg_shop.orders"]:
        items[monday_of(row) in sales].append(int(row["items"]))

    assert len(sales) == 8
    assert mean(items[True]) < 0.8 * mean(items[False])
    assert len(items[True]) / 8 > len(items[False]) / 110


def test_some_orders_are_cancelled_within_days(tables: Tables) -> None:
    rows = tables["stg_shop.orders"]
    cancelled = [row for row in rows if row["cancelled_at"]]

    assert 0.02 < len(cancelled) / len(rows) < 0.06
    assert all(row["ordered_at"] < row["cancelled_at"] for row in cancelled)
