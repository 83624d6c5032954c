"""Rows of the sample warehouse, with the columns of `sql/sample/warehouse.sql` in order."""

from __future__ import annotations

from datetime import date, datetime
from typing import NamedTuple


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
    """A contract for one placement: its fee, its start and its end."""

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


class ShopOrder(NamedTuple):
    """An order of a client's in the shop for work clothes and tools."""

    order_id: int
    customer_id: int
    items: int
    amount: float
    ordered_at: datetime
    cancelled_at: datetime | None


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
