"""The orders of a new project's example."""

from __future__ import annotations

import csv
from collections import Counter
from datetime import date, datetime, timedelta

import pytest

from core.operations.example import orders_csv

MONDAY = date(2026, 11, 16)


def orders(today: date) -> list[dict[str, str]]:
    return list(csv.DictReader(orders_csv(today).splitlines()))


def times(today: date) -> list[datetime]:
    return [datetime.fromisoformat(order["ordered_at"]) for order in orders(today)]


@pytest.mark.parametrize("today", [MONDAY + timedelta(days=days) for days in range(7)])
def test_each_of_the_ten_weeks_before_has_its_orders_whatever_day_it_is(today: date) -> None:
    weeks = Counter(time.isocalendar().week for time in times(today))

    assert [weeks[week] for week in range(37, 47)] == [13, 15, 14, 17, 16, 15, 18, 20, 17, 21]


@pytest.mark.parametrize("today", [MONDAY + timedelta(days=days) for days in range(7)])
def test_the_orders_end_yesterday_and_are_in_the_order_in_which_they_came(today: date) -> None:
    found = times(today)

    assert found == sorted(found)
    assert found[-1].date() == today - timedelta(days=1)


def test_an_order_has_a_number_of_its_own_and_some_are_cancelled() -> None:
    found = orders(MONDAY)

    assert [int(order["order_id"]) for order in found] == list(range(1, len(found) + 1))
    assert {order["cancelled"] for order in found} == {"true", "false"}


def test_the_same_day_gives_the_same_orders() -> None:
    assert orders_csv(MONDAY) == orders_csv(MONDAY)
