"""Retired KPIs, as the store and the folders of KPI files say."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from shutil import rmtree

from core.dictionary.retired import RetiredKpi, find_retired
from tests.project import kpi_text, write_project
from tests.runs import retire_kpi, run
from tests.warehouses import open_for, settings_for

KPIS = {
    "success/kpi_01.py": kpi_text(name="One"),
    "success/kpi_02.py": kpi_text(name="Two"),
    "success/kpi_03.py": kpi_text(name="Three"),
}


def retired(root: Path, url: str, *domains: str) -> list[RetiredKpi]:
    with closing(open_for(settings_for(root, url))) as database:
        return find_retired(database, root, domains or None)


def test_a_kpi_is_retired_by_a_person_or_by_deleting_its_file(
    tmp_path: Path, warehouse_url: str
) -> None:
    write_project(tmp_path, KPIS)
    run(tmp_path, warehouse_url, "2026-W45..2026-W46")
    assert retired(tmp_path, warehouse_url) == []

    retire_kpi(tmp_path, warehouse_url, 2)
    (tmp_path / "scorecards/success/kpi_03.py").unlink()
    two, three = retired(tmp_path, warehouse_url)

    assert (two.definition.name, str(two.last)) == ("Two", "2026-W46")
    assert "retired it on 2026-11-16" in two.reason
    assert (three.definition.name, three.reason) == ("Three", "its file is gone")


def test_a_domain_without_files_is_found_unless_others_are_asked_for(
    tmp_path: Path, warehouse_url: str
) -> None:
    write_project(tmp_path, {**KPIS, "sales/kpi_01.py": kpi_text(name="Deals")})
    run(tmp_path, warehouse_url, "2026-W46", domains=["success", "sales"])
    rmtree(tmp_path / "scorecards/sales")
    (tmp_path / "runners/sales.py").unlink()

    assert [each.definition.name for each in retired(tmp_path, warehouse_url)] == ["Deals"]
    assert retired(tmp_path, warehouse_url, "success") == []
