"""A new KPI passes every check and its own test as it is written, whatever its author answers."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from core.catalog.loading import load_catalogue
from core.catalog.scaffold import scaffold
from core.errors import UsageError
from tests.core.catalog.drafts import AWKWARD, DRAFT, findings
from tests.project import kpi_text, runner_text, write_project


def test_a_new_kpi_in_a_new_domain_is_a_kpi_its_test_and_a_runner(tmp_path: Path) -> None:
    root = write_project(tmp_path)
    assert scaffold(root, DRAFT) == [
        "scorecards/success/kpi_01.py",
        "tests/scorecards/success/test_kpi_01.py",
        "runners/success.py",
    ]
    assert findings(root) == []
    assert (root / "scorecards/success/kpi_01.py").read_text() == (
        '"""Clients whose agreement ended in the week."""\n'
        "\n"
        "from core.kpi import Kpi, Table\n"
        "\n"
        "KPI = Kpi(\n"
        '    name="Lost clients",\n'
        '    owner="success@example.com",\n'
        '    unit="count",\n'
        '    better="lower",\n'
        '    as_of="run",\n'
        '    sources=[Table("stg_hubspot.agreements")],\n'
        '    query="""\n'
        "        SELECT count(*) AS value\n"
        "        FROM stg_hubspot.agreements\n"
        '    """,\n'
        ")\n"
    )
    runner = load_catalogue(root).runners["success"]
    assert (runner.title, runner.timezone, runner.sheet) == (
        "Success scorecard",
        "Europe/Berlin",
        "SUCCESS_SHEET",
    )
    assert runner.schedule == {"weekly": "0 6 * * MON"}


def test_the_next_kpi_takes_the_next_free_number_and_leaves_the_runner(tmp_path: Path) -> None:
    runner = runner_text("success")
    kpis = {
        f"success/kpi_{number}.py": kpi_text(name=f"n{number}") for number in ("01", "03", "112")
    }
    root = write_project(tmp_path, kpis, {"success": runner})
    assert scaffold(root, DRAFT)[0] == "scorecards/success/kpi_02.py"
    assert scaffold(root, replace(DRAFT, name="Other"))[0] == "scorecards/success/kpi_04.py"
    assert (root / "runners/success.py").read_text() == runner
    assert findings(root) == []


def test_a_number_can_be_chosen(tmp_path: Path) -> None:
    assert scaffold(write_project(tmp_path), replace(DRAFT, number=132))[:2] == [
        "scorecards/success/kpi_132.py",
        "tests/scorecards/success/test_kpi_132.py",
    ]


@pytest.mark.parametrize(
    "taken", ["scorecards/success/kpi_05.py", "tests/scorecards/success/test_kpi_05.py"]
)
def test_nothing_is_overwritten(tmp_path: Path, taken: str) -> None:
    root = write_project(tmp_path, files={taken: "mine"})
    before = sorted(root.rglob("*"))
    with pytest.raises(
        UsageError, match=f"^{taken} exists already; choose another number with --number$"
    ):
        scaffold(root, replace(DRAFT, number=5))
    assert sorted(root.rglob("*")) == before
    assert (root / taken).read_text() == "mine"


def test_scaffolded_tests_pass_and_scaffolded_files_have_no_findings(tmp_path: Path) -> None:
    root = write_project(tmp_path)
    sources = [
        "a.b",
        "",
        "exports/deals.csv",
        "deals.parquet",
        "exports/2026-*.csv.gz",
        "exports/*.csv",
    ]
    for number, source in enumerate(sources, 1):
        scaffold(root, replace(DRAFT, name=f"From {number}", source=source))
    for cadence in ("daily", "weekly", "monthly"):
        scaffold(
            root, replace(DRAFT, domain=cadence, cadence=cadence, unit="EUR", better="neutral")
        )
    scaffold(
        root, replace(DRAFT, name=AWKWARD, definition=AWKWARD, source='exports/o\'clock "x".csv')
    )
    columns = (("at", "TIMESTAMP"), ("Sold on", "DATE"), ("amount", "DOUBLE"))
    for number, (unit, time) in enumerate(
        [("count", ""), ("EUR", "Sold on"), ("percent", "at"), ("hours", "")]
    ):
        for cadence in ("daily", "weekly", "monthly"):
            known = {"columns": columns, "time": time, "unit": unit, "name": f"Known {number}"}
            scaffold(root, replace(DRAFT, domain=cadence, cadence=cadence, **known))
            scaffold(
                root,
                replace(
                    DRAFT,
                    domain=f"{cadence}_file",
                    cadence=cadence,
                    source="exports/sold.csv",
                    **known,
                ),
            )
    scaffold(root, replace(DRAFT, name="売上"))
    scaffold(root, replace(DRAFT, name="5 weeks"))
    assert findings(root) == []
    assert AWKWARD in [entry.kpi.name for entry in load_catalogue(root).entries]
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-q",
        "-p",
        "no:cacheprovider",
        "--import-mode=importlib",
        "tests",
    ]
    done = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)
    assert "36 passed" in done.stdout, done.stdout + done.stderr
