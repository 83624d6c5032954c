"""Changes in the unit and in per cent, and the reasons for having none."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from core.model import Row, parse_period
from core.status.changes import ValueChange, change_against, change_of
from tests.core.status.rows import row

OLD, NEW = parse_period("2026-W45"), parse_period("2026-W46")


def change(old: Row | None, new: Row | None, broken: bool = False) -> ValueChange:
    rows = {each.period: each for each in (old, new) if each is not None}
    return change_of(rows, NEW, OLD, NEW if broken else None)


@pytest.mark.parametrize(
    ("unit", "old", "new", "absolute", "relative"),
    [
        ("count", 200, 230, 30, 0.15),
        ("count", 200, 150, -50, -0.25),
        ("count", 4, 4, 0, 0.0),
        ("number", 0.3, 0.9, 0.6, 2.0),
        ("EUR", 40_000, 41_000, 1_000, 0.025),
        ("hours", 8, 6, -2, -0.25),
        ("percent", 0.11, 0.125, 1.5, None),  # in points
        ("percent", 0, 0.02, 2, None),
        ("count", 1, 11, 10, 10.0),  # 1,000 % is the most
    ],
)
def test_a_change_is_an_amount_and_a_fraction_of_the_base(
    unit: str, old: float, new: float, absolute: float, relative: float | None
) -> None:
    found = change(row("2026-W45", old, unit=unit), row("2026-W46", new, unit=unit))
    assert (found.against, found.base) == ("2026-W45", old)
    assert (found.absolute, found.relative) == (absolute, relative)


def test_per_cents_are_free_of_the_noise_of_floats() -> None:
    found = change_against(5.0, 5.75, "number", "2026-W45")
    assert found.percent == -13.0434782608696
    assert change_against(0.2, 0.1, "percent", "2026-W45").percent is None


@pytest.mark.parametrize(
    ("unit", "base", "new", "reason"),
    [
        ("count", 0, 4, "no per cent of 0"),
        ("count", 0, 0, "no per cent of 0"),
        ("EUR", -500, 100, "no per cent of a negative value"),
        ("count", 0.4, 2, "the base is too small for a per cent"),  # reads 0
        ("EUR", 0.004, 0.01, "the base is too small for a per cent"),
        ("count", 1, 12, "the base is too small for a per cent"),  # 1,100 %
        ("percent", 0.1, 0.2, "percentages change by points"),
    ],
)
def test_where_a_per_cent_means_nothing_there_is_a_reason_and_the_amount(
    unit: str, base: float, new: float, reason: str
) -> None:
    found = change_against(new, base, unit, "2026-W45")
    assert (found.relative, found.reason) == (None, reason)
    assert found.absolute is not None


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        (None, {}, "2026-W45 is not stored"),
        ({}, None, "2026-W46 is not stored"),
        ({"value": None}, {}, "2026-W45 has no value"),
        ({"value": None, "outcome": "failed"}, {}, "2026-W45 failed"),
        ({}, {"value": None}, "2026-W46 has no value"),
        ({}, {"partial": True}, "2026-W46 is not over"),
        ({"unit": "USD"}, {"unit": "EUR"}, "the unit changed from USD to EUR"),
    ],
)
def test_values_that_cannot_be_compared_have_a_reason_and_no_change(
    old: dict[str, Any] | None, new: dict[str, Any] | None, reason: str
) -> None:
    rows = [
        None if facts is None else row(period, **{"value": 5.0, **facts})
        for period, facts in (("2026-W45", old), ("2026-W46", new))
    ]
    found = change(*rows)
    assert (found.absolute, found.relative, found.reason) == (None, None, reason)


def test_values_of_two_definitions_are_not_compared() -> None:
    found = change(row("2026-W45", 5), row("2026-W46", 6), broken=True)
    assert (found.absolute, found.reason) == (None, "a new definition begins in 2026-W46")


def test_a_provisional_value_is_compared_with_a_remark() -> None:
    new = row("2026-W46", 6, provisional_until=date(2026, 12, 7))
    found = change(row("2026-W45", 5), new)
    assert (found.absolute, found.remark) == (1, "2026-W46 is provisional")


def test_the_first_week_of_a_year_to_date_is_not_compared_with_the_year_before() -> None:
    rows = [row(week, value, range_type="year to date") for week, value in WEEKS]
    stored = {each.period: each for each in rows}
    weeks = [each.period for each in rows]
    over_the_year = change_of(stored, weeks[1], weeks[0], None)
    assert over_the_year.reason == "the year to date begins anew behind 2025-W52"
    assert change_of(stored, weeks[2], weeks[1], None).absolute == 12


WEEKS = [("2025-W52", 900), ("2026-W01", 10), ("2026-W02", 22)]


def test_a_scorecard_shows_money_by_its_fraction_and_all_else_by_its_amount() -> None:
    money = change_against(41_000, 40_000, "EUR", "2026-W45")
    count = change_against(230, 200, "count", "2026-W45")
    assert (money.in_scorecard("EUR"), count.in_scorecard("count")) == (0.025, 30)
