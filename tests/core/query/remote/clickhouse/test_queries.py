"""ClickHouse's forms of queries within a query."""

from __future__ import annotations

from tests.core.query.remote.forms import text_of


def test_not_in_a_query_takes_null_into_account() -> None:
    text = text_of("i NOT IN (SELECT j FROM stg.t)", "clickhouse")

    assert text.startswith("NOT multiIf(tupleElement((SELECT tuple(count(), countIf(isNull(among_")
