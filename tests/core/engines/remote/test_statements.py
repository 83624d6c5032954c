"""The framework's own statements, in each dialect."""

from __future__ import annotations

import pytest

from core.engines.remote.statements import select_columns, select_newest, select_rows
from core.query import RemoteDialect


@pytest.mark.parametrize(
    ("dialect", "sql"),
    [
        ("spark", "SELECT `id`, `at` FROM `shop`.`orders`"),
        ("bigquery", "SELECT `id`, `at` FROM `shop`.`orders`"),
        ("clickhouse", 'SELECT "id", "at" FROM "shop"."orders"'),
        ("trino", 'SELECT "id", "at" FROM "shop"."orders"'),
        ("snowflake", "SELECT id, at FROM shop.orders"),
    ],
)
def test_columns_are_read_by_their_quoted_names(dialect: RemoteDialect, sql: str) -> None:
    assert select_columns(dialect, "shop.orders", ["id", "at"]) == sql


def test_a_quote_in_a_name_is_doubled() -> None:
    assert select_columns("spark", "a`b.c", ["d`e"]) == "SELECT `d``e` FROM `a``b`.`c`"


def test_rows_are_read_of_a_table_as_it_is_written() -> None:
    assert (
        select_rows("trino", ["shop", "My.Orders"], ["Id"]) == 'SELECT "Id" FROM "shop"."My.Orders"'
    )
    assert select_rows("spark", ["shop", "orders"], []) == "SELECT 1 FROM `shop`.`orders`"


def test_the_newest_time_is_found_where_a_column_is_named() -> None:
    count = 'SELECT count(*) AS row_count FROM "shop"."orders"'
    newest = 'SELECT count(*) AS row_count, max("at") AS newest FROM "shop"."orders"'

    assert select_newest("trino", "shop.orders", "") == count
    assert select_newest("trino", "shop.orders", "at") == newest
