"""PostgreSQL's names of Ibis's types."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

import ibis.expr.datatypes as dt
import pytest

from core.engines.remote.types import planned_type, postgres_type, text_of_value


@pytest.mark.parametrize(
    ("kind", "name"),
    [
        (dt.Int64(), "bigint"),
        (dt.UInt64(), "numeric(20,0)"),
        (dt.UInt8(), "smallint"),
        (dt.Decimal(18, 4), "numeric(18,4)"),
        (dt.Decimal(), "numeric"),
        (dt.Float32(), "real"),
        (dt.Timestamp(), "timestamp without time zone"),
        (dt.Timestamp(timezone="Europe/Berlin"), "timestamp with time zone"),
        (dt.Array(dt.String()), "text[]"),
        (dt.UUID(), "uuid"),
        (dt.MACADDR(), "macaddr"),
        (dt.Struct({"k": dt.Int64(nullable=False)}), "struct<k: int64>"),
    ],
)
def test_a_type_has_postgresqls_name(kind: dt.DataType, name: str) -> None:
    assert postgres_type(kind) == name


def test_a_planned_float_has_its_short_name() -> None:
    assert planned_type("double precision") == "float8"
    assert planned_type("bigint") == "bigint"


def test_values_are_shown_in_postgresqls_words() -> None:
    values = [None, True, Decimal("1.10"), datetime(2026, 1, 1, 12)]

    assert [text_of_value(value) for value in values] == [
        None,
        "true",
        "1.10",
        "2026-01-01 12:00:00",
    ]
