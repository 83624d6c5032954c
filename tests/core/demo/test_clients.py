"""Clients and agreements: the traps that a KPI over them must avoid."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from tests.core.demo.company import Tables


def test_test_accounts_and_internal_clients_have_agreements_forms_and_tickets(
    tables: Tables,
) -> None:
    clients = tables["stg_hubspot.clients"]
    for flag in ("is_test", "is_internal"):
        flagged = {client["client_id"] for client in clients if client[flag] == "True"}
        assert len(flagged) > 5
        for name in ("agreements", "offboarding_forms", "tickets"):
            assert any(row["client_id"] in flagged for row in tables[f"stg_hubspot.{name}"]), (
                flag,
                name,
            )
    assert any(client["segment"] == "" for client in clients)


def test_some_agreements_are_invalid_and_some_ends_are_recorded_late(tables: Tables) -> None:
    agreements = tables["stg_hubspot.agreements"]
    assert any(
        row["cancelled_on"] and row["cancelled_on"] < row["started_on"] for row in agreements
    )
    assert any(row["ended_on"] and row["ended_on"] < row["started_on"] for row in agreements)
    late = [
        row
        for row in agreements
        if row["ended_on"]
        and datetime.fromisoformat(row["end_recorded_at"]).date()
        - date.fromisoformat(row["ended_on"])
        > timedelta(days=7)
    ]
    assert len(late) > 10
