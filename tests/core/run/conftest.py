"""The project of forms, and a warehouse that holds them."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.forms import edit
from tests.forms_fixtures import root, url
from tests.project import kpi_text, write_project
from tests.runs import run

__all__ = ["failing", "root", "url"]


@pytest.fixture
def failing(root: Path, url: str) -> Path:
    """Return a project with stored values whose KPI 6 fails since; KPI 7 reads nothing."""
    write_project(
        root, {"success/kpi_07.py": kpi_text("SELECT 70 AS value", name="Alone")}, {"success": ""}
    )
    run(root, url, "2026-W43..2026-W46", kpis=[6])
    edit(root, "scorecards/success/kpi_06.py", "count(*)", "count(*) / (count(*) - count(*))")
    return root
