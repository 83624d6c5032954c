"""Rows of the store's tables as plain values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any, Literal

from core.model.numbers import same_number
from core.model.period import Period
from core.model.states import MARKS, State

Outcome = Literal["value", "none", "failed", "withheld", "late"]
# The outcomes without an answer: a later run is to give one, and they replace no stored value.
UNANSWERED: frozenset[Outcome] = frozenset(("failed", "withheld", "late"))
_STATES: Mapping[Outcome, State] = {
    "failed": State.FAILED,
    "withheld": State.WITHHELD,
    "late": State.LATE,
}
SourceKind = Literal["table", "file", "tab", "values"]
Key = tuple[int, str, str, str, date]
SeriesKey = tuple[int, str, str, date]  # KPI number, field, range, first day
_COMPUTED = ("value", "numerator", "denominator")
# The reason of a row whose label a later run of the query did not return.
NO_LONGER_RETURNED = "the query no longer returns this field"
CAUSES = {"definition": "new definition", "data": "late or changed data", "by hand": "by hand"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One field of one KPI for one period: a value, or the reason why there is none.

    `outcome` is `value`, `none` if the query gave no value, `failed` if it, or a source, failed,
    `withheld` if a check blocked the value, or `late` if a source is not fresh.
    `field_details` is a breakdown's label, empty for a KPI that is not broken down. `cut_off` is
    the instant up to which data counted. `partial` marks a period that had not ended. `definition`
    is the version of the KPI's definition. `provisional_until` is the print date by which late data
    will be complete, None if they are. `remark` says what is odd about the value. `by_hand` marks a
    manual value.

    `target` to `target_high` is a band to stay within. `better` and `thresholds` are the direction
    and, as JSON, the KPI's own thresholds by which the target is judged; empty without a target.
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
    made_from: str = ""
    target_high: float | None = None
    better: str = ""
    thresholds: str = ""

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

    @property
    def state(self) -> State:
        """The state that readers see; of two, the one that matters more."""
        if self.outcome in _STATES:
            return _STATES[self.outcome]
        if self.value is None:
            is_gone = self.reason == NO_LONGER_RETURNED
            return State.NOT_RETURNED if is_gone else State.NO_DATA
        if self.by_hand:
            return State.MANUAL
        if self.remark.startswith(MARKS[State.STALE].opening):
            return State.STALE
        if self.partial:
            return State.PARTIAL
        return State.PROVISIONAL if self.provisional_until else State.VALUE


def key_as_json(row: Row) -> dict[str, Any]:
    """Return what identifies a row among those of all domains, as the head of a JSON object."""
    return {
        "domain": row.domain,
        "kpi_number": row.kpi_number,
        "field_name": row.field_name,
        "field_details": row.field_details,
        "range_type": row.range_type,
        "period": row.period.label,
    }


def as_json(row: Row) -> dict[str, Any]:
    """Return a row as one JSON object: ISO dates, instants with offset."""
    return {
        **key_as_json(row),
        "period_start": row.period.first_day.isoformat(),
        "period_end": row.period.last_day.isoformat(),
        "value": row.value,
        "state": row.state.value,
        "numerator": row.numerator,
        "denominator": row.denominator,
        "outcome": row.outcome,
        "reason": row.reason or None,
        "unit": row.unit,
        "target": row.target,
        "target_high": row.target_high,
        "partial": row.partial,
        "provisional_until": row.provisional_until.isoformat() if row.provisional_until else None,
        "by_hand": row.by_hand,
        "remark": row.remark or None,
        "print_date": row.print_date.isoformat(),
        "cut_off": row.cut_off.isoformat(),
        "definition": row.definition,
        "run_id": row.run_id,
        "computed_at": row.computed_at.isoformat(),
    }


def same_value(one: Row, other: Row) -> bool:
    """Return whether two rows show the same: value and, where there is none, the reason."""
    return same_number(one.value, other.value) and one.reason == other.reason


def same_row(one: Row, other: Row) -> bool:
    """Return whether two rows differ at most in the run that computed them, and when it did.

    Partial rows may also differ in their cut-off.
    """
    ignored = {"run_id", "computed_at"}
    if one.partial and other.partial:
        ignored.add("cut_off")
    for field in fields(Row):
        before, after = getattr(one, field.name), getattr(other, field.name)
        if field.name in _COMPUTED:
            is_same = same_number(before, after)
        else:
            is_same = before == after or field.name in ignored
        if not is_same:
            return False
    return True


@dataclass(frozen=True, slots=True, kw_only=True)
class Restatement:
    """A stored value that changed: what it was and became, when, by which run, and why.

    `cause` is `definition`, `data` or `by hand`. `note` is the reason that a person gave, or the
    source that changed, for a value made from others. `provisional` marks an old value that was
    expected to change.
    """

    domain: str
    kpi_number: int
    field_name: str
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

    @property
    def key(self) -> Key:
        """The row's key."""
        return (
            self.kpi_number,
            self.field_name,
            self.field_details,
            self.range_type,
            self.period_start,
        )


def restate(old: Row, new: Row, cause: str, note: str = "") -> Restatement:
    """Return the restatement of `old` by `new`, two rows with one key."""
    return Restatement(
        domain=new.domain,
        kpi_number=new.kpi_number,
        field_name=new.field_name,
        field_details=new.field_details,
        range_type=new.range_type,
        period=new.period.label,
        period_start=new.period.first_day,
        old_value=old.value,
        new_value=new.value,
        old_reason=old.reason,
        new_reason=new.reason,
        cause=cause,
        run_id=new.run_id,
        old_run_id=old.run_id,
        restated_at=new.computed_at,
        note=note,
        provisional=old.provisional_until is not None,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Input:
    """One source of a KPI as a run saw it; None and empty text mean unavailable.

    `rows` counts the whole source, or the values that were read; `is_estimate` marks a rough count.
    `newest` is the latest instant in the column that the source names. A table may have a `version`
    made at `as_of`; `as_of` alone is the time to which the engine went back. Files have a number,
    `bytes`, the newest modification time, and a checksum of their contents in order of name. A tab
    has a `place`, the path or the spreadsheet's id, and a checksum of its texts. Values have a
    `place`, the KPI, and its series as `field_name` and `range_type`; `periods` is how many were
    read, None for as many as the range has, and `cadence` theirs, empty if it is the reader's.
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
    cadence: str = ""
    version: str = ""
    as_of: datetime | None = None
