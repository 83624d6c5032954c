"""Spark's own ways: files as tables, and what its errors mean."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest
from pyspark.sql.types import (
    ArrayType,
    CharType,
    DataType,
    DayTimeIntervalType,
    DecimalType,
    LongType,
    StringType,
    StructField,
    StructType,
    TimestampNTZType,
    TimestampType,
    VarcharType,
    VariantType,
)

from core.engines import Access, open_warehouse
from core.engines.remote.spark import type_name
from core.errors import SettingsError
from tests.core.engines.remote.conftest import ORDERS
from tests.project import settings_of, write_project
from tests.remotes import write_lake

READING = Access("scorecard run", write=False)


def test_files_of_a_lake_are_tables_whatever_their_path(tmp_path: Path, sail: str) -> None:
    write_project(tmp_path)
    lake = write_lake(tmp_path / "it's a lake", {"shop.orders": ORDERS})
    settings = settings_of(tmp_path, SCORECARD_WAREHOUSE=sail, SCORECARD_LAKE=str(lake))

    with closing(open_warehouse(settings, READING)) as warehouse:
        assert [table.full_name for table in warehouse.relations()] == ["shop.orders"]


@pytest.mark.parametrize(
    ("kind", "name"),
    [
        (LongType(), "bigint"),
        (DecimalType(12, 2), "numeric(12,2)"),
        (TimestampType(), "timestamp with time zone"),
        (TimestampNTZType(), "timestamp without time zone"),
        (VarcharType(5), "text"),
        (CharType(5), "text"),
        (ArrayType(StringType()), "text[]"),
        (DayTimeIntervalType(), "interval"),
        (VariantType(), "jsonb"),
        (StructType([StructField("a b", LongType())]), "struct<a b:bigint>"),
    ],
)
def test_every_type_of_sparks_has_a_name(kind: DataType, name: str) -> None:
    assert type_name(kind) == name


def test_an_empty_lake_is_a_wrong_path(tmp_path: Path, sail: str) -> None:
    write_project(tmp_path)
    settings = settings_of(tmp_path, SCORECARD_WAREHOUSE=sail, SCORECARD_LAKE="nowhere")

    with pytest.raises(SettingsError, match=r"SCORECARD_LAKE: .*nowhere has neither files"):
        open_warehouse(settings, READING)
