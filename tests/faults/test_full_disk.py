"""The disk fills up during a run: stored steps are whole, and the next run completes them."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.faults.company import STORY, write_company
from tests.faults.conftest import Lend
from tests.faults.kills import Expected, recover, start_run
from tests.faults.scorecards import Scorecards
from tests.processes import ended
from tests.warehouses import execute

FIRST = STORY[0]
# Starts a command that may not write files longer than so many blocks of 512 bytes.
LIMITED = ("sh", "-c", 'ulimit -f "$0"; exec "$@"')
# Raises the error of a full disk at a statement that writes to a table.
FULL = """
    CREATE FUNCTION public.refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
        RAISE EXCEPTION 'could not extend file: No space left on device'
            USING ERRCODE = 'disk_full';
    END $$
"""


@pytest.mark.parametrize("engine", ["duckdb"])
@pytest.mark.parametrize("kilobytes", [1, 20, 45])
def test_a_full_disk_ends_a_run_on_duckdb_with_one_sentence(
    lend: Lend, expected: Expected, tmp_path: Path, scorecards: Scorecards, kilobytes: int
) -> None:
    with lend(tmp_path) as url:
        write_company(tmp_path, url)
        process = start_run(
            tmp_path, url, FIRST.now, FIRST.arguments, through=(*LIMITED, str(2 * kilobytes))
        )
        outcome = recover(process, expected, tmp_path, url, scorecards)

    assert (outcome.code, outcome.err.count("\n")) == (1, 1)
    assert outcome.err.strip().endswith(
        "File too large; fix it and run again, nothing is half stored"
    )


@pytest.mark.parametrize("engine", ["postgresql"])
@pytest.mark.parametrize("table", ["scorecard_definition", "scorecard_success"])
def test_a_full_disk_ends_a_run_on_postgresql_with_one_sentence(
    lend: Lend, expected: Expected, tmp_path: Path, scorecards: Scorecards, table: str
) -> None:
    with lend(tmp_path) as url:
        write_company(tmp_path, url)
        assert ended(start_run(tmp_path, url, FIRST.now, ("init",))).code == 0
        trigger = (
            f"refuse BEFORE INSERT ON vl_analytics.{table} FOR EACH STATEMENT EXECUTE FUNCTION"
            " public.refuse()"
        )
        execute(url, FULL, f"CREATE TRIGGER {trigger}")
        process = start_run(tmp_path, url, FIRST.now, FIRST.arguments)
        drop = f"DROP TRIGGER refuse ON vl_analytics.{table}"
        outcome = recover(
            process, expected, tmp_path, url, scorecards, repair=lambda: execute(url, drop)
        )

    assert (outcome.code, outcome.err.count("\n")) == (1, 1)
    assert "No space left on device; fix it" in outcome.err
