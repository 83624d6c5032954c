"""Values of sources that fail their checks are kept back, on both engines."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from core.model import State
from core.run.context import ReleaseRequest
from core.settings import user
from tests.core.run.gates import fill_orders, write_shop
from tests.project import NOW
from tests.runs import rows_of, run
from tests.warehouses import execute, stored

LOSE_CLIENTS = "UPDATE stg.orders SET client_id = NULL WHERE order_id <= 3"
DOUBLE = "INSERT INTO stg.orders SELECT * FROM stg.orders"


def values_by_kpi(root: Path, url: str) -> dict[int, tuple[str, float | None]]:
    return {row.kpi_number: (row.outcome, row.value) for row in rows_of(root, url)}


def test_a_source_with_missing_values_blocks_exactly_what_reads_the_column(
    tmp_path: Path, warehouse_url: str
) -> None:
    root = write_shop(tmp_path, 'checks=[missing("client_id", 0.05), unique("order_id")]')
    fill_orders(warehouse_url, LOSE_CLIENTS)

    report = run(root, warehouse_url, "2026-W46")

    reason = "30 % of client_id is missing in stg.orders (at most 5 %)"
    assert values_by_kpi(root, warehouse_url) == {
        1: ("value", 10.0),
        2: ("withheld", None),
        3: ("value", 100.0),
        4: ("withheld", None),
    }
    reasons = {row.kpi_number: row.reason for row in rows_of(root, warehouse_url)}
    assert reasons[2] == reason
    assert reasons[4] == "depends on kpi_02, which was withheld"
    assert [each.task.entry.number for each in report.withheld] == [2, 4]
    assert not report.ok
    columns = "check_name, outcome, measured, allowed, row_count, message, kpis"
    assert stored(warehouse_url, columns, "scorecard_source_check") == [
        ("missing('client_id', 0.05)", "blocked", pytest.approx(0.3), 0.05, 10, reason, "2"),
        ("unique('order_id')", "passed", 0.0, 0.0, 10, "", ""),
    ]


def test_a_repaired_source_heals_what_was_withheld(tmp_path: Path, warehouse_url: str) -> None:
    root = write_shop(tmp_path, 'checks=[missing("client_id", 0.05)]')
    fill_orders(warehouse_url, LOSE_CLIENTS)
    run(root, warehouse_url, "2026-W46")
    fill_orders(warehouse_url)

    report = run(root, warehouse_url, now="2026-11-23T06:00+01:00")

    healed = [row for row in rows_of(root, warehouse_url) if row.period.label == "2026-W46"]
    assert {row.kpi_number: row.value for row in healed} == {1: 10, 2: 4, 3: 100, 4: 4}
    assert not report.withheld


def test_a_stored_value_stays_if_a_later_run_withholds_it(
    tmp_path: Path, warehouse_url: str
) -> None:
    root = write_shop(tmp_path, 'checks=[missing("client_id", 0.05)]')
    fill_orders(warehouse_url)
    run(root, warehouse_url, "2026-W46")
    execute(warehouse_url, LOSE_CLIENTS)

    report = run(root, warehouse_url, "2026-W46", now="2026-11-16T09:00+01:00")

    assert values_by_kpi(root, warehouse_url)[2] == ("value", 4.0)
    assert len(report.withheld) == 2
    (row,) = [row for row in rows_of(root, warehouse_url) if row.kpi_number == 2]
    assert (row.state, row.computed_at) == (State.STALE, datetime.fromisoformat(NOW))
    assert row.remark == (
        "stale: a newer value is withheld: 30 % of client_id is missing in stg.orders (at most 5 %)"
    )


def test_a_value_from_before_its_source_broke_heals_with_it(
    tmp_path: Path, warehouse_url: str
) -> None:
    root = write_shop(tmp_path, 'checks=[missing("client_id", 0.05)]')
    fill_orders(warehouse_url)
    run(root, warehouse_url, "2026-W46")
    execute(warehouse_url, LOSE_CLIENTS)
    run(root, warehouse_url, "2026-W46", now="2026-11-16T09:00+01:00")
    broken = rows_of(root, warehouse_url)
    again = run(root, warehouse_url, "2026-W46", now="2026-11-16T10:00+01:00")
    assert rows_of(root, warehouse_url) == broken
    assert not any(result.changes.kept for result in again.results)
    fill_orders(warehouse_url)

    run(root, warehouse_url, now="2026-11-23T06:00+01:00")

    healed = [row for row in rows_of(root, warehouse_url) if row.period.label == "2026-W46"]
    assert [(row.kpi_number, row.value, row.remark) for row in healed] == [
        (1, 10.0, ""),
        (2, 4.0, ""),
        (3, 100.0, ""),
        (4, 4.0, ""),
    ]


def test_doubled_rows_block_every_reader(tmp_path: Path, warehouse_url: str) -> None:
    root = write_shop(tmp_path, 'checks=[unique("order_id")]')
    fill_orders(warehouse_url, DOUBLE)

    run(root, warehouse_url, "2026-W46")

    outcomes = {outcome for outcome, _ in values_by_kpi(root, warehouse_url).values()}
    assert outcomes == {"withheld"}


def test_a_check_that_warns_lets_values_through_and_says_so(
    tmp_path: Path, warehouse_url: str
) -> None:
    root = write_shop(tmp_path, 'checks=[missing("client_id", 0.05, blocks=False)]')
    fill_orders(warehouse_url, LOSE_CLIENTS)

    report = run(root, warehouse_url, "2026-W46")

    assert values_by_kpi(root, warehouse_url)[2] == ("value", 4.0)
    assert report.notes == ("warning: 30 % of client_id is missing in stg.orders (at most 5 %)",)
    assert report.ok


def test_an_expected_exception_holds_until_its_last_day(tmp_path: Path, warehouse_url: str) -> None:
    excused = 'excused=Excused("import of old orders", until="2026-11-16")'
    root = write_shop(tmp_path, f'checks=[missing("client_id", 0.05, {excused})]')
    fill_orders(warehouse_url, LOSE_CLIENTS)

    first = run(root, warehouse_url, "2026-W46", now="2026-11-16T23:00+01:00")
    second = run(root, warehouse_url, "2026-W46", now="2026-11-17T01:00+01:00")

    assert first.ok
    assert len(second.withheld) == 2
    outcomes = stored(warehouse_url, "outcome", "scorecard_source_check", "checked_at")
    assert outcomes == [("excused",), ("blocked",)]


@pytest.mark.parametrize(
    ("check", "damage", "reason"),
    [
        (
            'between("amount", 0, 1e6)',
            "UPDATE stg.orders SET amount = -5 WHERE order_id = 1",
            "10 % of amount in stg.orders is outside 0 to 1e+06 (at most 0 %)",
        ),
        (
            'holds("shipped_on >= ordered_on")',
            "UPDATE stg.orders SET shipped_on = date '2026-11-01' WHERE order_id <= 2",
            "20 % of stg.orders does not meet shipped_on >= ordered_on (at most 0 %)",
        ),
        (
            'unique("client_id", "ordered_on")',
            "",
            "client_id, ordered_on repeats in 6 rows of stg.orders",
        ),
        (
            'columns({"amount": "numeric", "client_id": "bigint"})',
            "",
            "client_id in stg.orders is text, not bigint",
        ),
        (
            'columns(["amount", "client_id", "region"])',
            "",
            "stg.orders has no column region",
        ),
        (
            'reconcile("SELECT (SELECT count(*) FROM stg.orders), 8", within=0.1)',
            "",
            "10 and 8 of stg.orders differ by 25 % (at most 10 %)",
        ),
    ],
)
def test_each_check_says_what_deviates(
    tmp_path: Path, warehouse_url: str, check: str, damage: str, reason: str
) -> None:
    root = write_shop(tmp_path, f"checks=[{check}]")
    fill_orders(warehouse_url, damage)

    run(root, warehouse_url, "2026-W46")

    assert stored(warehouse_url, "outcome, message", "scorecard_source_check") == [
        ("blocked", reason)
    ]


def test_a_check_counts_the_rows_that_were_loaded_lately(
    tmp_path: Path, warehouse_url: str
) -> None:
    check = 'missing("client_id", 0.05, last="7 days")'
    root = write_shop(tmp_path, f'loaded_at="_synced_at", checks=[{check}]')
    old = "UPDATE stg.orders SET _synced_at = timestamptz '2026-10-01' WHERE order_id <= 8"
    fill_orders(warehouse_url, "UPDATE stg.orders SET client_id = NULL WHERE order_id = 10")
    execute(warehouse_url, old)

    run(root, warehouse_url, "2026-W46")

    found = stored(warehouse_url, "outcome, measured", "scorecard_source_check")
    assert found == [("blocked", 0.5)]


def test_one_check_that_cannot_be_asked_spoils_no_other(tmp_path: Path, warehouse_url: str) -> None:
    root = write_shop(tmp_path, 'checks=[missing("region", 0), missing("client_id", 0.05)]')
    fill_orders(warehouse_url)

    run(root, warehouse_url, "2026-W46")

    found = stored(warehouse_url, "check_name, outcome", "scorecard_source_check")
    assert found == [("missing('client_id', 0.05)", "passed"), ("missing('region', 0)", "blocked")]
    outcomes = {outcome for outcome, _ in values_by_kpi(root, warehouse_url).values()}
    assert outcomes == {"value"}  # nothing reads the column


def test_rows_are_compared_with_those_of_the_last_accepted_run(
    tmp_path: Path, warehouse_url: str
) -> None:
    root = write_shop(tmp_path, "checks=[rows_like_before(0.5)]")
    fill_orders(warehouse_url)
    first = run(root, warehouse_url, "2026-W46")
    execute(warehouse_url, DOUBLE)
    second = run(root, warehouse_url, "2026-W46", now="2026-11-16T07:00+01:00")
    third = run(root, warehouse_url, "2026-W46", now="2026-11-16T08:00+01:00")

    assert first.ok
    assert len(second.withheld) == len(third.withheld) == 4
    messages = stored(warehouse_url, "message", "scorecard_source_check", "checked_at")
    assert (
        messages[1:]
        == [("stg.orders has 20 rows, 100 % more than the 10 before (at most 50 %)",)] * 2
    )


def test_a_release_lets_one_value_through_and_is_remembered(
    tmp_path: Path, warehouse_url: str
) -> None:
    root = write_shop(tmp_path, 'checks=[missing("client_id", 0.05)]')
    fill_orders(warehouse_url, LOSE_CLIENTS)
    run(root, warehouse_url, "2026-W46")

    release = ReleaseRequest("success", 2, "2026-W46", "three anonymous orders")
    run(root, warehouse_url, "2026-W46", kpis=[2], release=release)
    again = run(root, warehouse_url, "2026-W46", now="2026-11-16T09:00+01:00")

    (row,) = [row for row in rows_of(root, warehouse_url) if row.kpi_number == 2]
    assert (row.outcome, row.value) == ("value", 4.0)
    assert row.remark.startswith("released by ")
    assert "three anonymous orders (30 % of client_id is missing" in row.remark
    assert not again.withheld
    assert stored(warehouse_url, "kpi_number, period, checks, note", "scorecard_value_release") == [
        (
            2,
            "2026-W46",
            "stg.orders: missing('client_id', 0.05)",
            "three anonymous orders",
        )
    ]


def test_a_release_does_not_cover_another_fault(tmp_path: Path, warehouse_url: str) -> None:
    root = write_shop(tmp_path, 'checks=[missing("client_id", 0.05), unique("order_id")]')
    fill_orders(warehouse_url, LOSE_CLIENTS)
    release = ReleaseRequest("success", 2, "2026-W46", "three anonymous orders")
    run(root, warehouse_url, "2026-W46", release=release)
    execute(warehouse_url, DOUBLE)

    report = run(root, warehouse_url, "2026-W46", now="2026-11-16T09:00+01:00")

    assert [each.task.entry.number for each in report.withheld] == [1, 2, 3, 4]


def test_a_release_lets_through_what_was_known_then(tmp_path: Path, warehouse_url: str) -> None:
    root = write_shop(tmp_path, 'checks=[missing("client_id", 0.05)]')
    fill_orders(warehouse_url, LOSE_CLIENTS)
    release = ReleaseRequest("success", 2, "2026-W46", "three anonymous orders")
    run(root, warehouse_url, "2026-W46", release=release)
    execute(warehouse_url, "UPDATE stg.orders SET client_id = NULL WHERE order_id <= 6")

    report = run(root, warehouse_url, "2026-W46", now="2026-11-16T09:00+01:00")

    (worse, _) = report.withheld
    missing = "{} % of client_id is missing in stg.orders (at most 5 %)"
    assert worse.rows[0].reason == (
        f"{missing.format(60)}; worse than what {user()} released on 2026-11-16"
    )
    (stale,) = [row for row in rows_of(root, warehouse_url) if row.kpi_number == 2]
    assert stale.remark == (
        f"stale: a newer value is withheld: {worse.rows[0].reason} · released by {user()}:"
        f" three anonymous orders ({missing.format(30)})"
    )
    again = ReleaseRequest("success", 2, "2026-W46", "six anonymous orders")
    run(root, warehouse_url, "2026-W46", release=again)
    execute(warehouse_url, LOSE_CLIENTS)
    assert not run(root, warehouse_url, "2026-W46", now="2026-11-16T10:00+01:00").withheld


def test_a_released_number_of_rows_is_what_later_ones_are_compared_with(
    tmp_path: Path, warehouse_url: str
) -> None:
    root = write_shop(tmp_path, "checks=[rows_like_before(0.5)]")
    fill_orders(warehouse_url)
    run(root, warehouse_url, "2026-W46")
    execute(warehouse_url, DOUBLE)
    release = ReleaseRequest("success", 1, "2026-W46", "a second shop")
    run(root, warehouse_url, "2026-W46", release=release, now="2026-11-16T07:00+01:00")

    same = run(root, warehouse_url, "2026-W46", now="2026-11-16T08:00+01:00")
    execute(warehouse_url, "DELETE FROM stg.orders")
    empty = run(root, warehouse_url, "2026-W46", now="2026-11-16T09:00+01:00")

    assert same.ok
    assert [each.task.entry.number for each in empty.withheld] == [1, 2, 3, 4]


def test_a_source_that_stopped_makes_values_late_and_never_zero(
    tmp_path: Path, warehouse_url: str
) -> None:
    root = write_shop(tmp_path, 'loaded_at="_synced_at", fresh="30 hours"')
    fill_orders(warehouse_url)
    run(root, warehouse_url, "2026-W46")

    report = run(root, warehouse_url, now="2026-11-30T06:00+01:00")

    by_period = {
        (row.period.label, row.kpi_number): (row.outcome, row.value)
        for row in rows_of(root, warehouse_url)
    }
    assert by_period["2026-W46", 1] == ("value", 10.0)
    assert by_period["2026-W47", 1] == by_period["2026-W48", 1] == ("late", None)
    assert by_period["2026-W48", 4] == ("late", None)
    assert len(report.withheld) == 8
    (row,) = [
        row
        for row in rows_of(root, warehouse_url)
        if (row.period.label, row.kpi_number) == ("2026-W48", 1)
    ]
    assert row.reason == (
        "stg.orders is not fresh: its newest row is of 2026-11-16 04:00 CET, and 30 hours are"
        " allowed"
    )


def test_a_late_value_is_healed_when_the_source_is_back(tmp_path: Path, warehouse_url: str) -> None:
    root = write_shop(tmp_path, 'loaded_at="_synced_at", fresh="30 hours"')
    fill_orders(warehouse_url, synced="2026-11-10 04:00+01:00")
    run(root, warehouse_url)
    fill_orders(warehouse_url, synced="2026-11-17 04:00+01:00")

    report = run(root, warehouse_url, now="2026-11-17T06:00+01:00")

    assert not report.withheld
    healed = {
        row.kpi_number: row.value
        for row in rows_of(root, warehouse_url)
        if row.period.label == "2026-W46"
    }
    assert healed == {1: 10.0, 2: 4.0, 3: 100.0, 4: 4.0}


def test_a_dry_run_judges_and_stores_nothing(tmp_path: Path, warehouse_url: str) -> None:
    root = write_shop(tmp_path, 'checks=[missing("client_id", 0.05)]')
    fill_orders(warehouse_url, LOSE_CLIENTS)
    run(root, warehouse_url, "2026-W45")

    report = run(root, warehouse_url, "2026-W46", dry_run=True)

    assert len(report.withheld) == 2
    assert len(stored(warehouse_url, "run_id", "scorecard_source_check", "1")) == 1
