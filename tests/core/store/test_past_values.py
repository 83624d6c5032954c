"""Values as they were stored at earlier instants, on both engines."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from random import Random

import pytest

from core.compute.changes import compare
from core.engines.base import Database, Warehouse
from core.model.records import Restatement, Row, restate
from core.run.manual_changes import put_over, take_back
from core.store.past_values import read_rows_at
from core.store.runs import Run, Runs
from core.store.series import SeriesLedger
from core.store.series_move import SeriesMove, find_rows, move_series
from core.store.values import Store
from tests.core.store.begun import RUN
from tests.core.store.test_series import RENAMED
from tests.rows import RUN_AT, row

TUESDAY = RUN_AT + timedelta(days=1)
WEDNESDAY = RUN_AT + timedelta(days=2)
THURSDAY = RUN_AT + timedelta(days=3)
MOMENT = timedelta(seconds=1)


@pytest.fixture
def store(warehouse: Warehouse) -> Store:
    found = Store(warehouse)
    found.prepare(["success", "other"])
    return found


def values_at(database: Database, instant: datetime) -> list[tuple[str, str, float | None]]:
    rows = read_rows_at(database, "success", instant)
    return [(each.field_name, each.period.label, each.value) for each in rows]


def test_a_replaced_value_is_known_until_the_run_that_replaced_it(
    store: Store, warehouse: Warehouse
) -> None:
    first, second = row(3.0), row(4.0, computed_at=WEDNESDAY, run_id="run-2")
    store.write([first], (), (), now=RUN_AT)
    store.write([second], (), (), now=WEDNESDAY)

    assert read_rows_at(warehouse, "success", RUN_AT - MOMENT) == []
    assert read_rows_at(warehouse, "success", RUN_AT) == [first]
    assert read_rows_at(warehouse, "success", WEDNESDAY - MOMENT) == [first]
    assert read_rows_at(warehouse, "success", WEDNESDAY) == [second]
    assert read_rows_at(warehouse, "success", WEDNESDAY, [7]) == []


def test_a_period_that_was_not_stored_yet_is_missing(store: Store, warehouse: Warehouse) -> None:
    later = row(9.0, period="2026-W47", computed_at=WEDNESDAY)
    store.write([row(3.0)], (), ())
    store.write([later], (), ())

    assert values_at(warehouse, TUESDAY) == [("forms", "2026-W46", 3.0)]
    assert values_at(warehouse, WEDNESDAY)[1:] == [("forms", "2026-W47", 9.0)]


def test_a_withheld_and_a_partial_value_are_known_although_the_ledger_has_neither(
    store: Store, warehouse: Warehouse
) -> None:
    withheld = row(None, outcome="withheld", reason="too many rows are missing")
    partial = row(1.0, period="2026-W47", partial=True)
    store.write([withheld, partial], (), ())
    released = row(8.0, computed_at=TUESDAY, remark="released by ada")
    whole = row(5.0, period="2026-W47", computed_at=TUESDAY)
    store.write([released, whole], (), ())

    assert read_rows_at(warehouse, "success", RUN_AT) == [withheld, partial]
    assert read_rows_at(warehouse, "success", TUESDAY) == [released, whole]


def test_a_manual_value_counts_from_when_it_is_set_until_it_is_removed(
    store: Store, warehouse: Warehouse
) -> None:
    computed = row(3.0)
    manual = row(7.0, by_hand=True, computed_at=TUESDAY, run_id="run-2")
    store.write([computed], (), ())
    store.write([manual], (), [restate(computed, manual, "by hand")], [computed], now=TUESDAY)
    back = restate(manual, replace(computed, computed_at=WEDNESDAY), "by hand")
    store.write([computed], (), [back], (), [computed], now=WEDNESDAY)

    assert values_at(warehouse, RUN_AT) == [("forms", "2026-W46", 3.0)]
    assert read_rows_at(warehouse, "success", TUESDAY) == [manual]
    assert read_rows_at(warehouse, "success", WEDNESDAY) == [computed]


def test_a_value_that_was_removed_is_known_until_then(store: Store, warehouse: Warehouse) -> None:
    manual = row(7.0, by_hand=True)
    store.write([manual], (), ())
    store.write([], [manual], (), now=TUESDAY)

    assert store.rows("success") == []
    assert read_rows_at(warehouse, "success", TUESDAY - MOMENT) == [manual]
    assert read_rows_at(warehouse, "success", TUESDAY) == []


def test_a_renamed_series_has_its_old_name_until_the_rename(
    store: Store, warehouse: Warehouse
) -> None:
    failed = row(None, field_name="received", period="2026-W45", outcome="failed")
    store.write([row(3.0), failed], (), ())
    store.write([row(4.0, computed_at=TUESDAY)], (), ())
    renamed_at(warehouse, WEDNESDAY)
    store.write([row(5.0, field_name="received", computed_at=THURSDAY)], (), ())

    assert values_at(warehouse, RUN_AT) == [
        ("forms", "2026-W46", 3.0),
        ("received", "2026-W45", None),
    ]
    assert values_at(warehouse, TUESDAY)[0] == ("forms", "2026-W46", 4.0)
    assert values_at(warehouse, WEDNESDAY) == [("received", "2026-W46", 4.0)]
    assert values_at(warehouse, THURSDAY) == [("received", "2026-W46", 5.0)]


def test_a_series_that_moved_to_another_domain_is_found_there(
    store: Store, warehouse: Warehouse
) -> None:
    store.write([row(3.0)], (), ())
    renamed_at(warehouse, TUESDAY, new_domain="other", new_number=9)

    assert values_at(warehouse, RUN_AT) == [("forms", "2026-W46", 3.0)]
    assert values_at(warehouse, TUESDAY) == []
    (moved,) = read_rows_at(warehouse, "other", TUESDAY)
    assert (moved.kpi_number, moved.field_name, moved.value) == (9, "received", 3.0)
    assert read_rows_at(warehouse, "other", RUN_AT) == []


def test_a_store_that_kept_no_replaced_rows_has_what_the_ledger_knows(
    store: Store, warehouse: Warehouse
) -> None:
    first, second = row(3.0), row(4.0, computed_at=TUESDAY, run_id="run-2")
    third = row(6.0, computed_at=THURSDAY, run_id="run-3")
    for run_id, began in (("run-1", RUN_AT), ("run-2", TUESDAY), ("run-3", THURSDAY)):
        Runs(warehouse).begin([replace(RUN, run_id=run_id, started_at=began)], [])
    changes: list[Restatement] = [restate(first, second, "data"), restate(second, third, "data")]
    store.write([third], (), changes)

    assert values_at(warehouse, RUN_AT - MOMENT) == []
    assert read_rows_at(warehouse, "success", RUN_AT) == [first]
    assert values_at(warehouse, WEDNESDAY) == [("forms", "2026-W46", 4.0)]
    assert values_at(warehouse, THURSDAY) == [("forms", "2026-W46", 6.0)]


@pytest.mark.parametrize("seed", range(4))
def test_each_instant_reads_as_a_copy_of_the_store_then(
    store: Store, warehouse: Warehouse, seed: int
) -> None:
    random = Random(seed)
    copies: dict[datetime, list[Row]] = {}
    for step in range(14):
        now = RUN_AT + timedelta(hours=step)
        _act(store, random, now)
        copies[now + MOMENT] = store.rows("success")

    for instant, copy in copies.items():
        assert read_rows_at(warehouse, "success", instant) == copy


def _act(store: Store, random: Random, now: datetime) -> None:
    """Let a run or a person change something, by the product's own decisions."""
    choice = random.random()
    stored = store.rows("success")
    field = random.choice(["forms", "received"])
    if choice < 0.15 and _can_move(store):
        renamed_at(store.database, now)
    elif choice < 0.4:
        _set_or_remove(store, random, field, now)
    else:
        for period in random.sample(["2026-W45", "2026-W46", "2026-W47"], 2):
            _run(store, random, field, period, stored, now)


