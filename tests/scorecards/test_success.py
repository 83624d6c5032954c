"""The success domain: a few rows and the value expected. 2026-W46 is 9 to 15 November."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

Compute = Callable[..., list[tuple[Any, ...]]]

CLIENTS = [
    {"client_id": 1, "segment": "startup", "is_test": False, "is_internal": False},
    {"client_id": 2, "segment": "startup", "is_test": False, "is_internal": False},
    {"client_id": 3, "segment": None, "is_test": False, "is_internal": False},
    {"client_id": 8, "segment": "startup", "is_test": True, "is_internal": False},
    {"client_id": 9, "segment": "startup", "is_test": False, "is_internal": True},
]


def test_05_averages_four_weeks(kpi_value: Compute) -> None:
    assert kpi_value("success", 5, "2026-W46", values={"kpi_06": [4, 2, 0, 5]}) == [("", 2.75)]


def form(agreement: int, submitted_at: str, client: int = 1) -> dict[str, Any]:
    return {"agreement_id": agreement, "client_id": client, "submitted_at": submitted_at}


def test_06_counts_a_form_sent_twice_once_when_it_first_came(kpi_value: Compute) -> None:
    forms = [
        form(10, "2026-11-10 09:00:00+01:00"),
        form(10, "2026-11-12 09:00:00+01:00"),
        form(11, "2026-11-08 12:00:00+01:00"),
        form(11, "2026-11-09 12:00:00+01:00"),
        form(12, "2026-06-01 12:00:00+02:00"),
        form(12, "2026-11-11 12:00:00+01:00"),
    ]
    tables = {"stg_hubspot.clients": CLIENTS, "stg_hubspot.offboarding_forms": forms}
    # Agreement 10 once, 11 in the week before, 12 again because half a year has passed.
    assert kpi_value("success", 6, "2026-W46", tables=tables) == [("", 2)]
    assert kpi_value("success", 6, "2026-W45", tables=tables) == [("", 1)]


def test_06_begins_and_ends_at_midnight_in_berlin(kpi_value: Compute) -> None:
    forms = [
        form(10, "2026-11-08 22:59:59+00:00"),
        form(11, "2026-11-08 23:00:00+00:00"),
        form(12, "2026-11-15 22:59:59+00:00"),
        form(13, "2026-11-15 23:00:00+00:00"),
    ]
    tables = {"stg_hubspot.clients": CLIENTS, "stg_hubspot.offboarding_forms": forms}
    assert kpi_value("success", 6, "2026-W46", tables=tables) == [("", 2)]


def test_06_leaves_out_test_accounts_and_internal_clients(kpi_value: Compute) -> None:
    forms = [
        form(10, "2026-11-10 09:00:00+01:00", client=8),
        form(11, "2026-11-10 09:00:00+01:00", client=9),
    ]
    tables = {"stg_hubspot.clients": CLIENTS, "stg_hubspot.offboarding_forms": forms}
    assert kpi_value("success", 6, "2026-W46", tables=tables) == [("", 0)]


def test_08_counts_clients_with_a_running_agreement_by_segment(kpi_value: Compute) -> None:
    agreements = [
        {"client_id": 1, "started_on": "2026-01-01"},
        {"client_id": 1, "started_on": "2026-02-01"},
        {"client_id": 2, "started_on": "2026-11-15", "ended_on": "2026-11-16"},
        {"client_id": 3, "started_on": "2026-01-01", "ended_on": "2026-11-15"},
        {
            "client_id": 3,
            "started_on": "2025-01-01",
            "ended_on": None,
            "cancelled_on": "2024-12-20",
        },
        {"client_id": 8, "started_on": "2026-01-01"},
        {"client_id": 9, "started_on": "2026-01-01"},
    ]
    tables = {"stg_hubspot.clients": CLIENTS, "stg_hubspot.agreements": agreements}
    assert kpi_value("success", 8, "2026-W46", tables=tables) == [("startup", 2)]
    assert kpi_value("success", 8, "2026-W45", tables=tables) == [("startup", 1), ("unknown", 1)]


def test_12_is_promoters_less_detractors_per_hundred_answers_of_four_weeks(
    kpi_value: Compute,
) -> None:
    responses = [
        {"client_id": 1, "score": 10, "submitted_at": "2026-10-19 00:00:00"},
        {"client_id": 1, "score": 9, "submitted_at": "2026-11-15 23:30:00"},
        {"client_id": 2, "score": 8, "submitted_at": "2026-11-01 12:00:00"},
        {"client_id": 3, "score": 6, "submitted_at": "2026-11-02 12:00:00"},
        {"client_id": 3, "score": None, "submitted_at": "2026-11-03 12:00:00"},
        {"client_id": 8, "score": 0, "submitted_at": "2026-11-03 12:00:00"},
        {"client_id": 1, "score": 0, "submitted_at": "2026-10-18 23:59:59"},
        {"client_id": 1, "score": 0, "submitted_at": "2026-11-16 00:00:00"},
    ]
    tables = {"stg_hubspot.clients": CLIENTS, "stg_hubspot.nps_responses": responses}
    assert kpi_value("success", 12, "2026-W46", tables=tables) == [("", 25, 1, 4)]
    assert kpi_value("success", 12, "2026-W30", tables=tables) == [("", None, 0, 0)]


def request(
    client: str, person: str, requested_on: str | None, existing: str | None, status: str
) -> dict[str, Any]:
    return {
        "client": client,
        "person": person,
        "requested_on": requested_on,
        "existing": existing,
        "status": status,
    }


def test_16_reads_a_date_in_every_way_people_write_it(kpi_value: Compute) -> None:
    dates = [
        "2026-11-09",
        "10.11.2026",
        "11 Nov 2026",
        "Nov 15, 2026 ",
        "08.11.2026",
        "tomorrow",
        None,
    ]
    rows = [
        request("Client 1", f"P-{number}", text, "yes", "open") for number, text in enumerate(dates)
    ]
    assert kpi_value("success", 16, "2026-W46", tabs={"replacements": rows}) == [("", 4)]


def test_16_counts_existing_clients_once_and_no_cancelled_request(kpi_value: Compute) -> None:
    rows = [
        request("Client 1", "P-1", "2026-11-10", "Yes", "DONE "),
        request("CLIENT 1 ", "P-1", "10.11.2026", "x", "done"),
        request("Client 2", "P-2", "2026-11-10", "TRUE", "open"),
        request("Client 3", "P-3", "2026-11-10", "y ", "Cancelled"),
        request("Client 4", "P-4", "2026-11-10", "No ", "open"),
        request("Client 5", "P-5", "2026-11-10", None, "open"),
        request("Total", "6", None, None, ""),
    ]
    earlier = [request("Client 6", "P-6", "2026-11-10", "yes", "open")]
    tabs = {"replacements": rows, "earlier_replacements": earlier}
    assert kpi_value("success", 16, "2026-W46", tabs=tabs) == [("", 3)]
    assert kpi_value("success", 16, "2026-W46", tabs={}) == [("", 0)]


def test_17_is_the_median_of_the_requests_finished_within_four_weeks(kpi_value: Compute) -> None:
    days = [
        ("P-1", "2026-10-19", "0", "done"),
        ("P-2", "01.11.2026", "~8", "Done"),
        ("P-2", "2026-11-01", "8", "done"),
        ("P-3", "Nov 3, 2026", "12 (est.)", "DONE "),
        ("P-4", "2026-11-03", "13", "done"),
        ("P-5", "2026-11-03", "tbd", "done"),
        ("P-6", "2026-11-03", "2", "cancelled"),
        ("P-7", "2026-11-03", None, "open"),
    ]
    rows = [
        {
            "client": "Client 1",
            "person_leaving": person,
            "requested_on": asked,
            "days_to_replace": count,
            "status": status,
        }
        for person, asked, count, status in days
    ]
    # 0, 8 and 12 days count; 13 days after 3 November is the 16th, in the next week.
    assert kpi_value("success", 17, "2026-W46", tabs={"replacements": rows}) == [("", 8)]
    assert kpi_value("success", 17, "2026-W20", tabs={"replacements": rows}) == [("", None)]


def test_18_is_four_weeks_of_requests_per_client(kpi_value: Compute) -> None:
    active = [
        {"startup": 60, "unknown": 30},
        {"startup": 60, "unknown": 30},
        {"startup": 110},
        {"startup": 110},
    ]
    values = {"kpi_16": [1, 0, 3, 2], "kpi_08": active}
    assert kpi_value("success", 18, "2026-W46", values=values) == [
        ("", pytest.approx(0.06), 6, 100)
    ]


def ticket(
    created_at: str, replied_at: str | None = None, closed_at: str | None = None, client: int = 1
) -> dict[str, Any]:
    return {
        "client_id": client,
        "created_at": created_at,
        "first_reply_at": replied_at,
        "closed_at": closed_at,
    }


def test_21_counts_a_ticket_without_reply_with_the_hours_it_has_waited(kpi_value: Compute) -> None:
    tickets = [
        ticket("2026-11-10 10:00:00+01:00", "2026-11-10 11:00:00+01:00"),
        ticket("2026-11-10 10:00:00+01:00", "2026-11-10 13:00:00+01:00"),
        ticket("2026-11-10 20:00:00+01:00"),
        ticket("2026-11-10 22:00:00+01:00", "2026-11-20 10:00:00+01:00"),
        ticket("2026-11-10 22:00:00+01:00", "2026-11-10 22:01:00+01:00", client=8),
        ticket("2026-11-11 00:30:00+01:00", "2026-11-11 00:31:00+01:00"),
    ]
    tables = {"stg_hubspot.clients": CLIENTS, "stg_hubspot.tickets": tickets}
    # 1, 3, 8 and 10 hours: those without a reply have waited until 06:00.
    assert kpi_value("success", 21, "2026-11-10", tables=tables) == [("", 5.5)]
    assert kpi_value("success", 21, "2026-11-12", tables=tables) == [("", None)]


def test_21_measures_elapsed_hours_when_the_clocks_change(kpi_value: Compute) -> None:
    tickets = [ticket("2026-03-28 20:00:00+01:00", "2026-03-29 05:00:00+02:00")]
    tables = {"stg_hubspot.clients": CLIENTS, "stg_hubspot.tickets": tickets}
    assert kpi_value("success", 21, "2026-03-28", tables=tables) == [("", 8)]


def test_24_is_the_share_of_closed_tickets_that_took_a_day_at_most(kpi_value: Compute) -> None:
    tickets = [
        ticket("2026-11-07 10:00:00+01:00", closed_at="2026-11-09 10:00:00+01:00"),
        ticket("2026-11-09 10:00:00+01:00", closed_at="2026-11-10 10:00:00+01:00"),
        ticket("2026-11-09 10:00:00+01:00", closed_at="2026-11-10 10:00:01+01:00"),
        ticket("2026-11-12 10:00:00+01:00", closed_at="2026-11-12 11:00:00+01:00"),
        ticket("2026-11-12 10:00:00+01:00", closed_at="2026-11-12 11:00:00+01:00", client=9),
        ticket("2026-11-12 10:00:00+01:00"),
    ]
    tables = {"stg_hubspot.clients": CLIENTS, "stg_hubspot.tickets": tickets}
    assert kpi_value("success", 24, "2026-W46", tables=tables) == [("", 0.5, 2, 4)]
    assert kpi_value("success", 24, "2026-W47", tables=tables) == [("", None, 0, 0)]
