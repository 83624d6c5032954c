"""The columns of a source that an author names."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.errors import SettingsError, SourceError
from core.kpi import File, Table
from core.operations.source_columns import source_columns
from tests.project import settings_of, write_project
from tests.warehouses import execute, settings_for


def test_a_table_has_its_columns_whatever_the_case_of_its_name(
    tmp_path: Path, warehouse_url: str
) -> None:
    execute(warehouse_url, "CREATE SCHEMA stg", "CREATE TABLE stg.forms (id int, sent_on date)")
    columns = source_columns(settings_for(tmp_path, warehouse_url), Table("STG.Forms"))

    assert [(name, kind.lower()) for name, kind in columns] == [
        ("id", "integer"),
        ("sent_on", "date"),
    ]


def test_a_missing_table_has_near_names(tmp_path: Path, warehouse_url: str) -> None:
    execute(warehouse_url, "CREATE SCHEMA stg", "CREATE TABLE stg.forms (id int)")
    settings = settings_for(tmp_path, warehouse_url)

    with pytest.raises(
        SourceError, match=r"stg\.form does not exist in .*; did you mean stg\.forms"
    ):
        source_columns(settings, Table("stg.form"))
    with pytest.raises(SourceError, match=r"; see scorecard tables$"):
        source_columns(settings, Table("raw.xyz"))


def test_a_file_has_columns_of_detected_types(tmp_path: Path) -> None:
    root = write_project(tmp_path, files={"deals.csv": "id,closed_at\n1,2026-11-02 10:00\n"})

    assert source_columns(settings_of(root), File("deals.csv")) == (
        ("id", "BIGINT"),
        ("closed_at", "TIMESTAMP"),
    )


def test_a_file_that_is_missing_or_cannot_be_read_is_named(tmp_path: Path) -> None:
    root = write_project(tmp_path, files={"deals.parquet": "no parquet"})

    with pytest.raises(SourceError, match=r"did you mean deals\.parquet"):
        source_columns(settings_of(root), File("deal.parquet"))
    with pytest.raises(SourceError, match=r"deals\.parquet cannot be read: .*; fix the file$"):
        source_columns(settings_of(root), File("deals.parquet"))


def test_a_warehouse_that_cannot_be_reached_is_named(tmp_path: Path) -> None:
    settings = settings_for(tmp_path, "postgresql://me@127.0.0.1:1/w")

    with pytest.raises(SettingsError, match="cannot be reached"):
        source_columns(settings, Table("stg.forms"))
