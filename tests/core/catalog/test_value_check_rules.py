"""Findings on checks of values."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.catalog.check import check
from core.catalog.loading import load_catalogue
from tests.project import kpi_text, write_project


@pytest.mark.parametrize(
    ("checks", "message"),
    [
        ("value_between(0, 1), zscore()", ""),
        ("value_between(2, 1)", "value_between(2, 1) allows no value; write the lower limit first"),
        ("zscore(), zscore()", "zscore(2.5, last=13) is declared twice; remove one"),
        (
            "iqr(0)",
            "iqr(0, last=13) has a limit that is not above 0; write one such as 2.5",
        ),
        (
            "zscore(last=3)",
            "zscore(2.5, last=3) compares 3 values, which say nothing of spread; compare at least"
            " 8",
        ),
    ],
)
def test_checks_that_say_nothing_are_findings(tmp_path: Path, checks: str, message: str) -> None:
    text = kpi_text().replace("import Kpi", "import Kpi, iqr, value_between, zscore")
    text = text.replace("    query=", f"    checks=[{checks}],\n    query=")
    write_project(tmp_path, {"success/kpi_01.py": text})
    found = [each.message for each in check(load_catalogue(tmp_path)).findings]
    assert found == ([message] if message else [])
