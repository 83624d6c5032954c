"""The rows of the sample warehouse, column by column as `sql/sample/warehouse.sql` declares them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, NamedTuple


class Client(NamedTuple):
    """A company that buys placements, or an account that only looks like one."""

    client_id: int
    name: str
    segment: str | None
    country: str
    is_internal: bool
    is_test: bool
    created_at: datetime


class Agreement(NamedTuple):
    """What a client signed: one placement, its fee and its end."""

    agreement_id: int
    client_id: int
    monthly_fee: float
    signed_at: datetime
    started_on: date
    cancelled_on: date | None
    ended_on: date | None
    end_recorded_at: datetime | None


class OffboardingForm(NamedTuple):
    """A client's wish to end an agreement."""

    form_id: int
    agreement_id: int
    client_id: int
    reason: str | None
    submitted_at: datetime


class Ticket(NamedTuple):
    """A question to the helpdesk."""

    ticket_id: int
    client_id: int
    channel: str
    created_at: datetime
    first_reply_at: datetime | None
    closed_at: datetime | None


class NpsResponse(NamedTuple):
    """An answer to how likely a client would recommend us."""

    response_id: int
    client_id: int
    score: int | None
    submitted_at: datetime


class Job(NamedTuple):
    """An open position."""

    job_id: int
    family: str | None
    opened_on: date
    closed_on: date | None


class Candidate(NamedTuple):
    """A person who applies for jobs."""

    candidate_id: int
    source: str | None
    is_test: bool
    created_at: datetime


class JobApplication(NamedTuple):
    """One candidate's application for one job."""

    application_id: int
    candidate_id: int
    job_id: int
    applied_at: datetime


class StageChange(NamedTuple):
    """A step of an application through the funnel."""

    application_id: int
    stage: str
    entered_at: datetime


class Interview(NamedTuple):
    """A meeting with a candidate."""

    interview_id: int
    application_id: int
    booked_at: datetime
    scheduled_for: datetime
    held: bool | None
    rating: int | None


class Offer(NamedTuple):
    """An offer to a candidate."""

    offer_id: int
    application_id: int
    sent_at: datetime
    answered_on: date | None
    accepted: bool | None


class Hire(NamedTuple):
    """An accepted offer."""

    hire_id: int
    application_id: int
    hired_on: date
    starts_on: date
    left_on: date | None


class DeskApplication(NamedTuple):
    """A person's application for a placement, handled by the desk."""

    application_id: int
    person_id: int
    channel: str | None
    team: str
    is_test: bool
    received_at: datetime
    checked_at: datetime | None
    decided_at: datetime | None
    decision: str | None


class Invoice(NamedTuple):
    """A month's bill for one agreement."""

    invoice_id: int
    agreement_id: int
    client_id: int
    issued_on: date
    due_on: date
    amount: float
    cancelled_on: date | None


class Payment(NamedTuple):
    """Money that came in for an invoice."""

    payment_id: int
    invoice_id: int
    paid_on: date
    amount: float
    recorded_at: datetime


class Cost(NamedTuple):
    """Money spent."""

    cost_id: int
    category: str
    booked_on: date
    amount: float
    recorded_at: datetime


@dataclass(frozen=True, slots=True)
class SampleTable:
    """A table of the warehouse, and how it learns what happened.

    A row appears once the moment in `known_from` has passed; the columns named in `later` stay
    empty until the moment in theirs has.
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
)


def as_known(table: SampleTable, rows: Iterable[Any], last_day: date) -> Iterator[Any]:
    """Yield the rows as the warehouse held them at the end of `last_day`: nothing that was still to
    come.
    """
    columns: list[str] = list(table.row._fields)
    enters = columns.index(table.known_from)
    blanks = [
        (columns.index(moment), dict.fromkeys(filled)) for moment, filled in table.later.items()
    ]
    for row in rows:
        if _passed(row[enters], last_day):
            to_come = [
                empty
                for index, empty in blanks
                if row[index] is not None and not _passed(row[index], last_day)
            ]
            yield (
                row._replace(**{name: None for empty in to_come for name in empty})
                if to_come
                else row
            )


def _passed(when: date, last_day: date) -> bool:
    return (when.date() if isinstance(when, datetime) else when) <= last_day
