"""Tasks computed again from their records, in one snapshot."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

from core.compute.outcome import Computed
from core.explain.recomputation import RecordedTask, open_recomputation
from core.explain.records import StoredRecords
from core.model.records import Row
from core.store.values import Store
from tests.warehouses import execute, open_for, settings_for


def test_a_task_is_computed_again_with_its_sources_of_then_and_now(
    root: Path, warehouse_url: str
) -> None:
    execute(warehouse_url, "INSERT INTO stg.forms VALUES ('2026-11-13', 'Bonn')")
    settings = settings_for(root, warehouse_url)
    with closing(open_for(settings, write=False)) as database:
        records = StoredRecords(database)
        rows = Store(database).rows("success", [1, 2])
        forms, total = (row for row in rows if row.period.label == "2026-W46")
        tasks = [_task(records, row) for row in (forms, total)]
        with open_recomputation(settings, database, records, tasks) as recomputation:
            assert recomputation.compute(tasks[0]) == (Computed("", "value", 2.0, 2.0, 2.0),)
            assert recomputation.compute(tasks[1]) == (Computed("", "value", 3.0),)
            assert recomputation.fingerprints(tasks[1]) == total.made_from
            (state,) = recomputation.sources(tasks[0])
            assert recomputation.sources(tasks[1]) == []
    assert state.before is not None
    assert (state.name, state.before.rows, state.now.rows) == ("stg.forms", 3, 4)


def _task(records: StoredRecords, row: Row) -> RecordedTask:
    entry = records.entry(row)
    assert entry is not None
    inputs = tuple(records.inputs(row))
    return RecordedTask((row,), entry, inputs, frozenset({""}))
