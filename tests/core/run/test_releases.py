"""Whether a fault is worse than what was released."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from core.run.reasons import Reason
from core.run.releases import is_worse
from core.store import Release

RELEASE = Release(
    domain="success",
    kpi_number=2,
    period="2026-W46",
    checks="stg.orders: a\nstg.orders: b\nstg.orders: a",
    reason="30 % missing; no column b; 20 % missing",
    note="a new shop",
    released_by="ann",
    host="desk",
    command="scorecard release",
    run_id="third",
    released_at=datetime(2026, 11, 16, 5, tzinfo=UTC),
    measured="0.3\n\n0.2",
)


@pytest.mark.parametrize(
    ("reason", "worse"),
    [
        (Reason("stg.orders: a", "withheld", "32 % missing", 0.32), False),
        (Reason("stg.orders: a", "withheld", "34 % missing", 0.34), True),
        (Reason("stg.orders: a", "withheld", "cannot be judged"), True),
        (Reason("stg.orders: b", "withheld", "no column b"), False),
        (Reason("stg.orders: b", "withheld", "no column c"), True),
        (Reason("stg.orders: a", "withheld", "25 % fewer rows", 0.25, is_fixed=True), True),
        (Reason("stg.orders: a", "late", "40 hours old"), False),
    ],
)
def test_a_fault_is_worse_if_it_grew_by_more_than_a_tenth(reason: Reason, *, worse: bool) -> None:
    assert is_worse(reason, RELEASE) is worse
