"""What an installation without extras loads: nothing of the engines that it does not use."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.processes import ROOT
from tests.project import kpi_text, write_project

HEAVY = (
    "{'ibis', 'pandas', 'pyarrow', 'pyspark', 'chdb', 'clickhouse_connect', 'numpy', 'snowflake',"
    " 'trino', 'typst'}"
)


@pytest.mark.parametrize(
    "start",
    [
        "import core, core.engines, core.run, core.operations",
        "import core.engines.duckdb.warehouse, core.engines.postgres.warehouse",
        "import core.review",
        "from core.cli import main; sys.argv[1:] = ['--help']; main()",
    ],
)
def test_no_engine_of_an_extra_is_loaded(start: str) -> None:
    assert loaded_by(start, HEAVY, ROOT) == "[]"


def test_a_run_on_duckdb_loads_no_engine_of_an_extra(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_project(tmp_path, {"success/kpi_01.py": kpi_text("SELECT 1 AS value")})
    monkeypatch.setenv("SCORECARD_WAREHOUSE", "duckdb:///w.duckdb")
    run = "['run', 'success', '--week', '2026-W46', '--no-publish']"

    assert (
        loaded_by(f"from core.cli import main; sys.argv[1:] = {run}; main()", HEAVY, tmp_path)
        == "[]"
    )


@pytest.mark.parametrize(
    ("module", "others"),
    [
        ("clickhouse", "{'pandas', 'pyspark', 'ibis.backends.clickhouse'}"),
        # A session of Spark Connect needs pandas all the same.
        ("spark", "{'pandas', 'clickhouse_connect', 'ibis.backends.pyspark'}"),
    ],
)
def test_a_client_loads_no_backend_of_ibis(module: str, others: str) -> None:
    assert loaded_by(f"import core.engines.remote.{module}", others, ROOT) == "[]"


def loaded_by(start: str, modules: str, folder: Path) -> str:
    """Return which of some modules are loaded at the end of a program that succeeds."""
    look = f"lambda: print(sorted({modules} & set(sys.modules)))"
    code = f"import atexit, sys; atexit.register({look}); {start}"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=folder, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()[-1]
