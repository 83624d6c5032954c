"""Two runs started together, on one machine or two: one result, and no deadlock."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.kpi import Table, Values
from tests.faults.company import STORY, write_company
from tests.faults.conftest import Lend
from tests.faults.kills import Expected, start_run
from tests.faults.state import differences, state_of
from tests.processes import ended, start
from tests.project import NOW, kpi_text, write_project
from tests.runs import values_of
from tests.warehouses import execute

FIRST = STORY[0]
SPAN = ("--period", "2026-W37..2026-W46")


def test_the_second_of_two_equal_runs_finds_the_work_done(
    lend: Lend, expected: Expected, tmp_path: Path
) -> None:
    with lend(tmp_path) as url:
        write_company(tmp_path, url)
        processes = [
            start_run(tmp_path, url, FIRST.now, FIRST.arguments, rest=0.01) for _ in range(2)
        ]
        outcomes = [ended(process) for process in processes]

        assert [outcome.code for outcome in outcomes] == [expected.code] * 2
        assert "unexpected " not in "".join(outcome.err for outcome in outcomes)
        assert differences(state_of(url, tmp_path / "copy"), expected.after) == []


def test_only_one_of_two_equal_runs_that_may_not_wait_does_the_work(
    lend: Lend, expected: Expected, tmp_path: Path
) -> None:
    with lend(tmp_path) as url:
        write_company(tmp_path, url)
        arguments = (*FIRST.arguments, "--wait", "0")
        processes = [start_run(tmp_path, url, FIRST.now, arguments, rest=0.05) for _ in range(2)]
        one, other = sorted(
            (ended(process) for process in processes), key=lambda outcome: outcome.code
        )

        assert (one.code, other.code) == (expected.code, 4)
        assert other.err.strip().endswith("; wait for it to end, or stop it")
        assert differences(state_of(url, tmp_path / "copy"), expected.after) == []


@pytest.mark.parametrize("first", ["success", "leadership"])
def test_two_domains_at_once_end_as_if_run_one_after_the_other(
    lend: Lend, expected: Expected, tmp_path: Path, first: str
) -> None:
    with lend(tmp_path) as url:
        write_company(tmp_path, url)
        second = "success" if first == "leadership" else "leadership"
        processes = [
            start_run(tmp_path, url, FIRST.now, ("run", name, *SPAN), rest=0.05)
            for name in (first, second)
        ]
        codes = dict(
            zip((first, second), (ended(process).code for process in processes), strict=True)
        )

        assert codes == {"success": 1, "leadership": 0}
        # Restatements depend on which came first: leadership may have had no value for a moment.
        assert state_of(url, tmp_path / "copy").rows == expected.after.rows


def test_two_domains_that_read_each_other_do_not_deadlock(lend: Lend, tmp_path: Path) -> None:
    count = "SELECT count(*) AS value FROM stg.forms"
    mutual = {
        f"{domain}/kpi_{number:02}.py": text
        for domain, other in (("success", "leadership"), ("leadership", "success"))
        for number, text in (
            (1, kpi_text(count, name="Forms", sources=[Table("stg.forms")])),
            (
                2,
                kpi_text(
                    "SELECT value FROM kpi_01", name="Theirs", sources=[Values(1, domain=other)]
                ),
            ),
        )
    }
    write_project(tmp_path, mutual)
    with lend(tmp_path) as url:
        execute(
            url,
            "CREATE SCHEMA stg",
            "CREATE TABLE stg.forms (n int)",
            "INSERT INTO stg.forms VALUES (1)",
        )
        environment = {"SCORECARD_WAREHOUSE": url, "SCORECARD_NOW": NOW}
        assert ended(start(tmp_path, "run", "--week", "2026-W46", **environment)).code == 0
        execute(url, "INSERT INTO stg.forms VALUES (2)")
        processes = [
            start(tmp_path, "run", domain, "--week", "2026-W46", "--wait", "20", **environment)
            for domain in ("success", "leadership")
        ]

        assert [ended(process).code for process in processes] == [0, 0]
        for domain in ("success", "leadership"):
            assert [values_of(tmp_path, url, number, domain)["2026-W46"] for number in (1, 2)] == [
                2,
                2,
            ]
