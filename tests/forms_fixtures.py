"""The project of forms, and a warehouse that holds them, for the folders that import them."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.forms import fill_forms, write_forms


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """KPI 6 counts the forms of a week, KPI 5 is its four-week average."""
    return write_forms(tmp_path)


@pytest.fixture
def url(warehouse_url: str) -> str:
    """Forms of W40 to W46: 1, 2, 3, 4, 5, 6, 7."""
    fill_forms(warehouse_url)
    return warehouse_url
