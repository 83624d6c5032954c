"""Churn over the 52 weeks that end with 2026-W46: from 17 November 2025 to 15 November 2026."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

Compute = Callable[..., list[tuple[Any, ...]]]

CLIENTS = [
    {"client_id": 1, "is_test": False, "is_internal": False},
    {"client_id": 2, "is_test": False, "is_internal": False},
    {"client_id": 3, "is_test": False, "is_internal": False},
    {"client_id": 8, "is_test": True, "is_internal": False},
    {"client_id": 9, "is_test": False, "is_internal": True},
]


def agreement(
    client: int, started_on: str, ended_on: str | None = None, recorded: str | None = None
) -> dict[str, Any]:
    recorded_at = f"{recorded or ended_on} 12:00:00+01:00" if ended_on else None
    return {
        "client_id": client,
        "started_on": started_on,
        "ended_on": ended_on,
        "end_recorded_at": recorded_at,
    }


def churn(kpi_value: Compute, agreements: list[dict[str, Any]]) -> list[tuple[Any, ...]]:
    tables = {"stg_hubspot.clients": CLIENTS, "stg_hubspot.agreements": agreements}
    return kpi_value("success", 32, "2026-W46", tables=tables)


def test_32_is_the_share_of_clients_at_the_start_who_are_gone_at_the_end(
    kpi_value: Compute,
) -> None:
    agreements = [
        agreement(1, "2025-01-01", "2026-11-15"),
        agreement(2, "2025-01-01", "2026-11-16"),
        agreement(3, "2025-11-16"),
    ]
    assert churn(kpi_value, agreements) == [("", pytest.approx(1 / 3), 1, 3)]


def test_32_ignores_clients_who_came_later_or_left_earlier(
    kpi_value: Compute,
) -> None:
    agreements = [
        agreement(1, "2025-11-17", "2026-03-31"),
        agreement(2, "2025-01-01", "2025-11-16"),
        agreement(3, "2025-01-01"),
    ]
    assert churn(kpi_value, agreements) == [("", 0, 0, 1)]


def test_32_does_not_lose_a_client_that_changed_to_another_agreement(kpi_value: Compute) -> None:
    agreements = [agreement(1, "2025-01-01", "2026-03-31"), agreement(1, "2026-04-01")]
    assert churn(kpi_value, agreements) == [("", 0, 0, 1)]


def test_32_leaves_out_invalid_agreements_internal_clients_and_test_accounts(
    kpi_value: Compute,
) -> None:
    agreements = [
        agreement(1, "2025-01-01"),
        agreement(2, "2025-01-01", "2024-12-01"),
        agreement(3, "2025-01-01") | {"cancelled_on": "2024-12-20"},
        agreement(8, "2025-01-01", "2026-03-31"),
        agreement(9, "2025-01-01", "2026-03-31"),
    ]
    assert churn(kpi_value, agreements) == [("", 0, 0, 1)]


def test_32_counts_an_end_if_it_is_recorded_by_the_cut_off(kpi_value: Compute) -> None:
    agreements = [
        agreement(1, "2025-01-01", "2026-11-10", recorded="2026-11-16"),
        agreement(2, "2025-01-01", "2026-11-10", recorded="2026-11-15"),
    ]
    assert churn(kpi_value, agreements) == [("", 0.5, 1, 2)]


def test_32_has_no_value_if_no_client_was_active(kpi_value: Compute) -> None:
    assert churn(kpi_value, [agreement(1, "2026-01-01")]) == [("", None, 0, 0)]
