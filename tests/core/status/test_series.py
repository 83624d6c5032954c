"""Stored rows as series, one per line of a scorecard."""

from __future__ import annotations

from datetime import date

import pytest

from core.model import NO_LONGER_RETURNED, parse_period
from core.status.series import find_obstacle, remark, series_by_line
from tests.core.status.rows import row, run_of, series


def test_each_part_range_and_cadence_is_a_series_of_its_own() -> None:
    rows = [
        row("2026-W46", 5),
        row("2026-W46", 2, field_details="north"),
        row("2026-W46", 9, range_type="4 weeks"),
        row("2026-11", 20),
    ]
    found = series_by_line(rows)
    assert list(found) == [
        (1, "deals", "", "week", "weekly"),
        (1, "deals", "north", "week", "weekly"),
        (1, "deals", "", "4 weeks", "weekly"),
        (1, "deals", "", "month", "monthly"),
    ]


def test_a_break_lies_between_two_periods_if_it_is_behind_the_older_one() -> None:
    found = series(*run_of("2026-W41", 1, 2, 3, 4, 5, 6), broken="2026-W44")
    weeks = {number: parse_period(f"2026-W{number}") for number in (41, 43, 44, 46)}
    assert found.break_between(weeks[43], weeks[44]) == weeks[44]
    assert found.break_between(weeks[41], weeks[46]) == weeks[44]
    assert found.break_between(weeks[44], weeks[46]) is None
    assert found.break_between(weeks[41], weeks[43]) is None


@pytest.mark.parametrize(
    ("value", "changes", "expected"),
    [
        (5, {}, ""),
        (5, {"by_hand": True}, ""),
        (5, {"provisional_until": date(2026, 12, 7)}, ""),
        (5, {"partial": True}, "2026-W46 is not over"),
        (5, {"partial": True, "by_hand": True}, "2026-W46 is not over"),
        (None, {}, "2026-W46 has no value"),
        (None, {"outcome": "failed"}, "2026-W46 failed"),
        (None, {"outcome": "withheld"}, "2026-W46 is withheld"),
        (None, {"outcome": "late"}, "2026-W46 is late"),
        (None, {"reason": NO_LONGER_RETURNED}, "2026-W46 was not returned"),
    ],
)
def test_a_row_without_a_whole_value_has_a_reason(
    value: float | None, changes: dict[str, object], expected: str
) -> None:
    found = row("2026-W46", value, **changes)
    assert find_obstacle(found) == expected
    assert (series(found).whole_value(found.period) is None) == bool(expected)


def test_a_value_that_may_change_is_remarked_on() -> None:
    until = date(2026, 12, 7)
    assert remark(row("2026-W46", 5)) == ""
    assert remark(row("2026-W46", 5, provisional_until=until)) == "2026-W46 is provisional"
    stale = row("2026-W46", 5, remark="stale: success/kpi_02 has changed")
    assert remark(stale) == "2026-W46 is stale"
