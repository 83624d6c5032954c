"""PostgreSQL crashes during a run and starts again, or ends one of the run's connections."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from subprocess import Popen

import psycopg
import pytest

from core.catalog.tasks import Task
from core.errors import WarehouseError
from core.model.period import CADENCES
from core.run.pipeline import Options
from core.run.pipeline import run as run_pipeline
from core.run.plan import RunRequest
from tests.faults.company import STORY, write_company
from tests.faults.kills import Expected, recover, start_run
from tests.faults.scorecards import Scorecards
from tests.faults.servers import Server, running_server
from tests.project import kpi_text, runner_text, settings_of, write_project
from tests.warehouses import HOLDER, execute

FIRST = STORY[0]


on_postgresql = pytest.mark.parametrize("engine", ["postgresql"])


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with running_server() as server:
        yield server


@contextmanager
def in_the_middle_of_a_run(root: Path, url: str) -> Iterator[Popen[str]]:
    """Run a process until it has stored some of its rows."""
    write_company(root, url)
    with start_run(root, url, FIRST.now, FIRST.arguments, rest=0.05) as process:
        try:
            while process.poll() is None and not rows(url):
                time.sleep(0.02)
            yield process
        finally:
            process.kill()


def rows(url: str) -> int:
    try:
        return int(execute(url, "SELECT count(*) FROM vl_analytics.scorecard_success")[0][0])
    except psycopg.errors.UndefinedTable:
        return 0


def lose(url: str, role: str) -> list[tuple[object, ...]]:
    """End the connection whose name begins with `role`."""
    return execute(
        url,
        "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity "
        f"WHERE datname = current_database() AND application_name LIKE '{role}%'",
    )


@pytest.mark.slow
@on_postgresql
@pytest.mark.parametrize("seconds", [0, 1])
def test_a_run_survives_a_crash_of_the_server(
    server: Server,
    expected: Expected,
    tmp_path: Path,
    scorecards: Scorecards,
    seconds: float,
) -> None:
    with server.database() as url, in_the_middle_of_a_run(tmp_path, url) as process:
        server.crash()
        time.sleep(seconds)
        server.start()
        recover(process, expected, tmp_path, url, scorecards)


@on_postgresql
@pytest.mark.parametrize("role", ["scorecard queries", "scorecard run"])
def test_a_run_survives_the_loss_of_any_of_its_connections(
    postgres_url: str, expected: Expected, tmp_path: Path, scorecards: Scorecards, role: str
) -> None:
    with in_the_middle_of_a_run(tmp_path, postgres_url) as process:
        ended = lose(postgres_url, role)
        outcome = recover(process, expected, tmp_path, postgres_url, scorecards)

    assert ended == [(True,)]
    assert outcome.code in (0, 1)


def test_a_connection_lost_before_a_change_of_time_zone_ends_the_run_with_one_sentence(
    tmp_path: Path, postgres_url: str
) -> None:
    kpi = kpi_text("SELECT 1 AS value")
    runners = {"success": runner_text("success", "Europe/Lisbon")}
    write_project(tmp_path, {"leadership/kpi_01.py": kpi, "success/kpi_01.py": kpi}, runners)

    def cut(task: Task, done: int, total: int) -> None:
        if task.entry.domain == "success":
            lose(postgres_url, "scorecard queries")

    settings = settings_of(tmp_path, SCORECARD_WAREHOUSE=postgres_url)
    request = RunRequest(["leadership", "success"], (), CADENCES, "2026-W46")
    with pytest.raises(WarehouseError):
        run_pipeline(settings, request, Options(HOLDER), cut)
