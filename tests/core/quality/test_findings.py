"""The judgement on counts; `test_gate` has the sentences."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from core.kpi import columns, missing, reconcile, rows_like_before, unique
from core.quality.findings import blocked_by, is_late, judge, share_text
from core.quality.measurement import Measurement

DAY = date(2026, 11, 16)
CUT_OFF = datetime(2026, 11, 16, 5, tzinfo=UTC)


@pytest.mark.parametrize(("found", "outcome"), [(0, "passed"), (5, "passed"), (6, "blocked")])
def test_the_share_allowed_is_allowed(found: int, outcome: str) -> None:
    check = missing("client_id", 0.05)
    measured = Measurement(rows=100, counts={check: (float(found), 100.0)})
    (finding,) = judge("stg.orders", [check], measured, {}, DAY)
    assert (finding.outcome, finding.measured) == (outcome, found / 100)


def test_a_check_of_no_rows_passes() -> None:
    check = missing("client_id", 0.05, last="7 days")
    (finding,) = judge("stg.orders", [check], Measurement(counts={check: (0.0, 0.0)}), {}, DAY)
    assert finding.outcome == "passed"


@pytest.mark.parametrize(
    ("rows", "before", "outcome"),
    [(50, 100, "passed"), (49, 100, "blocked"), (151, 100, "blocked"), (7, None, "passed")],
)
def test_rows_are_compared_both_ways(rows: int, before: int | None, outcome: str) -> None:
    check = rows_like_before(0.5)
    counts = {str(check): before} if before else {}
    (finding,) = judge("stg.orders", [check], Measurement(rows=rows), counts, DAY)
    assert finding.outcome == outcome


@pytest.mark.parametrize(
    ("one", "other", "outcome"),
    [(101, 100, "passed"), (102, 100, "blocked"), (0, 0, "passed"), (1, 0, "blocked")],
)
def test_two_numbers_agree_within_a_share_of_the_second(
    one: float, other: float, outcome: str
) -> None:
    check = reconcile("SELECT 1, 1", within=0.01)
    measured = Measurement(rows=1, counts={check: (one, other)})
    (finding,) = judge("stg.orders", [check], measured, {}, DAY)
    assert finding.outcome == outcome


def test_only_the_columns_that_changed_block() -> None:
    check = columns({"order_id": "bigint", "region": "text"})
    measured = Measurement(rows=1, types={"order_id": "int8", "region": "int4"})
    found = judge("stg.orders", [check], measured, {}, DAY)
    assert blocked_by(found, frozenset(["order_id"])) == []
    assert blocked_by(found, frozenset(["region"])) == found
    assert blocked_by(found, frozenset(["*"])) == found


def test_repeated_rows_block_whatever_is_read() -> None:
    check = unique("order_id")
    found = judge("stg.orders", [check], Measurement(counts={check: (1.0, 9.0)}), {}, DAY)
    assert blocked_by(found, frozenset(["amount"])) == found


def test_a_source_is_late_once_its_newest_row_is_older_than_allowed() -> None:
    assert not is_late(CUT_OFF - timedelta(hours=30), "30 hours", CUT_OFF)
    assert is_late(CUT_OFF - timedelta(hours=30, seconds=1), "30 hours", CUT_OFF)
    assert is_late(None, "30 hours", CUT_OFF)


def test_shares_are_percentages_with_the_digits_that_matter() -> None:
    assert list(map(share_text, (0.3, 0.0025, 1.0, 12.5))) == ["30 %", "0.25 %", "100 %", "1,250 %"]
