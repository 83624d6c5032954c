"""The shop domain: a few orders and the value expected. 2026-W46 is 9 to 15 November."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

Compute = Callable[..., list[tuple[Any, ...]]]


def order(
    customer: int, ordered_at: str, items: int = 1, cancelled_at: str | None = None
) -> dict[str, Any]:
    return {
        "customer_id": customer,
        "items": items,
        "ordered_at": f"{ordered_at}+01:00",
        "cancelled_at": cancelled_at and f"{cancelled_at}+01:00",
    }


WEEK = [
    order(1, "2026-11-09 00:00:00", 3),
    order(1, "2026-11-15 23:59:59", 4),
    order(2, "2026-11-10 10:00:00", 10),
    order(3, "2026-11-10 10:00:00", 5, cancelled_at="2026-11-11 10:00:00"),
    # Cancelled behind the cut-off on Monday at 06:00, so that it counts.
    order(4, "2026-11-10 10:00:00", 9, cancelled_at="2026-11-16 06:00:00"),
    order(5, "2026-11-08 23:59:59", 50),
    order(5, "2026-11-16 00:00:00", 50),
]


def value(kpi_value: Compute, number: int, rows: list[dict[str, Any]]) -> list[tuple[Any, ...]]:
    return kpi_value("shop", number, "2026-W46", tables={"stg_shop.orders": rows})


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        (1, [("", 26)]),
        (2, [("", 4)]),
        (3, [("", 3)]),
        (4, [("", 4 / 3, 4, 3)]),
        (5, [("", 6.5, 26, 4)]),
        (7, [("large", 1), ("medium", 2), ("small", 1)]),
        (9, [("", 0.2, 1, 5)]),
    ],
)
def test_kpis_of_the_week(kpi_value: Compute, number: int, expected: list[tuple[Any, ...]]) -> None:
    assert value(kpi_value, number, WEEK) == expected


def test_06_counts_orders_by_how_often_the_client_ordered_in_52_weeks(kpi_value: Compute) -> None:
    rows = [
        *(order(1, f"2026-{month:02}-05 10:00:00") for month in range(1, 11)),
        order(1, "2026-11-10 10:00:00"),
        *(order(2, f"2026-{month:02}-05 10:00:00") for month in range(1, 5)),
        order(2, "2026-11-10 10:00:00"),
        order(3, "2026-11-10 10:00:00"),
        order(3, "2026-11-11 10:00:00"),
        order(4, "2026-11-11 10:00:00"),
        # Before the 52 weeks, which begin on 17 November 2025.
        order(4, "2025-11-16 10:00:00"),
    ]

    assert value(kpi_value, 6, rows) == [("1", 1), ("11 or more", 1), ("2 to 4", 2), ("5 to 10", 1)]


def test_08_is_the_share_of_the_twelve_weeks_clients_that_ordered_again(kpi_value: Compute) -> None:
    rows = [
        order(1, "2026-10-01 10:00:00"),
        order(1, "2026-11-10 10:00:00"),
        order(2, "2026-10-01 10:00:00"),
        *(order(3, f"2026-{month:02}-05 10:00:00") for month in range(7, 11)),
        order(3, "2026-11-10 10:00:00"),
        # New in the week, and not seen for more than twelve weeks.
        order(4, "2026-11-10 10:00:00"),
        order(5, "2026-08-16 10:00:00"),
        order(5, "2026-11-10 10:00:00"),
    ]

    assert value(kpi_value, 8, rows) == [("1", 0.5, 1, 2), ("2 to 4", 1, 1, 1)]
