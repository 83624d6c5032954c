"""Names in SQL."""

from __future__ import annotations

from core.query.names import quote_name, quote_relation


def test_a_quote_within_a_name_is_doubled() -> None:
    assert quote_name('the "best" one') == '"the ""best"" one"'


def test_schema_and_table_are_quoted_one_by_one() -> None:
    assert quote_relation("stg.orders") == '"stg"."orders"'
