"""The remote engines, and the settings that a translation relies on."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, get_args

RemoteDialect = Literal["spark", "clickhouse", "bigquery", "snowflake", "trino"]
REMOTE_DIALECTS: tuple[RemoteDialect, ...] = get_args(RemoteDialect)

_SCHEMES: Mapping[str, RemoteDialect] = {
    "sc": "spark",
    "spark": "spark",
    "clickhouse": "clickhouse",
    "chdb": "clickhouse",
    "bigquery": "bigquery",
    "snowflake": "snowflake",
    "trino": "trino",
}


def remote_dialect(url: str) -> RemoteDialect | None:
    """Return the dialect of a remote warehouse; None if the warehouse can hold the store."""
    return _SCHEMES.get(url.partition("://")[0])


# Settings of a session that a translation relies on; the engine sets them before the first query.
SESSION_SETTINGS: Mapping[RemoteDialect, Mapping[str, str]] = {
    "spark": {"spark.sql.ansi.enabled": "true", "spark.sql.session.timeZone": "UTC"},
    "clickhouse": {
        "join_use_nulls": "1",
        "aggregate_functions_null_for_empty": "1",
        "union_default_mode": "DISTINCT",
        "intersect_default_mode": "ALL",
        "except_default_mode": "ALL",
        "cast_keep_nullable": "1",
        "group_by_use_nulls": "1",
        "prefer_column_name_to_alias": "1",
        "enable_extended_results_for_datetime_functions": "1",
        "short_circuit_function_evaluation": "force_enable",
        # It would compute what CASE guards, such as a quotient by zero.
        "optimize_rewrite_aggregate_function_with_if": "0",
        "enable_analyzer": "1",
    },
    "bigquery": {},
    "snowflake": {"TIMEZONE": "UTC", "WEEK_START": "1", "WEEK_OF_YEAR_POLICY": "0"},
    "trino": {},
}
