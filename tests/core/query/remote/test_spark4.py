"""Constructs that are proven on Spark give PostgreSQL's values on Spark 4, too.

Those with the most constructs come first; `spark4.py` compares all of them.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[4]
LINES = 40


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("java") is None, reason="Spark 4 needs Java 17")
def test_constructs_are_equal_on_spark_4(new_database: Any, tmp_path: Path) -> None:
    # A session of Spark Connect in this process leaves settings that its child would follow.
    inherited = os.environ.items()
    environment = {name: value for name, value in inherited if not name.startswith("SPARK_")}
    with new_database() as url:
        done = subprocess.run(
            [sys.executable, "-m", "tests.core.query.remote.spark4", url, tmp_path, str(LINES)],
            cwd=ROOT,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )

    [summary] = done.stdout.splitlines()
    assert f"{LINES} lines compared on Spark 4" in summary
