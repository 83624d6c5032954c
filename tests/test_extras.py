"""What an installation without extras loads: nothing of the engines that it does not use."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tests.processes import ROOT

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
    look = f"lambda: print(sorted({HEAVY} & set(sys.modules)))"
    code = f"import atexit, sys; atexit.register({look}); {start}"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False
    )

    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[-1] == "[]"
