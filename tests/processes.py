"""Other processes that do what people and machines do while a test is looking."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).parent.parent

_HOLD = """
import sys, time
from pathlib import Path
from core.engines.base import Access
from core.pipeline import opened
from tests.warehouses import settings_for

root, url, command, domain, seconds = sys.argv[1:]
with opened(settings_for(Path(root), url), Access(command, write=True), [domain]):
    print("held", flush=True)
    time.sleep(float(seconds))
"""


@contextmanager
def another_process_holding(
    root: Path, url: str, domain: str = "success", seconds: float = 60
) -> Iterator[subprocess.Popen[str]]:
    """Run a process that holds a domain's lock for some seconds, as `scorecard run success --week 2026-W46`."""
    called = "scorecard run success --week 2026-W46"
    command = [sys.executable, "-c", _HOLD, str(root), url, called, domain, str(seconds)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        try:
            yield holder
        finally:
            holder.kill()
