"""Targets that people set beside those of KPI files, and the one that holds for a row. Pure."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from core.model.goals import make_goal, target_holds, value_of
from core.model.kpi import Better
from core.model.ranges import stored_range
from core.model.records import Row
from core.model.series import SeriesChange
from core.model.target_texts import make_value, read_thresholds, value_record
from core.model.targets import Band, Per, Target

_INSTANT = timedelta(microseconds=1)
_SeriesOfRow = tuple[int, str, str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetChange:
    """A target that a person set or ended: for which periods, by whom, when and why.

    `value` None means that the periods have no target. `label` is a field of a breakdown, empty for
    all. One that ends lets the file's targets hold again from its `since` on.
    """

    change: SeriesChange
    value: float | Band | None
    since: str
    until: str = ""
    per: Per = ""
    label: str = ""
    unit: str = ""
    better: Better = "neutral"
    thresholds: str = ""

    @property
    def is_end(self) -> bool:
        """Whether targets set before end."""
        return self.change.action == "target ended"

    def recorded(self) -> TargetChange:
        """Return the change with the details that the store keeps."""
        return replace(self, change=replace(self.change, details=_details(self)))

    def after(self, earlier: Iterable[TargetChange]) -> TargetChange:
        """Return the change with a time after all earlier ones: a clock may have been set back."""
        newest = max((each.change.changed_at for each in earlier), default=None)
        if newest is None or newest < self.change.changed_at:
            return self
        return replace(self, change=replace(self.change, changed_at=newest + _INSTANT))

    @property
    def target(self) -> Target:
        """The span of time, with the value; 0 stands for none."""
        return Target(0 if self.value is None else self.value, self.since, self.until, self.per)


def _details(change: TargetChange) -> str:
    """Return what the store keeps of a change beside its series, person and time, as JSON."""
    record = {
        "value": value_record(change.value),
        "since": change.since,
        "until": change.until,
        "per": change.per,
        "label": change.label,
        "unit": change.unit,
        "better": change.better,
        "thresholds": change.thresholds,
    }
    return json.dumps(record, ensure_ascii=False)


def read_target_changes(changes: Iterable[SeriesChange]) -> list[TargetChange]:
    """Return the changes of targets among those of series, in their order."""
    return [_read(change) for change in changes if change.is_of_target]


def _read(change: SeriesChange) -> TargetChange:
    record: dict[str, Any] = json.loads(change.details)
    value = make_value(record.pop("value"))
    return TargetChange(change=change, value=value, **record)


def find_target_change(row: Row, changes: Sequence[TargetChange]) -> TargetChange | None:
    """Return the change whose target holds for a row; None if that is the file's.

    `changes` are those of the row's series, oldest first. The newest counts; one for the row's own
    label before one for all.
    """
    for label in dict.fromkeys((row.field_details, "")):
        newest = _newest(row, label, changes)
        if newest is not None and not newest.is_end:
            return newest
    return None


def _newest(row: Row, label: str, changes: Sequence[TargetChange]) -> TargetChange | None:
    for change in reversed(changes):
        is_of_row = change.label == label and change.unit == row.unit
        if is_of_row and target_holds(change.target, row.period):
            return change
    return None


def with_set_targets(rows: Iterable[Row], changes: Iterable[SeriesChange]) -> list[Row]:
    """Return rows of one domain with the targets that people set in place of the files'.

    `changes` are all of the domain's series, oldest first.
    """
    by_series: dict[_SeriesOfRow, list[TargetChange]] = {}
    for each in read_target_changes(changes):
        by_series.setdefault(each.change.key, []).append(each)
    if not by_series:
        return list(rows)
    return [_with_target(row, by_series) for row in rows]


def series_of(row: Row) -> _SeriesOfRow:
    """Return the key of a row's series within its domain."""
    return row.kpi_number, row.field_name, row.range_type, row.period.cadence


def _with_target(row: Row, by_series: Mapping[_SeriesOfRow, Sequence[TargetChange]]) -> Row:
    change = find_target_change(row, by_series.get(series_of(row), ()))
    if change is None:
        return row
    if change.value is None:
        return replace(row, target=None, target_high=None, better="", thresholds="")
    covers = stored_range(row.range_type).first_day(row.period)
    value = value_of([change.target], row.period, covers)
    assert value is not None, "the target of a change holds for the row"
    goal = make_goal(value, change.better, read_thresholds(change.thresholds))
    return replace(
        row,
        target=goal.target,
        target_high=goal.high,
        better=goal.better,
        thresholds=change.thresholds,
    )
