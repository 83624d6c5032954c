"""Sources for runs of one KPI or two, and what the runs saw of them."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from typing import Any

from core.catalog.tasks import Task
from core.model.period import CADENCES
from core.model.records import Input
from core.model.sources import Source, Table
from core.run.pipeline import Options, Report
from core.run.pipeline import run as run_pipeline
from core.run.plan import RunRequest
from core.store.inputs import Inputs
from tests.project import kpi_text, settings_of, write_project
from tests.warehouses import HOLDER, execute, open_for, stored

WEEK = "2026-W46"
FORMS = Table("stg.forms", loaded_at="sent_at")
DEALS = "id,closed_on\n1,2026-11-09\n2,2026-11-15\n"
DEALS_QUERY = "SELECT count(*) AS value FROM deals"
COUNT = "SELECT count(*) AS value FROM stg.forms WHERE sent_at >= :start AND sent_at < :end"


def fill(url: str, kind: str = "timestamptz") -> None:
    """Make a table of three rows, the newest of Sunday 15 November, 23:30 in Berlin."""
    execute(
        url,
        "CREATE SCHEMA stg",
        f"CREATE TABLE stg.forms (id int, sent_at {kind})",
        "INSERT INTO stg.forms VALUES (1, '2026-11-02 10:00'), (2, '2026-11-15 23:30'), (3, NULL)",
    )


def write(root: Path, query: str, *sources: Source, **attributes: Any) -> None:
    write_project(root, {"success/kpi_01.py": kpi_text(query, sources=list(sources), **attributes)})


def seen(root: Path, url: str, number: int = 1, domain: str = "success") -> dict[str, Input]:
    """Return what the newest run on record saw of a KPI's sources, by source."""
    found = stored(
        url,
        "run_id",
        f"scorecard_source WHERE kpi_number = {number} AND domain = '{domain}'",
        "1 DESC",
    )
    with closing(open_for(settings_of(root, SCORECARD_WAREHOUSE=url), write=False)) as warehouse:
        inputs = Inputs(warehouse).read(found[0][0], domain, number) if found else []
        return {each.source: each for each in inputs}


def run_doing(root: Path, url: str, what: Any, compute: Any = "auto") -> Report:
    """Run all of W46, and do something each time a task begins."""

    def progress(task: Task, done: int, total: int) -> None:
        what(task)

    settings = settings_of(root, SCORECARD_WAREHOUSE=url)
    options = Options(HOLDER, publish=False, compute=compute)
    return run_pipeline(settings, RunRequest(("success",), (), CADENCES, WEEK), options, progress)
