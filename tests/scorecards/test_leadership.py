"""The leadership domain: a few rows and the value expected. 2026-W46 is 9 to 15 November."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

Compute = Callable[..., list[tuple[Any, ...]]]

CLIENTS = [
    {"client_id": 1, "is_test": False, "is_internal": False},
    {"client_id": 8, "is_test": True, "is_internal": False},
    {"client_id": 9, "is_test": False, "is_internal": True},
]


def invoice(
    number: int, issued_on: str, amount: float, client: int = 1, **other: Any
) -> dict[str, Any]:
    return {
        "invoice_id": number,
        "client_id": client,
        "issued_on": issued_on,
        "amount": amount,
        **other,
    }


def test_01_sums_the_months_invoices_without_cancelled_and_internal_ones(
    kpi_value: Compute,
) -> None:
    invoices = [
        invoice(1, "2026-10-01", 1000.50),
        invoice(2, "2026-10-31", 500),
        invoice(3, "2026-10-01", 70, cancelled_on="2026-11-05"),
        invoice(4, "2026-10-01", 70, client=9),
        invoice(5, "2026-09-30", 70),
        invoice(6, "2026-11-01", 70),
    ]
    tables = {"stg_finance.invoices": invoices, "stg_hubspot.clients": CLIENTS}
    assert kpi_value("leadership", 1, "2026-10", tables=tables) == [("", 1500.50)]
    assert kpi_value("leadership", 1, "2026-08", tables=tables) == [("", None)]


def test_02_sums_the_fees_that_run_at_the_end_of_the_week(kpi_value: Compute) -> None:
    agreements = [
        {"client_id": 1, "monthly_fee": 1000, "started_on": "2026-11-15"},
        {"client_id": 1, "monthly_fee": 500, "started_on": "2026-01-01", "ended_on": "2026-11-16"},
        {"client_id": 1, "monthly_fee": 7, "started_on": "2026-01-01", "ended_on": "2026-11-15"},
        {"client_id": 1, "monthly_fee": 7, "started_on": "2026-11-16"},
        {"client_id": 1, "monthly_fee": 7, "started_on": "2026-01-01", "ended_on": "2025-12-01"},
        {
            "client_id": 1,
            "monthly_fee": 7,
            "started_on": "2026-01-01",
            "cancelled_on": "2025-12-20",
        },
        {"client_id": 8, "monthly_fee": 7, "started_on": "2026-01-01"},
        {"client_id": 9, "monthly_fee": 7, "started_on": "2026-01-01"},
    ]
    tables = {"stg_hubspot.agreements": agreements, "stg_hubspot.clients": CLIENTS}
    assert kpi_value("leadership", 2, "2026-W46", tables=tables) == [("", 1500)]
    assert kpi_value("leadership", 2, "2025-W46", tables=tables) == [("", None)]


def test_03_is_the_share_of_the_months_revenue_left_after_wages(kpi_value: Compute) -> None:
    tables = {
        "stg_finance.invoices": [
            invoice(1, "2026-10-01", 1000),
            invoice(2, "2026-10-01", 70, client=9),
        ],
        "stg_finance.costs": [
            {"category": "wages", "booked_on": "2026-10-25", "amount": 600},
            {"category": "rent", "booked_on": "2026-10-25", "amount": 50},
            {"category": "wages", "booked_on": "2026-09-25", "amount": 500},
        ],
        "stg_hubspot.clients": CLIENTS,
    }
    assert kpi_value("leadership", 3, "2026-10", tables=tables) == [("", 0.4, 400, 1000)]
    # Wages without an invoice, and nothing at all.
    assert kpi_value("leadership", 3, "2026-09", tables=tables) == [("", None, None, None)]
    assert kpi_value("leadership", 3, "2026-08", tables=tables) == [("", None, None, None)]


def overdue(
    kpi_value: Compute, payments: list[dict[str, Any]], period: str = "2026-W46"
) -> list[tuple[Any, ...]]:
    invoices = [
        invoice(1, "2026-10-01", 1000, due_on="2026-11-15"),
        invoice(2, "2026-10-01", 70, due_on="2026-11-16"),
        invoice(3, "2026-10-01", 70, due_on="2026-10-15", cancelled_on="2026-11-15"),
        invoice(4, "2026-10-01", 300, due_on="2026-10-15", cancelled_on="2026-11-16"),
        invoice(5, "2026-10-01", 70, due_on="2026-10-15", client=9),
    ]
    tables = {
        "stg_finance.invoices": invoices,
        "stg_finance.payments": payments,
        "stg_hubspot.clients": CLIENTS,
    }
    return kpi_value("leadership", 4, period, tables=tables)


def test_04_sums_invoices_unpaid_past_their_due_date(kpi_value: Compute) -> None:
    assert overdue(kpi_value, []) == [("", 1300)]
    paid = [
        {"invoice_id": 1, "amount": 250, "recorded_at": "2026-11-10 10:00:00+01:00"},
        {"invoice_id": 1, "amount": 50, "recorded_at": "2026-11-16 07:29:59+01:00"},
        {"invoice_id": 4, "amount": 310, "recorded_at": "2026-11-10 10:00:00+01:00"},
    ]
    assert overdue(kpi_value, paid) == [("", 700)]


def test_04_ignores_a_payment_until_the_bank_reports_it(kpi_value: Compute) -> None:
    paid = [{"invoice_id": 1, "amount": 1000, "recorded_at": "2026-11-16 07:30:00+01:00"}]
    assert overdue(kpi_value, paid) == [("", 1300)]


def test_04_is_zero_before_anything_is_due_and_has_no_value_before_any_invoice(
    kpi_value: Compute,
) -> None:
    assert overdue(kpi_value, [], "2026-W40") == [("", 0)]
    assert overdue(kpi_value, [], "2026-W39") == [("", None)]


def test_05_is_four_weeks_of_forms_per_hundred_clients(kpi_value: Compute) -> None:
    active = [{"startup": 150, "unknown": 50}] * 2 + [{"startup": 250, "unknown": 50}] * 2
    values = {"kpi_06": [2, 3, 0, 5], "kpi_08": active}
    assert kpi_value("leadership", 5, "2026-W46", values=values) == [("", 4, 10, 250)]


def test_06_is_twelve_weeks_of_applications_per_hire(kpi_value: Compute) -> None:
    values = {"kpi_01": [50] * 12, "kpi_06": [4, 6] * 6}
    assert kpi_value("leadership", 6, "2026-W46", values=values) == [("", 10, 600, 60)]
    values = {"kpi_01": [50] * 12, "kpi_06": [0] * 12}
    assert kpi_value("leadership", 6, "2026-W46", values=values) == [("", None, 600, 0)]


def test_07_is_the_mean_of_both_promises(kpi_value: Compute) -> None:
    values = {"tickets_in_time": [0.5], "decisions_in_time": [0.9]}
    assert kpi_value("leadership", 7, "2026-W46", values=values) == [("", pytest.approx(0.7))]


def test_08_is_the_share_of_paid_hours_that_were_billed(kpi_value: Compute) -> None:
    hours = [
        {"week_of": "2026-11-09", "team": "Amber", "paid_hours": 100.0, "billed_hours": 70.0},
        {"week_of": "2026-11-09", "team": "Birch", "paid_hours": 300.0, "billed_hours": 250.0},
        {"week_of": "2026-11-02", "team": "Amber", "paid_hours": 100.0, "billed_hours": 10.0},
        {"week_of": "2026-11-16", "team": "Amber", "paid_hours": 100.0, "billed_hours": 10.0},
    ]
    assert kpi_value("leadership", 8, "2026-W46", files={"hours": hours}) == [("", 0.8, 320, 400)]
    assert kpi_value("leadership", 8, "2026-W40", files={"hours": hours}) == [
        ("", None, None, None)
    ]
