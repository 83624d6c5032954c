"""The sample company as of one day, written once for every test in this folder."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.core.demo.company import TODAY, Tables, read_tables, write_all


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with everything that the sample company writes."""
    folder = tmp_path_factory.mktemp("sample")
    write_all(folder, TODAY)
    return folder


@pytest.fixture(scope="session")
def tables(folder: Path) -> Tables:
    """Return the rows of the warehouse by table, every field as text."""
    return read_tables({path.stem: path for path in (folder / "warehouse").glob("*.csv")})
