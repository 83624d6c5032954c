"""The query that is proposed for a source, by its columns."""

from __future__ import annotations

import pytest

from core.catalog.proposal import Proposal, propose, quoted, time_columns

ORDERS = (
    ("_synced_at", "timestamp with time zone"),
    ("order_id", "bigint"),
    ("year", "integer"),
    ("updated_at", "TIMESTAMP"),
    ("Placed on", "DATE"),
    ("amount", "numeric(9,2)"),
    ("note", "text"),
)


def test_the_times_are_dates_and_instants_those_of_loading_last() -> None:
    assert time_columns(ORDERS) == ["Placed on", "_synced_at", "updated_at"]
    assert time_columns([("at", "time without time zone"), ("a\\b", "date")]) == []


@pytest.mark.parametrize(
    ("kind", "condition"),
    [
        ("date", "t BETWEEN :first_day AND :last_day"),
        ("DATE", "t BETWEEN :first_day AND :last_day"),
        ("timestamp with time zone", "t >= :start AND t < :end"),
        ("TIMESTAMP", "t >= :start AND t < :end"),
        ("TIMESTAMP_NS", "t >= :start AND t < :end"),
    ],
)
def test_days_are_inclusive_and_instants_half_open(kind: str, condition: str) -> None:
    assert propose([("t", kind)], "count").condition() == condition


def test_a_time_that_the_author_names_wins() -> None:
    assert propose(ORDERS, "count", "updated_at").time == "updated_at"


@pytest.mark.parametrize(
    ("time", "is_day"), [("signed_on", True), ("order_date", True), ("signed_at", False)]
)
def test_a_time_of_unknown_type_is_a_day_by_its_name(time: str, is_day: bool) -> None:
    assert propose([], "count", time) == Proposal(time, is_day)


def test_without_a_time_there_is_no_condition() -> None:
    assert propose([("id", "integer")], "count").condition() == ""


@pytest.mark.parametrize(
    ("unit", "value"),
    [
        ("EUR", "sum(amount)"),
        ("hours", "sum(amount)"),
        ("count", "count(*)"),
        ("number", "count(*)"),
        ("percent", "count(*) FILTER (WHERE true)::float / nullif(count(*), 0)"),
    ],
)
def test_the_value_fits_the_unit(unit: str, value: str) -> None:
    assert propose(ORDERS, unit).value(unit) == value


def test_a_key_is_not_an_amount() -> None:
    assert propose([("id", "integer"), ("client_id", "bigint")], "EUR").value("EUR") == "count(*)"


@pytest.mark.parametrize(
    ("name", "text"),
    [("placed_on", "placed_on"), ("Placed on", '"Placed on"'), ("end", '"end"'), ('a"b', '"a""b"')],
)
def test_a_name_is_quoted_if_a_database_needs_it(name: str, text: str) -> None:
    assert quoted(name) == text
