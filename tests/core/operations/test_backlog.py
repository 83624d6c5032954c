"""What an operator is told of stale values and holes, by overdue and doctor."""

from __future__ import annotations

import json
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from core.catalog.loading import load_catalogue
from core.cli.program import cli
from core.operations.backlog import Backlog, read_backlog
from core.operations.doctor import examine
from core.store import Faults
from tests.forms import fill_forms, write_forms
from tests.project import NOW, settings_of
from tests.runs import run
from tests.warehouses import execute, open_for

LATE = "2026-11-16T10:00+01:00"
STALE = "success/kpi_05 2026-W46 is stale: computed before values of success/kpi_06 changed"
HOLE = "success/kpi_05 2026-W40 is missing or has failed, and is too old for a scheduled run"


@pytest.fixture
def url(warehouse_url: str) -> str:
    fill_forms(warehouse_url)
    return warehouse_url


@pytest.fixture
def root(tmp_path: Path, url: str) -> Path:
    """Return a project in which W39 to W46 are stored and published."""
    write_forms(tmp_path)
    run(tmp_path, url, "2026-W39..2026-W46", publish=True)
    return tmp_path


def backlog(root: Path, url: str) -> Backlog:
    settings = settings_of(root, NOW, SCORECARD_WAREHOUSE=url)
    with closing(open_for(settings, write=False)) as database:
        return read_backlog(settings, database, load_catalogue(root), ["success"])


def overdue(root: Path, url: str, *options: str) -> Result:
    environment = {"SCORECARD_HOME": str(root), "SCORECARD_WAREHOUSE": url, "SCORECARD_NOW": LATE}
    command = ("overdue", "success", *options)
    return CliRunner().invoke(cli, command, env=environment, standalone_mode=False)


def damage(url: str) -> None:
    """Let one value be changed without its reader, and an old one be lost."""
    execute(
        url,
        "UPDATE vl_analytics.scorecard_success SET value = 9"
        " WHERE kpi_number = 6 AND period = '2026-W46'",
        "DELETE FROM vl_analytics.scorecard_success WHERE kpi_number = 5 AND period = '2026-W40'",
    )


def test_a_complete_store_has_no_backlog(root: Path, url: str) -> None:
    assert not backlog(root, url)
    found = overdue(root, url)
    assert (found.return_value, found.stdout) == (0, "success: on time\n")


def test_overdue_and_doctor_name_what_is_stale_or_missing(root: Path, url: str) -> None:
    damage(url)
    found = overdue(root, url, "--quiet")

    assert found.return_value == 1
    lines = found.stdout.splitlines()
    assert [line for line in lines if line.startswith(STALE)] == [
        f"{STALE}; compute it anew with scorecard run success"
    ]
    assert lines[-1] == f"{HOLE}; fill it with scorecard catch-up success"
    settings = settings_of(root, LATE, SCORECARD_WAREHOUSE=url)
    said = [each.text for each in examine(settings) if each.subject == "stored values"]
    assert said == lines


def test_overdue_lists_every_period_as_json(root: Path, url: str) -> None:
    damage(url)
    records = json.loads(overdue(root, url, "--format", "json").stdout)

    states = {(record["kpi"], record["state"]): record["periods"] for record in records}
    assert states == {(5, "stale"): ["2026-W46"], (5, "missing"): ["2026-W40"]}
    assert [record["command"] for record in records] == [
        "scorecard run success",
        "scorecard catch-up success",
    ]


def test_after_the_commands_that_are_named_nothing_is_left(root: Path, url: str) -> None:
    damage(url)
    failed = run(root, url, now=LATE)
    assert [str(hole).partition(";")[0] for hole in failed.holes] == [HOLE]
    assert failed.stale == ()
    assert not failed.ok

    environment = {"SCORECARD_HOME": str(root), "SCORECARD_WAREHOUSE": url, "SCORECARD_NOW": LATE}
    command = ("catch-up", "success")
    found = CliRunner().invoke(cli, command, env=environment, standalone_mode=False)
    assert found.return_value == 0
    assert not backlog(root, url)


def test_what_a_publish_could_not_write_is_named_until_it_is_written(root: Path, url: str) -> None:
    fault = "sc2026: 1 cells of ours are protected; let the publishing account edit them"
    with closing(open_for(settings_of(root, SCORECARD_WAREHOUSE=url))) as database:
        faults = Faults(database, "success", str(root / "var" / "success.xlsx"))
        faults.replace([fault])

    found = overdue(root, url)
    assert (found.return_value, found.stdout) == (1, f"scorecard of success: {fault}\n")
    (record,) = json.loads(overdue(root, url, "--format", "json").stdout)
    assert (record["state"], record["reason"]) == ("unwritten", fault)
    assert record["command"] == "scorecard publish success"

    run(root, url, now=LATE, publish=True)  # writes everything
    assert not backlog(root, url)
