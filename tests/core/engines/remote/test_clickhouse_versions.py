"""The versions of tables of Delta and Iceberg on ClickHouse."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from core.engines.remote.clickhouse import open_client
from core.query import TableVersion
from tests.core.engines.remote.lakes import append_rows, settings_on


def test_lakes_have_versions_and_other_tables_none(
    tmp_path: Path, sail: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    settings = settings_on("chdb", tmp_path, sail)
    client = open_client(settings.environment["SCORECARD_WAREHOUSE"], settings)
    append_rows(tmp_path, sail, "delta")

    found = client.versions(["shop.delta", "shop.iceberg", "shop.plain", "shop.gone"], None)
    nothing = client.versions(["shop.plain"], None)
    client.close()

    assert found["shop.delta"] == TableVersion("delta", 1)
    assert found["shop.iceberg"].at is not None
    assert abs(found["shop.iceberg"].at - datetime.now(UTC)) < timedelta(minutes=5)
    assert (sorted(found), nothing) == (["shop.delta", "shop.iceberg"], {})
