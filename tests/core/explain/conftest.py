"""The project that the tests explain, with two weeks stored; and a fake Google."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.core.explain.explanations import CALLS, KPIS
from tests.project import write_project
from tests.runs import run
from tests.spreadsheets import emulator, office, sheets
from tests.warehouses import execute

__all__ = ["emulator", "office", "sheets"]


@pytest.fixture
def root(tmp_path: Path, warehouse_url: str) -> Path:
    """Weeks 45 and 46 are stored: two forms of Berlin in the first, one of Bonn in the second."""
    execute(
        warehouse_url,
        "CREATE SCHEMA stg",
        "CREATE TABLE stg.forms (sent_at timestamptz, office text)",
        "INSERT INTO stg.forms VALUES ('2026-11-03', 'Berlin'), ('2026-11-04', 'Berlin'),"
        " ('2026-11-12 09:30', 'Bonn')",
    )
    write_project(tmp_path, KPIS, files={"calls.csv": CALLS})
    run(tmp_path, warehouse_url, "2026-W45..2026-W46")
    return tmp_path
