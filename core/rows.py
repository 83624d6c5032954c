"""The store's records as plain values: what computing hands to the store, and the store to publishing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from core.kpi import Better, Cadence
from core.period import Period

Outcome = Literal["value", "none", "failed"]
Key = tuple[int, str, str, str, date]


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """The current state of one field of one KPI for one period: a value, or the reason for having none.

    `outcome` is `value`; `none` where the query gave no value; `failed` where it, or what it depends on, failed.
    `field_details` is a breakdown's label, empty where the KPI is not broken down. `cut_off` is the instant up to which
    data counted. `partial` marks a period that had not ended. `definition` is the version of the KPI's definition.
    `provisional_until` is the print date by which late data will have come, None once they have. `remark` is what is
    odd about the value. `by_hand` marks a value that a person has set.
    """

    domain: str
    sc_name: str
    kpi_number: int
    field_name: str
    field_details: str
    range_type: str
    period: Period
    print_date: date
    cut_off: datetime
    outcome: Outcome
    value: float | None
    numerator: float | None
    denominator: float | None
    reason: str
    unit: str
    target: float | None
    partial: bool
    definition: str
    run_id: str
    computed_at: datetime
    provisional_until: date | None = None
    remark: str = ""
    by_hand: bool = False

    @property
    def key(self) -> Key:
        """What identifies the row within its domain."""
        return self.kpi_number, self.field_name, self.field_details, self.range_type, self.period.first_day


@dataclass(frozen=True, slots=True, kw_only=True)
class Restated:
    """The newest change of a stored value; `cause` is `definition`, `data` or `by hand`."""

    old_value: float | None
    new_value: float | None
    cause: str
    run_id: str
    restated_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Definition:
    """One version of a KPI's definition as the store keeps it, to explain a number when the file is gone."""

    domain: str
    kpi_number: int
    version: str
    field_name: str
    range_type: str
    cadence: Cadence
    name: str
    meaning: str
    owner: str
    unit: str
    better: Better
    target: float | None
    sources: str
    query: str
    reviewed: str
