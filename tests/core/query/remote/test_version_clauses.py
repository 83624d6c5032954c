"""Tables read at a version, in the words of each engine's documentation."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from core.query import Query, RemoteDialect, TableVersion, Translator, table_at_version

AT = datetime(2026, 11, 22, 10, 4, 0, 123456, tzinfo=UTC)
TIME = TableVersion("time", at=AT)
# https://docs.databricks.com/aws/en/delta/history
SPARK = "shop.orders VERSION AS OF 17"
# https://trino.io/docs/current/connector/iceberg.html#time-travel-queries
TRINO = "shop.orders FOR VERSION AS OF 17"
# https://cloud.google.com/bigquery/docs/access-historical-data: the alias comes first.
BIGQUERY = "FOR SYSTEM_TIME AS OF CAST('2026-11-22 10:04:00.123456+00:00' AS TIMESTAMP)"
# https://docs.snowflake.com/en/sql-reference/constructs/at-before
SNOWFLAKE = (
    "shop.orders AT (TIMESTAMP => CAST('2026-11-22 10:04:00.123456 +00:00' AS TIMESTAMPLTZ))"
)
CLICKHOUSE = "(SELECT * FROM shop.orders SETTINGS delta_lake_snapshot_version = 17)"


@pytest.mark.parametrize(
    ("dialect", "version", "with_alias", "without"),
    [
        ("spark", TableVersion("delta", 17), f"{SPARK} AS o", SPARK),
        ("trino", TableVersion("iceberg", 17), f"{TRINO} AS o", TRINO),
        ("bigquery", TIME, f"shop.orders AS o {BIGQUERY}", f"shop.orders {BIGQUERY}"),
        ("snowflake", TIME, f"{SNOWFLAKE} AS o", SNOWFLAKE),
        ("clickhouse", TableVersion("delta", 17), f"{CLICKHOUSE} AS o", f"{CLICKHOUSE} AS orders"),
        (
            "clickhouse",
            TableVersion("iceberg", 9),
            "(SELECT * FROM shop.orders SETTINGS iceberg_snapshot_id = 9) AS o",
            "(SELECT * FROM shop.orders SETTINGS iceberg_snapshot_id = 9) AS orders",
        ),
    ],
)
def test_a_query_reads_its_table_at_the_version(
    dialect: RemoteDialect, version: TableVersion, with_alias: str, without: str
) -> None:
    assert text("SELECT count(*) AS value FROM shop.orders AS o", dialect, version).endswith(
        f" FROM {with_alias}"
    )
    assert (
        text("SELECT count(*) AS value FROM Shop.Orders", dialect, version)
        .lower()
        .endswith(f" from {without}".lower())
    )


def text(sql: str, dialect: RemoteDialect, version: TableVersion) -> str:
    types = {name: {"id": "bigint"} for name in ("shop.orders", "shop.items")}
    translator = Translator(dialect, lambda _: types, lambda _: {"shop.orders": version})
    return translator.translate(Query(sql, "", {}), "UTC").sql


def test_a_table_is_read_at_its_version_wherever_it_stands() -> None:
    sql = """
        WITH orders AS (SELECT id FROM shop.orders)
        SELECT count(*) AS value FROM orders
        JOIN shop.items AS i ON i.id = orders.id
        WHERE orders.id IN (SELECT o.id FROM shop.orders AS o)
    """
    found = text(sql, "spark", TableVersion("delta", 17))

    assert found.count("VERSION AS OF 17") == 2
    assert "FROM orders JOIN shop.items AS i" in found


def test_a_column_with_a_schema_is_that_of_the_query_over_the_table() -> None:
    sql = "SELECT count(shop.orders.id) AS value FROM shop.orders"

    assert "COUNT(orders.id)" in text(sql, "clickhouse", TableVersion("delta", 17))
    assert "COUNT(shop.orders.id)" in text(sql, "spark", TableVersion("delta", 17))


@pytest.mark.parametrize(
    ("dialect", "version", "expected"),
    [
        ("spark", TableVersion("delta", 17), "`shop`.`orders` VERSION AS OF 17"),
        ("trino", TableVersion("delta", 17), '"shop"."orders" FOR VERSION AS OF 17'),
        ("bigquery", TIME, f"`shop`.`orders` {BIGQUERY}"),
        ("snowflake", TIME, SNOWFLAKE),
        (
            "clickhouse",
            TableVersion("delta", 17),
            '(SELECT * FROM "shop"."orders" SETTINGS delta_lake_snapshot_version = 17) AS "orders"',
        ),
    ],
)
def test_the_frameworks_own_statements_name_a_table_at_its_version(
    dialect: RemoteDialect, version: TableVersion, expected: str
) -> None:
    assert table_at_version("shop.orders", dialect, version) == expected


def test_a_time_that_is_missing_is_a_fault_of_ours() -> None:
    with pytest.raises(ValueError, match="time to read at is missing"):
        table_at_version("shop.orders", "bigquery", TableVersion("time"))
