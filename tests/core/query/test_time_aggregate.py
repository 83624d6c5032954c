"""Which time aggregates share a pass."""

from __future__ import annotations

from core.query.time_aggregate import Bound
from tests.core.query.samples import WEEK, aggregate_of


def test_days_and_instants_do_not_share_a_pass() -> None:
    days = aggregate_of(
        "SELECT count(*) AS value FROM stg.forms WHERE sent_at BETWEEN :first_day AND :last_day"
    )

    assert days.until == Bound("last_day", after=True)
    assert days.pass_key != aggregate_of(f"SELECT count(*) AS value {WEEK}").pass_key
