"""The tables of the sample warehouse, and the state of their rows on a given day."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from core.demo.rows import (
    Agreement,
    Candidate,
    Client,
    Cost,
    DeskApplication,
    Hire,
    Interview,
    Invoice,
    Job,
    JobApplication,
    NpsResponse,
    OffboardingForm,
    Offer,
    Payment,
    ShopOrder,
    StageChange,
    Ticket,
)


@dataclass(frozen=True, slots=True)
class SampleTable:
    """A table of the warehouse, and the columns that say when its values become known.

    A row appears when the moment in its column `known_from` has passed. `later` maps a column with
    another moment to the columns that stay empty until that moment has passed.
    """

    name: str
    row: type[Any]
    known_from: str
    later: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


TABLES = (
    SampleTable("stg_hubspot.clients", Client, "created_at"),
    SampleTable(
        "stg_hubspot.agreements",
        Agreement,
        "signed_at",
        {"cancelled_on": ("cancelled_on",), "end_recorded_at": ("ended_on", "end_recorded_at")},
    ),
    SampleTable("stg_hubspot.offboarding_forms", OffboardingForm, "submitted_at"),
    SampleTable(
        "stg_hubspot.tickets",
        Ticket,
        "created_at",
        {"first_reply_at": ("first_reply_at",), "closed_at": ("closed_at",)},
    ),
    SampleTable("stg_hubspot.nps_responses", NpsResponse, "submitted_at"),
    SampleTable("stg_ats.jobs", Job, "opened_on", {"closed_on": ("closed_on",)}),
    SampleTable("stg_ats.candidates", Candidate, "created_at"),
    SampleTable("stg_ats.applications", JobApplication, "applied_at"),
    SampleTable("stg_ats.stage_changes", StageChange, "entered_at"),
    SampleTable(
        "stg_ats.interviews", Interview, "booked_at", {"scheduled_for": ("held", "rating")}
    ),
    SampleTable("stg_ats.offers", Offer, "sent_at", {"answered_on": ("answered_on", "accepted")}),
    SampleTable("stg_ats.hires", Hire, "hired_on", {"left_on": ("left_on",)}),
    SampleTable(
        "stg_desk.applications",
        DeskApplication,
        "received_at",
        {"checked_at": ("checked_at",), "decided_at": ("decided_at", "decision")},
    ),
    SampleTable("stg_finance.invoices", Invoice, "issued_on", {"cancelled_on": ("cancelled_on",)}),
    SampleTable("stg_finance.payments", Payment, "recorded_at"),
    SampleTable("stg_finance.costs", Cost, "recorded_at"),
    SampleTable("stg_shop.orders", ShopOrder, "ordered_at", {"cancelled_at": ("cancelled_at",)}),
)


def rows_known_on(table: SampleTable, rows: Iterable[Any], last_day: date) -> Iterator[Any]:
    """Yield the rows as the warehouse held them at the end of `last_day`, without the future."""
    columns: list[str] = list(table.row._fields)
    enters = columns.index(table.known_from)
    for row in rows:
        if _is_past(row[enters], last_day):
            unknown = _unknown_columns(table, row, last_day)
            yield row._replace(**dict.fromkeys(unknown)) if unknown else row


def _unknown_columns(table: SampleTable, row: Any, last_day: date) -> list[str]:
    unknown: list[str] = []
    for column, dependent in table.later.items():
        when = getattr(row, column)
        if when is not None and not _is_past(when, last_day):
            unknown += dependent
    return unknown


def _is_past(when: date, last_day: date) -> bool:
    day = when.date() if isinstance(when, datetime) else when
    return day <= last_day
