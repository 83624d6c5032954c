"""Requests without the KPIs that cannot run, and the note on findings of others."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.catalog import load_runnable
from core.errors import CatalogueError, Finding
from core.run.exclusions import note_on_others, without_excluded
from core.run.plan import RunRequest
from tests.project import kpi_text, settings_of, write_project

FINDINGS = [Finding("scorecards/success/kpi_05.py", line, "is wrong") for line in (3, 4)]


def test_a_note_counts_the_findings_that_were_not_asked_for() -> None:
    end = "in KPIs that were not asked for; see scorecard check"

    assert note_on_others(FINDINGS, FINDINGS) == ()
    assert note_on_others(FINDINGS, FINDINGS[:1]) == (f"1 finding {end}",)
    assert note_on_others(FINDINGS, []) == (f"2 findings {end}",)


def test_a_request_loses_the_kpis_that_cannot_run_and_keeps_a_misspelt_number(
    tmp_path: Path,
) -> None:
    broken = kpi_text(owner="nobody")
    root = write_project(
        tmp_path, {"success/kpi_05.py": broken, "success/kpi_06.py": kpi_text(name="Others")}
    )
    loaded = load_runnable(settings_of(root), ["success"])

    assert without_excluded(RunRequest(["success"], [5, 6, 9]), loaded).kpis == [6, 9]
    with pytest.raises(CatalogueError, match="owner 'nobody'"):
        without_excluded(RunRequest(["success"], [5]), loaded)
