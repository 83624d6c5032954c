"""Rows of the store as plain values: their keys, their JSON, and what counts as a difference."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from core.model.records import Restatement, as_json, restate, same_row, same_value
from tests.rows import RUN_AT, row


def test_a_row_is_identified_by_its_series_its_label_and_its_first_day() -> None:
    assert row(field="north").key == (6, "forms", "north", "week", date(2026, 11, 9))


def test_json_of_a_row_has_dates_and_instants_as_text_and_null_for_empty_text() -> None:
    assert as_json(
        row(0.125, "north", "2026-W53", unit="percent", target=0.1, numerator=1.0, denominator=8.0)
    ) == {
        "domain": "success",
        "kpi_number": 6,
        "field_name": "forms",
        "field_details": "north",
        "range_type": "week",
        "period": "2026-W53",
        "period_start": "2026-12-28",
        "period_end": "2027-01-03",
        "value": 0.125,
        "state": "value",
        "numerator": 1.0,
        "denominator": 8.0,
        "outcome": "value",
        "reason": None,
        "unit": "percent",
        "target": 0.1,
        "target_high": None,
        "partial": False,
        "provisional_until": None,
        "by_hand": False,
        "remark": None,
        "print_date": "2027-01-04",
        "cut_off": "2026-11-16T05:00:00+00:00",
        "definition": "v1",
        "run_id": "run-1",
        "computed_at": "2026-11-16T05:01:00+00:00",
    }


def test_rows_show_the_same_value_apart_from_floating_point_noise() -> None:
    assert same_value(row(0.1 + 0.2), row(0.3))
    assert not same_value(row(0.3), row(0.4))
    assert not same_value(row(0.3), row(None))


def test_rows_without_a_value_show_the_same_if_their_reason_is_the_same() -> None:
    assert same_value(row(None), row(None))
    assert not same_value(row(None), row(None, reason="history too short"))


@pytest.mark.parametrize(
    "other",
    [
        {"run_id": "run-2", "computed_at": RUN_AT + timedelta(days=1)},
        {"value": 3.0 + 1e-15, "numerator": 6.0 + 1e-14},
    ],
)
def test_rows_of_another_run_with_the_same_numbers_are_the_same(other: dict[str, Any]) -> None:
    stored = row(3.0, numerator=6.0, denominator=2.0)

    assert same_row(stored, replace(stored, **other))


@pytest.mark.parametrize(
    "other",
    [
        {"value": 4.0},
        {"numerator": 7.0},
        {"denominator": None},
        {"target": 5.0},
        {"definition": "v2"},
        {"partial": True},
        {"cut_off": RUN_AT},
        {"remark": "odd"},
        {"by_hand": True},
    ],
)
def test_rows_that_differ_in_anything_else_are_not_the_same(other: dict[str, Any]) -> None:
    stored = row(3.0, numerator=6.0, denominator=2.0)

    assert not same_row(stored, replace(stored, **other))


def test_partial_rows_may_differ_in_their_cut_off() -> None:
    assert same_row(row(partial=True), row(partial=True, cut_off=RUN_AT))
    assert not same_row(row(partial=True), row(cut_off=RUN_AT))


def test_a_restatement_has_the_old_and_the_new_value_with_reason_and_run() -> None:
    old = row(3.0, "north")
    later = RUN_AT + timedelta(days=7)
    new = row(None, "north", run_id="run-2", computed_at=later)

    assert restate(old, new, "data", "kpi_05") == Restatement(
        domain="success",
        kpi_number=6,
        field_name="forms",
        field_details="north",
        range_type="week",
        period="2026-W46",
        period_start=date(2026, 11, 9),
        old_value=3.0,
        new_value=None,
        old_reason="",
        new_reason="the query returned NULL",
        cause="data",
        run_id="run-2",
        old_run_id="run-1",
        restated_at=later,
        note="kpi_05",
    )


def test_a_restatement_has_the_key_of_its_rows_and_marks_a_provisional_value() -> None:
    old = row(3.0, provisional_until=date(2026, 11, 30))

    assert restate(old, row(4.0), "data").provisional
    assert not restate(row(4.0), old, "data").provisional
    assert restate(old, row(4.0), "data").key == old.key


@pytest.mark.parametrize(
    ("changes", "state"),
    [
        ({}, "value"),
        ({"value": 0.0}, "value"),
        ({"partial": True}, "partial"),
        ({"provisional_until": date(2026, 11, 23)}, "provisional"),
        ({"partial": True, "provisional_until": date(2026, 11, 23)}, "partial"),
        ({"by_hand": True}, "manual"),
        ({"value": None, "outcome": "none", "reason": "the query returned NULL"}, "no data"),
        ({"value": None, "outcome": "none", "by_hand": True}, "no data"),
        ({"value": None, "outcome": "failed", "reason": "no such table"}, "failed"),
        (
            {
                "value": None,
                "outcome": "none",
                "reason": "the query no longer returns this field",
                "partial": True,
            },
            "not returned",
        ),
    ],
)
def test_a_row_has_one_state(changes: dict[str, Any], state: str) -> None:
    assert row(**changes).state == state
    assert as_json(row(**changes))["state"] == state
