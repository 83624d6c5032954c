"""Targets that people set, and the one that holds for a row."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from core.model.series import SeriesAction, SeriesChange
from core.model.target_changes import (
    TargetChange,
    find_target_change,
    read_target_changes,
    series_of,
    with_set_targets,
)
from core.model.targets import Band
from tests.rows import row

ACT = SeriesChange(
    domain="success",
    kpi_number=6,
    field_name="forms",
    range_type="week",
    cadence="weekly",
    action="target set",
    new_domain="success",
    new_number=6,
    new_field="forms",
    changed_by="ana",
    host="desk",
    command="scorecard target set",
    note="agreed",
    changed_at=datetime(2026, 11, 16, 8, tzinfo=UTC),
)


def target(
    value: float | Band | None, action: SeriesAction = "target set", **given: Any
) -> TargetChange:
    """Return a target set from 2026-W45 on, unless `given` says otherwise."""
    facts: dict[str, Any] = {"since": "2026-W45", "unit": "count", "better": "higher", **given}
    return TargetChange(change=replace(ACT, action=action), value=value, **facts).recorded()


def targets_of(*changes: TargetChange, label: str = "") -> list[float | None]:
    """Return the targets of three weeks, whose file says 5."""
    rows = [
        row(field=label, period=f"2026-W{week}", target=5.0, better="higher")
        for week in (44, 45, 46)
    ]
    found = with_set_targets(rows, [each.change for each in changes])
    return [each.target for each in found]


def test_a_change_is_read_as_it_was_written() -> None:
    band = target(Band(2.0, 3.0), until="2026-W50", label="north", better="within")

    assert read_target_changes([ACT, band.change][1:]) == [band]
    assert read_target_changes([replace(ACT, action="retired")]) == []


def test_the_target_that_was_set_last_holds_in_its_span() -> None:
    assert targets_of() == [5, 5, 5]
    assert targets_of(target(6)) == [5, 6, 6]
    assert targets_of(target(6), target(7, since="2026-W46")) == [5, 6, 7]
    assert targets_of(target(7, since="2026-W46"), target(6)) == [5, 6, 6]
    assert targets_of(target(6, until="2026-W45")) == [5, 6, 5]
    assert targets_of(target(None, until="2026-W45")) == [5, None, 5]


def test_an_end_lets_the_file_hold_again() -> None:
    ended = target(None, "target ended", since="2026-W46")

    assert targets_of(target(6), ended) == [5, 6, 5]
    assert targets_of(target(6), ended, target(8)) == [5, 8, 8]


def test_the_target_of_a_field_comes_before_that_of_all() -> None:
    north = target(9, label="north")

    assert targets_of(north, target(6), label="north") == [5, 9, 9]
    assert targets_of(north, target(6), label="south") == [5, 6, 6]
    ended = target(None, "target ended", since="2026-W46", label="north")
    assert targets_of(north, target(6), ended, label="north") == [5, 9, 6]


def test_a_target_in_another_unit_judges_nothing() -> None:
    assert targets_of(target(6, unit="hours")) == [5, 5, 5]


def test_a_band_and_a_quarter_are_targets_too() -> None:
    (found,) = with_set_targets([row()], [target(Band(2.0, 3.0), better="within").change])
    assert (found.target, found.target_high, found.better) == (2.0, 3.0, "within")
    (spread,) = with_set_targets([row()], [target(920.0, per="quarter").change])
    assert spread.target == 70.0  # seven days of the 92 of the quarter


def test_a_row_knows_its_change() -> None:
    change = target(6)

    assert series_of(row()) == change.change.key
    assert find_target_change(row(), [change]) == change
    assert find_target_change(row(period="2026-W44"), [change]) is None
