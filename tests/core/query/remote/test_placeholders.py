"""A parameter is text that the SQL casts, in each engine's own form."""

from __future__ import annotations

import pytest

from core.query.remote.dialects import RemoteDialect
from core.query.remote.placeholders import BoundKind, finish, placeholder


@pytest.mark.parametrize(
    ("dialect", "kind", "text"),
    [
        ("spark", "timestamptz", "TO_TIMESTAMP_LTZ(CONCAT(:start, 'Z'))"),
        ("spark", "timestamp", "TO_TIMESTAMP_NTZ(:start)"),
        ("clickhouse", "timestamptz", "toDateTime64({start: String}, 6, 'UTC')"),
        ("clickhouse", "timestamp", "toDateTime64({start: String}, 6)"),
        ("clickhouse", "date", "toDate32({start: String})"),
        ("bigquery", "timestamptz", "TIMESTAMP(@start, 'UTC')"),
        ("bigquery", "timestamp", "CAST(@start AS DATETIME)"),
        ("bigquery", "date", "CAST(@start AS DATE)"),
    ],
)
def test_a_placeholder_is_cast_to_its_kind(
    dialect: RemoteDialect, kind: BoundKind, text: str
) -> None:
    assert placeholder("start", kind, dialect).sql(dialect=dialect) == text


def test_clients_that_have_forms_of_their_own_get_them() -> None:
    day = placeholder("day", "date", "trino").sql(dialect="trino")
    snow = placeholder("day", "date", "snowflake").sql(dialect="snowflake")

    assert finish(f"SELECT {day}, {day}", {"day": "2026-01-01"}, "trino") == (
        "SELECT CAST(? AS DATE), CAST(? AS DATE)",
        {"1": "2026-01-01", "2": "2026-01-01"},
    )
    assert finish(f"SELECT {snow} LIKE '%a'", {"day": "2026-01-01"}, "snowflake") == (
        "SELECT TO_DATE(%(day)s) LIKE '%%a'",
        {"day": "2026-01-01"},
    )


def test_a_percent_sign_stays_single_where_snowflakes_connector_fills_nothing_in() -> None:
    assert finish("SELECT '10%'", {}, "snowflake") == ("SELECT '10%'", {})
