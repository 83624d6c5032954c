"""Restatements on both engines: stored with the values they explain, and read back in order."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from core.engines.base import Warehouse
from core.model.records import Restatement, restate
from core.store.restatements import Restatements
from core.store.schema import migrate
from tests.rows import RUN_AT, row


@pytest.fixture
def restatements(warehouse: Warehouse) -> Restatements:
    migrate(warehouse, ["success"])
    return Restatements(warehouse)


def changed(value: float, days: int = 0, period: str = "2026-W46", **given: object) -> Restatement:
    """A value of 1 that became another, so many days after it was computed."""
    old = row(1.0, period=period)
    new = replace(row(value, period=period), run_id="run-2", computed_at=RUN_AT + timedelta(days))
    return replace(restate(old, new, "data"), **given)


def test_a_restatement_is_read_back_as_it_was_written(restatements: Restatements) -> None:
    written = changed(2.0, note="kpi_05", provisional=True, old_reason="it's so")
    restatements.add([written])

    assert restatements.read("success", 6) == [written]


def test_restatements_of_a_kpi_come_oldest_first(restatements: Restatements) -> None:
    first, second = changed(2.0, days=1), changed(3.0, days=2)
    restatements.add([second, first])

    assert restatements.read("success", 6) == [first, second]
    assert restatements.read("success", 7) == []
    assert restatements.read("sales", 6) == []


def test_restatements_are_limited_to_periods_that_begin_between_two_days(
    restatements: Restatements,
) -> None:
    earlier, later = changed(2.0, period="2026-W45"), changed(2.0, period="2026-W46")
    restatements.add([earlier, later])

    assert restatements.read("success", 6, date(2026, 11, 9), date(2026, 11, 15)) == [later]
    assert restatements.read("success", 6, last=date(2026, 11, 8)) == [earlier]


def test_restatements_of_several_domains_are_read_from_an_instant_on(
    restatements: Restatements,
) -> None:
    ours, theirs = changed(2.0, days=1), changed(2.0, days=2, domain="sales")
    restatements.add([ours, theirs, changed(3.0, days=-1)])

    assert restatements.read_since(["success", "sales"], RUN_AT) == [ours, theirs]
    assert restatements.read_since(["sales"], RUN_AT) == [theirs]


def test_the_newest_restatement_of_each_value_is_read_without_provisional_ones(
    restatements: Restatements,
) -> None:
    first, newest = changed(2.0, days=1), changed(3.0, days=2)
    restatements.add([first, newest, changed(4.0, days=3, provisional=True)])

    assert restatements.read_newest("success") == {newest.key: newest}
    assert restatements.read_newest("success", RUN_AT + timedelta(days=3)) == {}


def test_a_warehouse_without_a_store_has_no_restatements(warehouse: Warehouse) -> None:
    assert Restatements(warehouse).read("success", 6) == []
