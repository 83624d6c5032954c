"""Queries that share a pass over the rows of a remote table."""

from __future__ import annotations

from tests.core.query.samples import WEEK, cell_aggregate_of


def test_queries_over_the_same_rows_by_the_same_time_share_a_pass() -> None:
    count = cell_aggregate_of(f"SELECT count(*) AS value {WEEK}")
    keys = cell_aggregate_of(f"SELECT count(DISTINCT id) AS value {WEEK} AND kind = 'a'")
    days = cell_aggregate_of(
        "SELECT count(*) AS value FROM stg.forms WHERE sent_at BETWEEN :first_day AND :last_day"
    )

    assert count.pass_key == keys.pass_key == ("FROM stg.forms", "sent_at", False)
    assert days.pass_key == ("FROM stg.forms", "sent_at", True)
