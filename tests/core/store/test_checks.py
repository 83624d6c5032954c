"""The outcomes of checks and the releases, stored and read."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from core.store.checks import CheckRecord, Checks, Release
from core.store.runs import Runs

NOW = datetime(2026, 11, 16, 5, tzinfo=UTC)
RESULT = CheckRecord(
    run_id="first",
    domain="success",
    source="stg.orders",
    check_name="rows_like_before(0.5)",
    kind="rows_like_before",
    outcome="passed",
    measured=0.1,
    allowed=0.5,
    rows=10,
    newest=None,
    message="",
    kpis="",
    checked_at=NOW,
)
LATER = replace(
    RESULT,
    run_id="second",
    outcome="blocked",
    rows=100,
    newest=NOW,
    message="too many",
    kpis="1, 2",
    checked_at=NOW + timedelta(days=7),
)
RELEASE = Release(
    domain="success",
    kpi_number=2,
    period="2026-W46",
    checks="stg.orders: a\nstg.orders: b",
    reason="too many",
    note="a new shop",
    released_by="ann",
    host="desk",
    command="scorecard release",
    run_id="third",
    released_at=NOW,
)


def test_outcomes_are_read_as_they_were_stored(runs: Runs) -> None:
    checks = Checks(runs.database)
    checks.add([RESULT])
    assert checks.newest(["success"]) == [RESULT]
    checks.add([LATER])
    assert checks.newest(["success"]) == [LATER]
    assert checks.newest(["other"]) == []


def test_rows_of_a_run_that_did_not_pass_are_nothing_to_compare_with(runs: Runs) -> None:
    checks = Checks(runs.database)
    checks.add([RESULT, LATER])
    assert checks.accepted_rows() == {("stg.orders", "rows_like_before(0.5)"): 10}
    checks.add([replace(LATER, run_id="third", outcome="accepted", checked_at=NOW)])
    assert checks.accepted_rows() == {("stg.orders", "rows_like_before(0.5)"): 100}


def test_a_release_covers_the_checks_it_names(runs: Runs) -> None:
    Checks(runs.database).add_release(RELEASE)
    assert Checks(runs.database).releases("success") == [RELEASE]
    assert RELEASE.names(["stg.orders: a"])
    assert not RELEASE.names(["stg.orders: a", "stg.orders: c"])
