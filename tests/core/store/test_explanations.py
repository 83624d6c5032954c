"""Explanations are only added; the newest of each change counts."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from core.engines.base import Warehouse
from core.store.explanations import Explanations, StoredExplanation
from core.store.schema import migrate

NOON = datetime(2026, 11, 16, 12, tzinfo=UTC)
ORDERS = StoredExplanation(
    domain="shop",
    kpi_number=1,
    field_name="orders",
    range_type="week",
    cadence="weekly",
    period="2026-W46",
    against="2026-W45",
    tree="a * b",
    value_before=20.0,
    value_after=None,
    not_explained=0.5,
    restated=0.0,
    parts='[{"name": "A ✎"}]',
    sentences="[]",
    reason="",
    run_id="run-1",
    explained_at=NOON,
)


def test_explanations_are_read_back_by_kpi(warehouse: Warehouse) -> None:
    migrate(warehouse, [])
    explanations = Explanations(warehouse)
    other = replace(ORDERS, kpi_number=2)
    explanations.add([ORDERS, other, replace(ORDERS, domain="success")])

    assert explanations.read("shop", [1]) == [ORDERS]
    assert explanations.read("shop", [1, 2, 3]) == [ORDERS, other]


def test_the_newest_of_each_change_counts(warehouse: Warehouse) -> None:
    migrate(warehouse, [])
    explanations = Explanations(warehouse)
    later = replace(ORDERS, run_id="run-2", explained_at=NOON + timedelta(hours=1), restated=3.0)
    explanations.add([later])
    explanations.add([ORDERS])

    assert explanations.read_newest("shop", [1]) == {ORDERS.key: later}


def test_a_store_without_the_table_has_none(warehouse: Warehouse) -> None:
    assert Explanations(warehouse).read("shop", [1]) == []


def test_two_runs_that_work_out_the_same_say_the_same() -> None:
    again = replace(ORDERS, run_id="run-2", explained_at=NOON + timedelta(hours=1))

    assert ORDERS.says_as(again)
    assert not ORDERS.says_as(replace(again, not_explained=0.25))
