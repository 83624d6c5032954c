"""Every construct that is proven on Spark gives PostgreSQL's values on Spark 4, too."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[4]


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("java") is None, reason="Spark 4 needs Java 17")
def test_every_proven_construct_is_equal_on_spark_4(new_database: Any, tmp_path: Path) -> None:
    with new_database() as url:
        done = subprocess.run(
            [sys.executable, "-m", "tests.core.query.remote.spark4", url, tmp_path],
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=False,
        )

    [summary] = done.stdout.splitlines()
    assert "lines compared on Spark 4" in summary
