"""Totals of breakdowns: known where the KPI says so and all fields have a value."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from core.model import Adds, Row, State
from core.status import adds_fields, with_totals
from tests.core.publish.samples import FORMS
from tests.core.status.rows import ratio, row

WEEK = "2026-W46"


def total_of(*rows: Row, adds: Adds = "sum", explained: bool = False) -> Row | None:
    definition = replace(FORMS, kpi_number=1, field_name="deals", range_type="week", adds=adds)
    found = with_totals(rows, {1: definition}, explained=explained)
    assert found[-len(rows) :] == list(rows)
    added = found[: -len(rows)]
    assert len(added) < 2
    return added[0] if added else None


def part(label: str, value: float | None, **changes: Any) -> Row:
    return row(WEEK, value, field_details=label, **changes)


def test_the_total_of_a_sum_is_the_sum_of_its_fields() -> None:
    total = total_of(part("north", 3), part("south", 4))
    assert total
    assert (total.field_details, total.value, total.remark) == ("", 7, "")
    assert total.period == part("north", 3).period


def test_on_request_its_remark_says_what_it_is() -> None:
    total = total_of(part("north", 3), part("south", 4), explained=True)
    assert total
    assert total.remark == "the sum of 2 fields"


def test_the_total_of_a_ratio_is_the_sum_of_numerators_over_denominators() -> None:
    parts = ratio(WEEK, 1, 2, field_details="a"), ratio(WEEK, 1, 8, field_details="b")
    total = total_of(*parts, adds="ratio")
    assert total
    assert (total.value, total.numerator, total.denominator) == (0.2, 2, 10)


@pytest.mark.parametrize("adds", ["", "no"])
def test_other_kpis_have_no_total(adds: Adds) -> None:
    assert total_of(part("north", 3), part("south", 4), adds=adds) is None


def test_a_state_that_is_a_count_has_a_total_and_any_other_none() -> None:
    total = total_of(part("north", 3), part("south", 4), adds="last")
    assert total
    assert total.value == 7
    ages = replace(FORMS, adds="last", unit="days")
    assert adds_fields(ages) == ""


def test_a_kpi_without_fields_and_a_failed_period_stay_as_they_are() -> None:
    assert total_of(row(WEEK, 3)) is None
    assert total_of(row(WEEK, None, outcome="failed", reason="x"), part("north", 3)) is None


def test_a_field_without_a_value_leaves_no_total() -> None:
    total = total_of(part("north", 3), part("south", None, reason="the query returned NULL"))
    assert total
    assert (total.value, total.outcome) == (None, "none")
    assert total.reason == "no total without south: the query returned NULL"


def test_a_field_that_is_withheld_withholds_the_total() -> None:
    held = part("south", None, outcome="withheld", reason="too many")
    total = total_of(part("north", None, reason="NULL"), held)
    assert total
    assert (total.state, total.reason) == (State.WITHHELD, "no total without south: too many")


def test_a_field_that_is_no_longer_returned_does_not_count() -> None:
    gone = part("south", None, reason="the query no longer returns this field")
    total = total_of(part("north", 3), gone)
    assert total
    assert total.value == 3
    assert total_of(gone) is None


def test_a_manual_value_counts_in_a_sum_and_has_no_place_in_a_ratio() -> None:
    total = total_of(part("north", 3, by_hand=True), part("south", 4))
    assert total
    assert (total.value, total.state) == (7, State.VALUE)
    manual = part("north", 0.5, unit="percent", by_hand=True)
    total = total_of(manual, ratio(WEEK, 1, 8, field_details="b"), adds="ratio")
    assert total
    assert total.value is None
    assert total.reason == "a value is not its numerator over its denominator"


def test_a_total_is_provisional_and_partial_as_long_as_a_field_is() -> None:
    until = date(2026, 11, 30)
    total = total_of(part("north", 3, provisional_until=until), part("south", 4, partial=True))
    assert total
    assert (total.provisional_until, total.partial) == (until, True)


def test_a_ratio_has_the_target_that_its_fields_share_and_a_sum_has_none() -> None:
    goal = {"target": 0.2, "better": "higher"}
    parts = [ratio(WEEK, 1, each, field_details=str(each), **goal) for each in (2, 8)]
    total = total_of(*parts, adds="ratio")
    assert total
    assert (total.target, total.better) == (0.2, "higher")
    other = replace(parts[0], target=0.3)
    total = total_of(other, parts[1], adds="ratio")
    assert total
    assert (total.target, total.better) == (None, "")
    total = total_of(part("a", 3, **goal), part("b", 4, **goal))
    assert total
    assert (total.target, total.better) == (None, "")


def test_fields_in_different_units_are_not_added_up() -> None:
    total = total_of(part("north", 3), part("south", 4, unit="hours"))
    assert total
    assert (total.value, total.reason) == (None, "fields in different units")
