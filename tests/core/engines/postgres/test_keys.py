"""The unique indexes of a table."""

from __future__ import annotations

from core.engines.postgres.keys import key_query, read_keys
from core.engines.relations import UniqueKey
from core.query import Result


def test_keys_are_read_by_column() -> None:
    found = read_keys(Result(("columns", "filled"), [(["no"], False)]))

    assert found == [UniqueKey(frozenset({"no"}), is_filled=False)]


def test_a_table_is_named_in_a_parameter() -> None:
    assert key_query("stg.orders").params == {"relation": '"stg"."orders"'}
