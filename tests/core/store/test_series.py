"""Stored series, read on both engines, and the ledger of what people did with them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from core.engines.base import Warehouse
from core.model.period import parse_period
from core.model.series import SeriesChange, SeriesExtent
from core.store.series import SeriesLedger
from core.store.values import Store
from tests.rows import RUN_AT, row

RETIRED = SeriesChange(
    domain="success",
    kpi_number=6,
    field_name="forms",
    range_type="week",
    cadence="weekly",
    action="retired",
    new_domain="success",
    new_number=6,
    new_field="forms",
    changed_by="ada",
    host="here",
    command="scorecard retire success 6",
    note="",
    changed_at=RUN_AT,
)
RESTORED = replace(RETIRED, action="restored", changed_at=RUN_AT + timedelta(hours=1))
RENAMED = replace(RESTORED, action="renamed", range_type="", cadence="", new_field="received")


def test_a_store_without_tables_has_no_series(warehouse: Warehouse) -> None:
    ledger = SeriesLedger(warehouse)

    assert (ledger.domains(), ledger.read_series(["success"]), ledger.changes("success")) == (
        [],
        [],
        [],
    )


def test_a_series_is_its_field_range_and_cadence_with_what_is_stored(warehouse: Warehouse) -> None:
    store = Store(warehouse)
    store.prepare(["success"])
    store.write(
        [
            row(period="2026-W44", unit="percent"),
            row(period="2026-W45", by_hand=True),
            row(period="2026-W46", field="web"),
            row(period="2026-W46", field="mail"),
            row(None, period="2026-W46", kpi_number=7),
            row(period="2026-W46", kpi_number=8, range_type="4 weeks"),
        ],
        (),
        (),
    )
    ledger = SeriesLedger(warehouse)

    assert ledger.domains() == ["success"]
    forms, other = ledger.read_series(["success"])
    assert forms == SeriesExtent(
        domain="success",
        kpi_number=6,
        field_name="forms",
        range_type="week",
        cadence="weekly",
        periods=3,
        first=parse_period("2026-W44"),
        last=parse_period("2026-W46"),
        units=("count", "percent"),
        first_manual=date(2026, 11, 2),
        last_total=date(2026, 11, 2),
        last_part=date(2026, 11, 9),
        had_total=True,
        had_part=True,
    )
    assert (other.kpi_number, other.range_type, other.last_part) == (8, "4 weeks", None)


def test_the_newest_change_says_whether_a_series_is_retired(warehouse: Warehouse) -> None:
    Store(warehouse).prepare(["success"])
    ledger = SeriesLedger(warehouse)

    ledger.add([RETIRED])
    assert ledger.retired("success") == {(6, "forms", "week", "weekly")}
    assert ledger.retired("other") == frozenset()
    ledger.add([RESTORED])
    assert ledger.retired("success") == frozenset()
    assert ledger.changes("success") == [RETIRED, RESTORED]


def test_a_renamed_series_leaves_its_key_to_a_new_one(warehouse: Warehouse) -> None:
    Store(warehouse).prepare(["success"])
    ledger = SeriesLedger(warehouse)
    ledger.add([RETIRED, RENAMED])

    assert ledger.retired("success") == frozenset()
