"""A parameter is text that the SQL casts, in each engine's own form."""

from __future__ import annotations

import pytest

from core.query.remote.dialects import RemoteDialect
from core.query.remote.placeholders import BoundKind, placeholder


@pytest.mark.parametrize(
    ("dialect", "kind", "text"),
    [
        ("spark", "timestamptz", "TO_TIMESTAMP_LTZ(CONCAT(:start, 'Z'))"),
        ("spark", "timestamp", "TO_TIMESTAMP_NTZ(:start)"),
        ("clickhouse", "timestamptz", "toDateTime64({start: String}, 6, 'UTC')"),
        ("clickhouse", "timestamp", "toDateTime64({start: String}, 6)"),
        ("clickhouse", "date", "toDate32({start: String})"),
        ("bigquery", "timestamptz", "TIMESTAMP(@start, 'UTC')"),
        ("trino", "date", "CAST(:start AS DATE)"),
    ],
)
def test_a_placeholder_is_cast_to_its_kind(
    dialect: RemoteDialect, kind: BoundKind, text: str
) -> None:
    assert placeholder("start", kind, dialect).sql(dialect=dialect) == text
