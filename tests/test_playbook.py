"""The commands of the playbook, run against the sample company in the order of the page."""

from __future__ import annotations

import re
import shlex
import shutil
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from tests.processes import Outcome, ended, start

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs/playbook.md"
PROJECT = ("scorecards", "runners", "sql", ".env.example")
NOW = "2026-11-16T08:00+01:00"  # the Monday whose week the page looks at, before the deadline


def run(root: Path, *words: str) -> Outcome:
    return ended(start(root, *words, SCORECARD_NOW=NOW, COLUMNS="200"))


def commands() -> Iterator[list[str]]:
    for block in re.findall(r"^```sh\n(.*?)^```$", PAGE.read_text(), re.DOTALL | re.MULTILINE):
        for line in block.splitlines():
            yield shlex.split(line.partition("  #")[0])


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("company")
    for name in PROJECT:
        source = ROOT / name
        copy = shutil.copytree if source.is_dir() else shutil.copyfile
        copy(source, root / name)
    made = run(root, "demo", "--weeks", "6")
    assert made.code == 0, made.err
    return root


@pytest.mark.slow
def test_each_command_of_the_page_answers(company: Path) -> None:
    words = list(commands())
    assert len(words) > 30

    failed = []
    for program, *arguments in words:
        assert program == "scorecard"
        found = run(company, *arguments)
        is_answer = found.code == 0 and "Traceback" not in found.err
        # It ends with 1 to tell a monitor of what it printed.
        is_overdue = arguments[0] == "overdue" and found.code == 1 and bool(found.out)
        if not is_answer and not is_overdue:
            failed.append(f"{shlex.join(arguments)}: {found.code} {found.err[-300:]}")
    assert failed == []


@pytest.mark.slow
def test_the_page_leads_from_a_number_that_moved_to_the_source_that_lost_rows(
    company: Path,
) -> None:
    with duckdb.connect(str(company / "var/warehouse.duckdb")) as warehouse:
        warehouse.execute(
            "DELETE FROM stg_hubspot.offboarding_forms WHERE submitted_at >= '2026-11-09'"
        )
    again = run(company, "run", "success", "--kpi", "6", "--week", "2026-W46")
    history = run(company, "history", "success", "6", "--period", "2026-W46")
    origin = run(company, "explain", "success", "6", "2026-W46")

    assert again.code == 0, again.err
    assert "late or changed data" in history.out
    source = next(line for line in origin.out.splitlines() if "offboarding_forms  " in line)
    assert "2026-11-0" in source  # its newest row is of the week before
    (reader, *_) = run(
        company, "lineage", "--table", "stg_hubspot.offboarding_forms"
    ).out.splitlines()[1:]
    assert "success/kpi_06" in reader
