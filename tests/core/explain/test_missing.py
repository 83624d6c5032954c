"""Periods for which a KPI has no value, with the reason."""

from __future__ import annotations

from datetime import date

import pytest

from core.catalog import Entry
from core.explain.missing import find_missing
from core.model import Row, parse_span
from tests.catalogues import entry
from tests.rows import row

MONDAY = date(2026, 11, 16)
FORMS = entry(6, name="Forms")


def missing(*rows: Row, kpi: Entry = FORMS, period: str = "") -> list[tuple[str, str, str]]:
    span = parse_span(period, MONDAY) if period else None
    found = find_missing([kpi], rows, span, MONDAY)
    return [(each.period.label, each.state, each.reason) for each in found]


def test_without_a_row_the_last_eight_ended_periods_are_missing() -> None:
    labels = [label for label, _, _ in missing()]
    assert labels == [f"2026-W{week}" for week in range(39, 47)]
    monthly = entry(6, name="Forms", cadence="monthly")
    assert [label for label, _, _ in missing(kpi=monthly)][-2:] == ["2026-09", "2026-10"]


@pytest.mark.parametrize(
    ("period", "labels"),
    [
        ("last", ["2026-W46"]),
        ("2026-W45..2026-W48", ["2026-W45", "2026-W46"]),
        ("2026-W47", []),
        ("2026-10", ["2026-W40", "2026-W41", "2026-W42", "2026-W43"]),
    ],
)
def test_a_span_has_its_periods_that_have_ended(period: str, labels: list[str]) -> None:
    assert [label for label, _, _ in missing(period=period)] == labels


def test_periods_before_since_are_not_expected() -> None:
    assert [label for label, _, _ in missing(kpi=entry(6, name="Forms", since="2026-W45"))] == [
        "2026-W45",
        "2026-W46",
    ]


def test_a_value_is_not_missing_and_a_failure_and_no_value_have_their_reason() -> None:
    failed = row(None, period="2026-W45", outcome="failed", reason="no such table")
    none = row(None, period="2026-W44")

    assert missing(row(3.0), failed, none, period="2026-W43..2026-W46") == [
        ("2026-W43", "not run", "nothing is stored"),
        ("2026-W44", "no data", "the query returned NULL"),
        ("2026-W45", "failed", "no such table"),
    ]


def test_each_field_of_a_breakdown_and_no_other_series_counts() -> None:
    rows = [row(None, "north"), row(3.0, "south"), row(3.0, period="2026-W45", field_name="other")]
    found = find_missing([FORMS], rows, parse_span("2026-W45..2026-W46", MONDAY), MONDAY)

    assert [(each.period.label, each.field, each.state) for each in found] == [
        ("2026-W45", "", "not run"),
        ("2026-W46", "north", "no data"),
    ]


def test_a_field_that_is_not_returned_is_missing_and_one_of_a_later_period_is_not() -> None:
    rows = [
        row(1.0, "north", "2026-W45"),
        row(1.0, "south", "2026-W45"),
        row(1.0, "south", "2026-W46"),
        row(1.0, "west", "2026-W46"),
    ]
    found = find_missing([FORMS], rows, parse_span("2026-W45..2026-W46", MONDAY), MONDAY)

    assert [(each.period.label, each.field, each.state, each.reason) for each in found] == [
        ("2026-W46", "north", "not returned", "the query no longer returns this field")
    ]
