"""The store's records as plain values: what computing hands to the store, and the store to
publishing.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from core.model.kpi import Better, Cadence
from core.model.period import Period

Outcome = Literal["value", "none", "failed"]
SourceKind = Literal["table", "file", "tab", "values"]
Key = tuple[int, str, str, str, date]
SeriesKey = tuple[int, str, str, date]  # KPI number, field, range, first day
CAUSES = {"definition": "new definition", "data": "late or changed data", "by hand": "by hand"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """The current state of one field of one KPI for one period: a value, or the reason for having
    none.

    `outcome` is `value`; `none` where the query gave no value; `failed` where it, or what it
    depends on, failed. `field_details` is a breakdown's label, empty where the KPI is not broken
    down. `cut_off` is the instant up to which data counted. `partial` marks a period that had not
    ended. `definition` is the version of the KPI's definition. `provisional_until` is the print
    date by which late data will have come, None once they have. `remark` is what is odd about the
    value. `by_hand` marks a value that a person has set.
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
        return (
            self.kpi_number,
            self.field_name,
            self.field_details,
            self.range_type,
            self.period.first_day,
        )


@dataclass(frozen=True, slots=True)
class Restatement:
    """A stored value that changed; `cause` is `definition`, `data` or `by hand`.

    `note` is why a person set it, or of which value that this one is made from the cause holds.
    """

    old: Row
    new: Row
    cause: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Change:
    """One changed value: what it was and became, when, by which run, and why: `definition`, `data`
    or `by hand`.

    `note` is what a person said of it, or of which value that this one is made from the cause
    holds. `provisional` tells that the old value was expected to change.
    """

    domain: str
    kpi_number: int
    field_details: str
    range_type: str
    period: str
    period_start: date
    old_value: float | None
    new_value: float | None
    old_reason: str
    new_reason: str
    cause: str
    run_id: str
    old_run_id: str
    restated_at: datetime
    note: str = ""
    provisional: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Restated:
    """The newest change of a stored value; `cause` is `definition`, `data` or `by hand`."""

    old_value: float | None
    new_value: float | None
    cause: str
    run_id: str
    restated_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Input:
    """One source of a KPI as a run saw it; None and empty text are what could not be had.

    `rows` are those of the whole source, for values how many were read; `is_estimate` where the
    database counted them only roughly. `newest` is the latest instant in the column that the source
    names. Of files: their number, `bytes`, the newest time of modification, and a checksum over
    their contents in order of name; of tabs, `place` (the path or the spreadsheet's id) and a
    checksum of their texts. Of values: `place` is the KPI, `field_name` and `range_type` its
    series, and `periods` how many were read, None for as many as the range has.
    """

    run_id: str
    domain: str
    kpi_number: int
    source: str
    kind: SourceKind
    place: str = ""
    rows: int | None = None
    is_estimate: bool = False
    newest: datetime | None = None
    files: int | None = None
    bytes: int | None = None
    checksum: str = ""
    modified: datetime | None = None
    field_name: str = ""
    range_type: str = ""
    periods: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Definition:
    """One version of a KPI's definition as the store keeps it, to explain a number when the file is
    gone.
    """

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
