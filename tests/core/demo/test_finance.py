"""Invoices, payments and costs: who gets invoices, and when money moves."""

from __future__ import annotations

from collections import defaultdict
from datetime import date

from tests.core.demo.company import Tables


def test_test_accounts_get_no_invoice_and_internal_units_do(tables: Tables) -> None:
    invoiced = {row["client_id"] for row in tables["stg_finance.invoices"]}
    clients = tables["stg_hubspot.clients"]
    assert not any(row["is_test"] == "True" for row in clients if row["client_id"] in invoiced)
    assert any(row["is_internal"] == "True" for row in clients if row["client_id"] in invoiced)


def test_payments_add_up_to_their_invoice_and_some_never_come(tables: Tables) -> None:
    paid: dict[str, float] = defaultdict(float)
    parts: dict[str, int] = defaultdict(int)
    for payment in tables["stg_finance.payments"]:
        paid[payment["invoice_id"]] += float(payment["amount"])
        parts[payment["invoice_id"]] += 1
    old = [row for row in tables["stg_finance.invoices"] if row["due_on"] < "2026-06-01"]
    open_amounts = {
        row["invoice_id"]: round(float(row["amount"]) - paid[row["invoice_id"]], 2) for row in old
    }
    unpaid = {number for number, amount in open_amounts.items() if amount}
    cancelled = {row["invoice_id"] for row in old if row["cancelled_on"]}
    assert cancelled < unpaid
    assert len(unpaid - cancelled) < len(old) / 100
    assert not any(parts[number] for number in unpaid)
    assert max(parts.values()) == 2


def test_salaries_are_booked_on_the_25th(tables: Tables) -> None:
    days: dict[str, set[int]] = defaultdict(set)
    for cost in tables["stg_finance.costs"]:
        days[cost["category"]].add(date.fromisoformat(cost["booked_on"]).day)
    assert {category for category, of in days.items() if of == {25}} == {
        "wages",
        "salaries",
        "rent",
    }
