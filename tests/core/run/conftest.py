"""The project of forms, and a warehouse that holds them."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.forms import edit, fill_forms, write_forms
from tests.project import kpi_text, write_project
from tests.runs import run


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """KPI 6 counts the forms of a week, KPI 5 is its four-week average."""
    return write_forms(tmp_path)


@pytest.fixture
def url(warehouse_url: str) -> str:
    """Forms of W40 to W46: 1, 2, 3, 4, 5, 6, 7."""
    fill_forms(warehouse_url)
    return warehouse_url


@pytest.fixture
def failing(root: Path, url: str) -> Path:
    """Return a project with stored values whose KPI 6 fails since; KPI 7 reads nothing."""
    write_project(
        root, {"success/kpi_07.py": kpi_text("SELECT 70 AS value", name="Alone")}, {"success": ""}
    )
    run(root, url, "2026-W43..2026-W46", kpis=[6])
    edit(root, "scorecards/success/kpi_06.py", "count(*)", "count(*) / (count(*) - count(*))")
    return root