def _run(
    store: Store, random: Random, field: str, period: str, stored: list[Row], now: datetime
) -> None:
    labels = random.choice([[""], ["web"], ["web", "mail"]])
    given = {"field_name": field, "period": period, "computed_at": now, "run_id": f"run-{now:%H}"}
    outcome = random.choice(["value", "value", "none", "failed", "withheld"])
    value = float(random.randint(1, 3)) if outcome == "value" else None
    partial = random.random() < 0.3
    labels = labels if outcome == "value" else [""]
    computed = [row(value, each, outcome=outcome, partial=partial, **given) for each in labels]
    before = {
        each.key: each
        for each in stored
        if each.field_name == field and each.period.label == period
    }
    manual = {key for key, each in before.items() if each.by_hand}
    beneath = {each.key: each for each in store.covered_rows("success")}
    changes = compare({**before, **_of(beneath, before)}, computed).keep_beneath(manual)
    written = (*changes.written, *changes.kept)
    store.write(
        written, changes.obsolete, changes.restated, changes.covered, changes.uncovered, now=now
    )


def _of(beneath: dict[tuple[object, ...], Row], keys: dict[tuple[object, ...], Row]) -> dict:
    return {key: each for key, each in beneath.items() if key in keys}


def _set_or_remove(store: Store, random: Random, field: str, now: datetime) -> None:
    key_row = row(field_name=field)
    before = next((each for each in store.rows("success") if each.key == key_row.key), None)
    if before and before.by_hand:
        beneath = {each.key: each for each in store.covered_rows("success")}
        changes = take_back(before, beneath, None, _run_of(now))  # type: ignore[arg-type]
    else:
        value = float(random.randint(4, 6))
        manual = row(value, field_name=field, by_hand=True, computed_at=now, run_id="manual")
        changes = put_over(before, manual, "")
    written = changes.written
    store.write(
        written, changes.obsolete, changes.restated, changes.covered, changes.uncovered, now=now
    )


def _run_of(now: datetime) -> Run:
    return replace(RUN, started_at=now)


def _can_move(store: Store) -> bool:
    rows = store.rows("success")
    there = [each for each in rows if each.field_name == "received" and each.value is not None]
    return not there and any(each.field_name == "forms" for each in rows)


def renamed_at(database: Database, now: datetime, **given: object) -> None:
    change = replace(RENAMED, changed_at=now, **given)
    rows, covered = find_rows(database, change)
    move_series(database, SeriesMove(change, rows, covered, "06/forms/", "06/received/", ""))
    assert change in SeriesLedger(database).changes("success")
