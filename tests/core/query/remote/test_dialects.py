"""Each remote engine has its settings."""

from __future__ import annotations

from core.query import REMOTE_DIALECTS, SESSION_SETTINGS


def test_each_engine_has_settings() -> None:
    assert set(SESSION_SETTINGS) == set(REMOTE_DIALECTS)
    assert SESSION_SETTINGS["clickhouse"]["join_use_nulls"] == "1"
