"""Runners that differ from those of the last run, as the doctor names them."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

from core.catalog import load_catalogue
from core.operations.runner_changes import runner_changes
from tests.forms import edit
from tests.project import kpi_text, settings_of, write_project
from tests.runs import run
from tests.warehouses import open_for


def changes(root: Path, url: str) -> dict[str, str]:
    with closing(open_for(settings_of(root, SCORECARD_WAREHOUSE=url), write=False)) as warehouse:
        return dict(runner_changes(load_catalogue(root), warehouse))


def test_a_changed_title_and_time_zone_are_named_until_the_next_run(
    tmp_path: Path, warehouse_url: str
) -> None:
    root = write_project(tmp_path, {"success/kpi_01.py": kpi_text()})
    run(root, warehouse_url, "2026-W46")
    assert changes(root, warehouse_url) == {}

    edit(root, "runners/success.py", "Europe/Berlin", "Europe/London")
    edit(root, "runners/success.py", "Success scorecard", "Clients")
    assert changes(root, warehouse_url) == {
        "success": "time zone from Europe/Berlin to Europe/London, title from 'Success scorecard'"
        " to 'Clients' since the last run; the next one uses it"
    }

    run(root, warehouse_url, "2026-W46")
    assert changes(root, warehouse_url) == {}
