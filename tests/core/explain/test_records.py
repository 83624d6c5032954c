"""Records behind stored values, each read once."""

from __future__ import annotations

from pathlib import Path

from core.explain.records import StoredRecords
from core.model.period import parse_period
from core.store.values import Store
from tests.runs import run
from tests.warehouses import execute, open_for, settings_for


def test_the_records_of_a_row_are_those_of_its_run(root: Path, warehouse_url: str) -> None:
    execute(warehouse_url, "INSERT INTO stg.forms VALUES ('2026-11-13', 'Bonn')")
    run(root, warehouse_url, "2026-W46", now="2026-11-23T06:00+01:00")
    database = open_for(settings_for(root, warehouse_url), write=False)
    records = StoredRecords(database)
    week = parse_period("2026-W46")
    rows = [row for row in Store(database).rows("success", [1, 2]) if row.period == week]
    forms, total = rows

    assert (forms.value, total.value) == (2.0, 4.0)
    assert records.run(forms.run_id) is records.run(forms.run_id)
    assert records.run("nowhere") is None
    assert [each.rows for each in records.inputs(forms)] == [4]
    change = records.restatement(forms)
    assert change is not None
    assert (change.old_value, change.new_value) == (1.0, 2.0)
    entry = records.entry(forms)
    assert entry is not None
    assert entry.version == forms.definition
    before = rows[0].computed_at.replace(day=16)
    then = records.history(before, (("success", 1),))
    assert [point.value for point in then.points(entry, [week])] == [1.0]
    assert records.history(before, (("success", 1),)) is then
    database.close()
