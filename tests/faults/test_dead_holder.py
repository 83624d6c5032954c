"""The holder of the lock dies: the next run starts at once and takes over what was left."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from tests.faults.company import STORY, write_company
from tests.faults.conftest import Lend
from tests.faults.kills import Expected, run, start_run
from tests.faults.state import differences, state_of
from tests.processes import another_process_holding

FIRST = STORY[0]


def test_nobody_waits_for_the_lock_of_a_dead_holder(
    lend: Lend, expected: Expected, tmp_path: Path
) -> None:
    with lend(tmp_path) as url:
        write_company(tmp_path, url)
        with another_process_holding(tmp_path, url) as holder:
            holder.kill()
            holder.wait()
            # A server takes a moment to notice that its client is gone.
            run(
                tmp_path,
                url,
                FIRST.now,
                (*FIRST.arguments, "--wait", "0" if url.startswith("duckdb") else "5"),
            )

        assert differences(state_of(url, tmp_path / "copy"), expected.after) == []


@pytest.mark.parametrize("engine", ["duckdb"])
def test_the_next_run_takes_over_the_files_of_a_dead_holder(
    lend: Lend, expected: Expected, tmp_path: Path
) -> None:
    with lend(tmp_path) as url:
        write_company(tmp_path, url)
        lock = tmp_path / "warehouse" / "warehouse.duckdb.lock"
        with start_run(tmp_path, url, FIRST.now, FIRST.arguments, rest=0.05) as process:
            while process.poll() is None and not state_of(url, tmp_path / "copy").rows:
                time.sleep(0.01)
            process.kill()
        left = lock.read_text()
        state = state_of(url, tmp_path / "copy")
        run(tmp_path, url, FIRST.now, (*FIRST.arguments, "--wait", "0"))

        assert f"(pid {process.pid})" in left
        assert 0 < len(state.rows) < len(expected.after.rows)
        assert differences(state_of(url, tmp_path / "copy"), expected.after) == []
