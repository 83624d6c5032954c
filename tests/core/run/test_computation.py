"""Steps computed in one snapshot."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.catalog.tasks import Task
from core.kpi import Values
from core.model.period import CADENCES
from core.run.pipeline import Options
from core.run.pipeline import run as run_pipeline
from core.run.plan import RunRequest
from tests.forms import FORMS, KPI_06, fill_forms
from tests.project import kpi_text, settings_of, write_project
from tests.runs import rows_of, run, values_of
from tests.warehouses import HOLDER, execute


def test_a_run_does_not_see_data_that_change_meanwhile(root: Path, postgres_url: str) -> None:
    """Every week's count and the ones after it see what was there when the run began."""
    fill_forms(postgres_url)
    settings = settings_of(root, SCORECARD_WAREHOUSE=postgres_url)

    def meddle(task: Task, done: int, total: int) -> None:
        execute(
            postgres_url,
            "INSERT INTO stg.forms SELECT sent_on FROM stg.forms WHERE sent_on = '2026-11-15'",
        )

    run_pipeline(
        settings,
        RunRequest(["success"], [6], CADENCES, "2026-W44..2026-W46"),
        Options(HOLDER),
        meddle,
    )

    assert values_of(root, postgres_url, 6) == {"2026-W44": 5, "2026-W45": 6, "2026-W46": 7}


def test_a_query_that_cannot_run_for_many_weeks_at_once_runs_week_by_week(
    tmp_path: Path, warehouse_url: str
) -> None:
    # DuckDB has no plan for the lateral join of a subquery beside an aggregate.
    share = (
        "SELECT (SELECT count(*) FROM stg.forms WHERE sent_on = :last_day)::float /"
        " nullif(count(*), 0) AS value FROM stg.forms WHERE sent_on <= :last_day"
    )
    write_project(
        tmp_path,
        {"success/kpi_07.py": kpi_text(share, name="Share", unit="percent", sources=[FORMS])},
    )
    fill_forms(warehouse_url)
    run(tmp_path, warehouse_url, "2026-W40..2026-W44")

    # 1, 2, 3, 4 and 5 forms came in on the weeks' Sundays.
    expected = {
        "2026-W40": 1 / 1,
        "2026-W41": 2 / 3,
        "2026-W42": 3 / 6,
        "2026-W43": 4 / 10,
        "2026-W44": 5 / 15,
    }
    found = {row.period.label: row.value for row in rows_of(tmp_path, warehouse_url)}
    assert found == pytest.approx(expected)


def test_adjacent_parameters_are_not_a_dollar_quote(tmp_path: Path, warehouse_url: str) -> None:
    text = (
        "SELECT length(:first_day::text||:last_day::text||:first_day::text)::int AS value FROM"
        " kpi_06"
    )
    derived = kpi_text(text, name="Letters", sources=[Values(6)])
    write_project(tmp_path, {"success/kpi_06.py": KPI_06, "success/kpi_07.py": derived})
    fill_forms(warehouse_url)
    run(tmp_path, warehouse_url, "2026-W40..2026-W44")

    assert set(values_of(tmp_path, warehouse_url, 7).values()) == {30}
