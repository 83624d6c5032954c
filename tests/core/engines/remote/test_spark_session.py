"""The start of a driver of our own."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.engines.remote.spark_session import start_session
from core.errors import SettingsError
from tests.project import settings_of, write_project


def test_a_driver_needs_java(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("JAVA_HOME", raising=False)
    settings = settings_of(write_project(tmp_path))

    with pytest.raises(SettingsError, match=r"Spark needs Java 17 or newer.*sc:// URL"):
        start_session("spark://local[1]", settings)
