"""Stored series compared with their KPIs, on both engines."""

from __future__ import annotations

from pathlib import Path

from core.catalog.loading import load_catalogue
from core.store.continuity import read_continuity
from tests.project import kpi_text, settings_of, write_project
from tests.runs import run
from tests.warehouses import open_for


def test_a_kpi_goes_on_with_its_stored_series(tmp_path: Path, warehouse_url: str) -> None:
    file = "scorecards/success/kpi_01.py"
    write_project(tmp_path, {"success/kpi_01.py": kpi_text("SELECT 1 AS value", name="Forms")})
    run(tmp_path, warehouse_url, "2026-W45..2026-W46")
    database = open_for(settings_of(tmp_path, SCORECARD_WAREHOUSE=warehouse_url), write=False)
    try:
        found = read_continuity(database, load_catalogue(tmp_path), ["success"])
        text = (tmp_path / file).read_text(encoding="utf-8")
        (tmp_path / file).write_text(text.replace("Forms", "Letters"), encoding="utf-8")
        renamed = read_continuity(database, load_catalogue(tmp_path), ["success"])
    finally:
        database.close()
    (series,) = found.current.values()
    assert found.findings == ()
    assert (series.field_name, str(series.span)) == ("forms", "2026-W45..2026-W46")
    assert renamed.current == {}
    assert [finding.file for finding in renamed.findings] == [file]
