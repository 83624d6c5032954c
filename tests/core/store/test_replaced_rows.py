"""Rows are kept as they were when others replace or remove them, on both engines."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from core.engines.base import Warehouse
from core.store.replaced_rows import ReplacedRow, ReplacedRows
from core.store.values import Store
from tests.rows import RUN_AT, row

LATER = RUN_AT + timedelta(days=1)
FULL = row(
    0.5,
    "web",
    numerator=1.0,
    denominator=2.0,
    target=0.4,
    target_high=0.6,
    better="within",
    thresholds="{}",
    remark="odd",
    made_from="abc",
    provisional_until=RUN_AT.date(),
)


def test_a_row_that_is_written_over_is_kept_whole(warehouse: Warehouse) -> None:
    store = Store(warehouse)
    store.prepare(["success"])
    store.write([FULL, row(1.0, "mail")], (), ())
    store.write([replace(FULL, value=0.7, computed_at=LATER)], (), (), now=LATER)

    kept = ReplacedRows(warehouse)
    assert kept.read_after("success", RUN_AT) == [ReplacedRow(FULL, LATER)]
    assert kept.read_after("success", LATER) == []
    assert kept.read_after("other", RUN_AT) == []


def test_a_row_that_is_removed_is_kept(warehouse: Warehouse) -> None:
    store = Store(warehouse)
    store.prepare(["success"])
    store.write([FULL], (), ())
    store.write([], [FULL], (), now=LATER)

    assert ReplacedRows(warehouse).read_after("success", RUN_AT) == [ReplacedRow(FULL, LATER)]


def test_a_run_that_finds_new_periods_only_keeps_nothing(warehouse: Warehouse) -> None:
    store = Store(warehouse)
    store.prepare(["success"])
    store.write([row(1.0)], (), ())
    store.write([row(2.0, period="2026-W47"), row(2.0, kpi_number=7)], (), (), now=LATER)

    assert ReplacedRows(warehouse).read_after("success", RUN_AT - timedelta(days=9)) == []
