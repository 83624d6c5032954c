"""The example orders of a new project: ten whole weeks, and this week's days so far."""

from __future__ import annotations

import csv
from collections import Counter
from datetime import date, datetime

from core.operations.example import orders_csv

THURSDAY = date(2026, 11, 19)


def orders(today: date) -> list[dict[str, str]]:
    return list(csv.DictReader(orders_csv(today).splitlines()))


def test_orders_reach_from_ten_weeks_ago_to_yesterday() -> None:
    moments = [datetime.fromisoformat(row["ordered_at"]) for row in orders(THURSDAY)]
    weeks = Counter(moment.isocalendar().week for moment in moments)
    assert moments == sorted(moments)
    assert moments[-1].date() == date(2026, 11, 18)
    assert list(weeks) == list(range(37, 48))
    assert [weeks[week] for week in range(37, 47)] == [13, 15, 14, 17, 16, 15, 18, 20, 17, 21]
    assert weeks[47] < 22


def test_the_same_day_gives_the_same_orders_and_one_in_eight_is_cancelled() -> None:
    assert orders_csv(THURSDAY) == orders_csv(THURSDAY)
    rows = orders(THURSDAY)
    assert [row["order_id"] for row in rows] == [str(number) for number in range(1, len(rows) + 1)]
    assert Counter(row["cancelled"] for row in rows)["true"] == len(rows) // 8


def test_a_monday_has_whole_weeks_only() -> None:
    assert orders(date(2026, 11, 16))[-1]["ordered_at"] < "2026-11-16"
