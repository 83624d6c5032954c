"""The newest history of some KPIs, on both engines."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from core.engines.base import Warehouse
from core.store.histories import StoredHistory, read_histories
from core.store.replaced_rows import ReplacedRow
from core.store.runs import PastRun, Runs
from core.store.values import Store
from tests.core.store.begun import NOW, at
from tests.rows import RUN_AT, row

LATER = RUN_AT + timedelta(days=7)


def test_a_history_has_rows_those_that_they_replaced_and_runs_on_schedule(
    warehouse: Warehouse,
) -> None:
    store = Store(warehouse)
    store.prepare(["success"])
    old, new = row(1.0), replace(row(2.0), computed_at=LATER)
    store.write([row(9.0, period="2026-W40"), old, row(kpi_number=7)], (), ())
    store.write([row(8.0, period="2026-W40"), new], (), (), now=LATER)
    scheduled = replace(at("run-2", 7), cadences="daily weekly")
    earlier = replace(at("run-0", -30), cadences="weekly")
    limited = replace(at("run-3", 8), cadences="")
    for run in (earlier, scheduled, limited, at("run-4", 9)):
        Runs(warehouse).begin([run], [])
    Runs(warehouse).finish(["run-2"], "ok", "", NOW + timedelta(days=7))

    found = read_histories(warehouse, "success", [6, 8], date(2026, 11, 9))

    assert found == {
        6: StoredHistory(
            [new],
            [ReplacedRow(old, LATER)],
            [PastRun(scheduled, NOW + timedelta(days=7), "ok", "")],
        ),
        8: StoredHistory([], [], [PastRun(scheduled, NOW + timedelta(days=7), "ok", "")]),
    }


def test_without_a_store_there_is_no_history(warehouse: Warehouse) -> None:
    assert read_histories(warehouse, "success", [6], date(2026, 11, 9)) == {
        6: StoredHistory([], [], [])
    }
