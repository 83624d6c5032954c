"""The store on both engines: one current row per field and period, and its restatements."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from core.engines.base import Warehouse
from core.errors import WarehouseError
from core.model.records import restate
from core.store.values import Store
from tests.core.publish.samples import CHURN, FORMS, TICKETS, row
from tests.warehouses import execute, stored

WEEK = row(FORMS, "2026-W46", 12.0)


@pytest.fixture
def store(warehouse: Warehouse) -> Store:
    found = Store(warehouse)
    found.prepare(["success", "recruitment"])
    return found


def test_an_empty_warehouse_has_no_rows_and_nothing_done(warehouse: Warehouse) -> None:
    assert Store(warehouse).rows("success") == []
    assert Store(warehouse).keys("success", date(2026, 1, 1)) == {}


def test_a_row_comes_back_as_it_was_written(store: Store) -> None:
    full = replace(
        row(CHURN, "2026-W46", 0.1, "Föhn & “Söhne”"),
        numerator=1.0,
        denominator=10.0,
        reason="it's\nso",
        partial=True,
        outcome="none",
        value=None,
    )

    store.write([WEEK, full], [], [])

    assert store.rows("success") == [WEEK, full]


def test_the_columns_derived_from_the_period_are_filled(
    store: Store, warehouse: Warehouse, warehouse_url: str
) -> None:
    monday = row(TICKETS, "2027-01-01")  # a Friday, in the last week of ISO year 2026
    month = row(
        replace(FORMS, cadence="monthly"), "2026-11"
    )  # ends on a Monday, a day after the Sunday
    store.write([WEEK, monday, month], [], [])
    warehouse.close()

    columns = "kpi_number, period, period_start, period_end, year, year_week, last_sunday, cadence"
    assert stored(warehouse_url, columns, "scorecard_success") == [
        (
            6,
            "2026-11",
            date(2026, 11, 1),
            date(2026, 11, 30),
            2026,
            "2026-W49",
            date(2026, 11, 29),
            "monthly",
        ),
        (
            6,
            "2026-W46",
            date(2026, 11, 9),
            date(2026, 11, 15),
            2026,
            "2026-W46",
            date(2026, 11, 15),
            "weekly",
        ),
        (
            41,
            "2027-01-01",
            date(2027, 1, 1),
            date(2027, 1, 1),
            2027,
            "2026-W53",
            date(2026, 12, 27),
            "daily",
        ),
    ]


def test_writing_a_row_again_replaces_it(store: Store) -> None:
    store.write([WEEK], [], [])
    store.write([replace(WEEK, value=13.0, run_id="later")], [], [])

    assert store.rows("success") == [replace(WEEK, value=13.0, run_id="later")]


def test_rows_that_differ_in_any_part_of_the_key_are_stored_side_by_side(store: Store) -> None:
    rows = [
        WEEK,
        replace(WEEK, kpi_number=7),
        replace(WEEK, field_name="other"),
        replace(WEEK, field_details="North"),
        replace(WEEK, range_type="4 weeks"),
        replace(WEEK, period=WEEK.period.shift(-1)),
    ]
    store.write(rows, [], [])

    assert {found.key for found in store.rows("success")} == {each.key for each in rows}
    assert len(store.rows("success")) == 6


def test_each_domain_has_rows_of_its_own(store: Store) -> None:
    elsewhere = replace(WEEK, domain="recruitment", value=5.0)
    store.write([WEEK, elsewhere], [], [])

    assert store.rows("success") == [WEEK]
    assert store.rows("recruitment") == [elsewhere]


def test_rows_are_read_by_kpi_and_span(store: Store) -> None:
    weeks = [row(FORMS, f"2026-W{week}", float(week)) for week in (44, 45, 46)]
    store.write([*weeks, row(CHURN, "2026-W45")], [], [])

    assert [found.value for found in store.rows("success", [6])] == [44, 45, 46]
    assert [
        found.value for found in store.rows("success", [6], date(2026, 11, 2), date(2026, 11, 14))
    ] == [45]
    assert store.rows("success", []) == []


def test_obsolete_rows_are_deleted_in_the_same_transaction(store: Store) -> None:
    store.write([WEEK, replace(WEEK, field_details="North")], [], [])
    store.write([replace(WEEK, field_details="South")], [WEEK], [])

    assert [found.field_details for found in store.rows("success")] == ["North", "South"]


def test_a_changed_value_is_one_restatement(
    store: Store, warehouse: Warehouse, warehouse_url: str
) -> None:
    new = replace(
        WEEK, value=None, outcome="none", reason="the query returned NULL", run_id="second"
    )
    store.write([WEEK], [], [])
    store.write([new], [], [restate(WEEK, new, "data")])
    warehouse.close()

    columns = (
        "domain, kpi_number, period, old_value, new_value, old_reason, new_reason, old_run_id,"
        " run_id, cause"
    )
    assert stored(warehouse_url, columns, "scorecard_restatement") == [
        (
            "success",
            6,
            "2026-W46",
            12.0,
            None,
            "",
            "the query returned NULL",
            WEEK.run_id,
            "second",
            "data",
        )
    ]


def test_a_write_that_fails_half_way_leaves_everything_as_it_was(store: Store) -> None:
    store.write([WEEK], [], [])
    broken = replace(WEEK, domain="nowhere")

    with pytest.raises(WarehouseError):
        store.write([replace(WEEK, domain="success", value=99.0), broken], [], [])

    assert store.rows("success") == [WEEK]


def test_what_failed_or_was_partial_is_not_done(store: Store) -> None:
    none = replace(row(FORMS, "2026-W43", None), reason="no row")
    failed = replace(row(FORMS, "2026-W44", None), outcome="failed")
    partial = replace(row(FORMS, "2026-W45"), partial=True)
    store.write([none, failed, partial, WEEK, row(FORMS, "2026-W20")], [], [])

    assert store.keys("success", date(2026, 10, 1)) == {
        (6, "forms", "1 week", date(2026, 10, 19)): True,
        (6, "forms", "1 week", date(2026, 10, 26)): False,
        (6, "forms", "1 week", date(2026, 11, 2)): False,
        (6, "forms", "1 week", date(2026, 11, 9)): True,
    }


def test_a_breakdown_is_done_when_all_of_it_is(store: Store) -> None:
    store.write([WEEK, replace(WEEK, field_details="North", outcome="failed", value=None)], [], [])

    assert store.keys("success", date(2026, 10, 1)) == {
        (6, "forms", "1 week", date(2026, 11, 9)): False
    }


def test_instants_are_kept_to_the_microsecond_whatever_their_offset(
    store: Store, warehouse_url: str
) -> None:
    odd = replace(WEEK, computed_at=WEEK.computed_at + timedelta(microseconds=1))
    store.write([odd], [], [])

    found = store.rows("success")[0]
    assert found.computed_at == odd.computed_at
    assert found.computed_at.tzinfo is not None


def test_many_rows_are_written_at_once(store: Store) -> None:
    rows = [
        replace(WEEK, field_details=f"part {number:04}", value=number / 3) for number in range(2000)
    ]
    store.write(rows, [], [])

    assert store.rows("success") == rows


def test_the_store_is_readable_with_sql(
    store: Store, warehouse: Warehouse, warehouse_url: str
) -> None:
    store.write([WEEK], [], [])
    warehouse.close()

    assert execute(warehouse_url, "SELECT sc_name, value FROM vl_analytics.scorecard_success") == [
        ("Success scorecard", 12.0)
    ]


def test_rows_are_read_from_a_day_of_each_kpi(store: Store) -> None:
    weeks = [row(FORMS, f"2026-W{week}", float(week)) for week in (43, 44, 45, 46)]
    store.write([*weeks, row(CHURN, "2026-W44"), row(CHURN, "2026-W45")], [], [])

    since = {6: date(2026, 10, 26), 32: date(2026, 11, 2)}
    found = store.rows_since("success", since, date(2026, 11, 8))
    assert [(each.kpi_number, each.period.label) for each in found] == [
        (6, "2026-W44"),
        (6, "2026-W45"),
        (32, "2026-W45"),
    ]


def test_computed_rows_are_kept_beneath_manual_values_until_these_are_removed(store: Store) -> None:
    manual = replace(WEEK, value=99.0, by_hand=True)
    store.write([manual], [], [], covered=[WEEK])
    assert (store.rows("success"), store.covered_rows("success")) == ([manual], [WEEK])

    later = replace(WEEK, value=13.0)
    store.write([], [], [], covered=[later])
    assert store.covered_rows("success") == [later]

    store.write([later], [], [], uncovered=[later])
    assert (store.rows("success"), store.covered_rows("success")) == ([later], [])


def test_values_that_an_older_definition_computed_are_outdated(store: Store) -> None:
    weeks = [row(FORMS, f"2026-W{week}") for week in (44, 45, 46)]
    failed = replace(row(FORMS, "2026-W43", None), outcome="failed")
    store.write([failed, *weeks[:2], replace(weeks[2], definition="newer")], [], [])

    series = 6, "forms", "1 week"
    assert store.outdated_values("success", {series: {"newer", "newest"}}) == [
        (6, 2, "2026-W44", "2026-W45")
    ]
    assert store.outdated_values("success", {}) == []
