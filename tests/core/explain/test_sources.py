"""The values that a derived value was made from."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from click.testing import CliRunner

from core.cli.program import cli
from core.kpi import Values
from tests.core.explain.explanations import (
    KPIS,
    LATER,
    as_json,
    explanation,
)
from tests.project import kpi_text, write_project
from tests.runs import row_of, run
from tests.warehouses import execute


def test_a_derived_value_names_the_values_that_it_was_made_from(
    root: Path, warehouse_url: str
) -> None:
    found = explanation(root, warehouse_url, "2", "2026-W46")
    run_id = row_of(root, warehouse_url, 1, "2026-W46").run_id

    assert found["Values of kpi_01 that were read"][2:] == [
        f"2026-W45      2  {run_id}",
        f"2026-W46      1  {run_id}",
        "explain one of them with scorecard explain success 1 2026-W46",
    ]
    assert found["Sources, as the run saw them"][2].split() == ["kpi_01", "values", "2"]


def test_values_that_changed_since_are_shown_as_they_were_read(
    root: Path, warehouse_url: str
) -> None:
    first = row_of(root, warehouse_url, 1, "2026-W45").run_id
    execute(warehouse_url, "INSERT INTO stg.forms VALUES ('2026-11-05', 'Bonn')")
    # --only: what was made of the value stays as it is.
    environment = {
        "SCORECARD_HOME": str(root),
        "SCORECARD_WAREHOUSE": warehouse_url,
        "SCORECARD_NOW": LATER,
    }
    again = ["run", "success", "--kpi", "1", "--week", "2026-W45", "--only", "--no-publish"]
    assert CliRunner().invoke(cli, again, env=environment).exit_code == 0

    (computation,) = as_json(root, warehouse_url, "2", "2026-W46")["computations"]
    assert computation["fields"][0]["value"] == 3
    assert [
        (each["period"], each["value"], each["now"], each["run_id"])
        for each in computation["sources"][0]["values"]
    ] == [
        ("2026-W45", 2, 3, first),
        ("2026-W46", 1, 1, first),
    ]
    assert explanation(root, warehouse_url, "2", "2026-W46")["Values of kpi_01 that were read"][
        2
    ].split()[:4] == [*("2026-W45", "2", "now", "3")]


def test_a_range_has_its_own_parameters_and_reads_all_of_its_periods(
    root: Path, warehouse_url: str
) -> None:
    query = "SELECT sum(value) AS value FROM kpi_01 WHERE period_start >= :first_day"
    write_project(
        root,
        {
            **KPIS,
            "success/kpi_05.py": kpi_text(query, name="Two", range="2 weeks", sources=[Values(1)]),
        },
    )
    run(root, warehouse_url, "2026-W46", kpis=[5])

    (computation,) = as_json(root, warehouse_url, "5", "2026-W46")["computations"]
    assert computation["parameters"] == {"first_day": date(2026, 11, 2).isoformat()}
    assert [each["period"] for each in computation["sources"][0]["values"]] == [
        "2026-W45",
        "2026-W46",
    ]
