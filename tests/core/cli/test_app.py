"""The context of a command: its domains, its days, and a warehouse that may be away or locked."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import psycopg
import pytest

from core.cli.app import App, command_line, pass_app
from core.errors import UsageError, WarehouseError
from core.settings import Settings
from tests.core.cli.commands import NOWHERE, UNREACHABLE, Command, one_sentence
from tests.processes import another_process_holding, start_command
from tests.project import kpi_text, runner_text, settings_of, write_project


@pass_app
def context(app: App) -> App:
    """Return what a command is handed."""
    return app


@pytest.fixture
def project(root: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a project of two domains, which is the working directory."""
    runners = {"sydney": runner_text("sydney", timezone="Australia/Sydney")}
    write_project(root, {"sydney/kpi_01.py": kpi_text()}, runners)
    monkeypatch.chdir(root)
    monkeypatch.setenv("SCORECARD_NOW", "2026-11-16T20:00+01:00")
    return root


@pytest.mark.usefixtures("project")
def test_a_command_has_the_domains_it_was_given_once_each_or_all() -> None:
    assert context().domains == ("success", "sydney")
    assert context(domains=("sydney",)).domain == "sydney"
    assert context(domains=("sydney", "success", "sydney")).domains == ("sydney", "success")


@pytest.mark.usefixtures("project")
def test_a_domain_that_does_not_exist_is_wrong_usage() -> None:
    with pytest.raises(UsageError, match="domain 'sales' does not exist; choose from success, syd"):
        context(domains=("success", "sales"))


@pytest.mark.usefixtures("project")
def test_a_span_ends_on_the_last_day_of_the_domain_s_calendar() -> None:
    """In Sydney the 17th has begun."""
    berlin = context(domains=("success",)).span("2026-11-01..last")
    sydney = context(domains=("sydney",)).span("2026-11-01..last")

    assert berlin is not None
    assert sydney is not None
    assert (berlin.last, sydney.last) == (date(2026, 11, 15), date(2026, 11, 16))
    assert context().span("") is None


def test_without_a_runner_days_are_those_of_the_clock(project: Path) -> None:
    (project / "runners" / "sydney.py").unlink()
    span = context(domains=("sydney",)).span("2026-11-01..last")

    assert span is not None
    assert span.last == date(2026, 11, 15)


def test_each_attempt_reads_the_settings_anew(
    project: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("time.sleep", lambda seconds: None)
    clocks: list[str] = []

    def work(settings: Settings) -> str:
        clocks.append(settings.now.isoformat())
        monkeypatch.setenv("SCORECARD_NOW", "2026-11-17T00:00+01:00")
        if len(clocks) == 1:
            raise WarehouseError("the server is gone; run again", transient=True)
        return "done"

    assert context().retry(work) == "done"
    assert clocks == ["2026-11-16T20:00:00+01:00", "2026-11-17T00:00:00+01:00"]
    assert capsys.readouterr().err == (
        "the server is gone; attempt 2 of 3 in 1 s; values stored so far count as unchanged\n"
    )


@pytest.mark.parametrize(
    ("program", "text"),
    [
        ("/usr/bin/scorecard", "scorecard run --week 2026-W46"),
        ("/srv/core/__main__.py", "scorecard run --week 2026-W46"),
        ("/srv/runners/success.py", "runners.success run --week 2026-W46"),
    ],
)
def test_a_command_line_names_the_program_and_its_arguments(
    monkeypatch: pytest.MonkeyPatch, root: Path, program: str, text: str
) -> None:
    monkeypatch.setattr(sys, "argv", [program, "run", "--week", "2026-W46"])

    assert command_line(settings_of(root)) == text


def test_a_secret_in_a_command_line_is_masked(monkeypatch: pytest.MonkeyPatch, root: Path) -> None:
    monkeypatch.setattr(sys, "argv", ["scorecard", "set", "--note", "as hunter2 says"])

    assert command_line(settings_of(root, A_TOKEN="hunter2")) == (
        "scorecard set --note as *** says"
    )


@pytest.mark.parametrize("arguments", [["run", "success"], ["publish", "success"], ["init"]])
def test_a_writing_command_tries_three_times_to_reach_the_warehouse(
    scorecard: Command, monkeypatch: pytest.MonkeyPatch, arguments: list[str]
) -> None:
    pauses: list[float] = []
    monkeypatch.setattr("time.sleep", pauses.append)
    found = scorecard(*arguments, url=NOWHERE)

    assert (found.code, found.out) == (3, "")
    assert found.err.splitlines() == [
        f"{UNREACHABLE}; attempt 2 of 3 in 1 s",
        f"{UNREACHABLE}; attempt 3 of 3 in 2 s",
        f"{UNREACHABLE}; start the server, or fix the URL (after 3 attempts)",
    ]
    assert [int(pause) for pause in pauses] == [1, 2]


@pytest.mark.parametrize(
    "arguments", [["values", "success"], ["history", "success", "6"], ["diff"]]
)
def test_a_reading_command_reports_an_unreachable_warehouse_at_once(
    scorecard: Command, arguments: list[str]
) -> None:
    found = scorecard(*arguments, url=NOWHERE)

    assert found.code == 3
    assert one_sentence(found) == f"{UNREACHABLE}; start the server, or fix the URL"


@contextmanager
def only_with_a_password(postgres: str, role: str, password: str) -> Iterator[None]:
    """Make a role whose password the server asks for; it trusts everybody else."""
    with psycopg.connect(postgres, autocommit=True) as connection:
        connection.execute(f"CREATE ROLE {role} LOGIN PASSWORD '{password}'".encode())
        row = connection.execute("SHOW hba_file").fetchone()
        assert row is not None
        file = Path(row[0])
        file.write_text(f"local all {role} scram-sha-256\n{file.read_text()}")
        connection.execute("SELECT pg_reload_conf()")
        yield
        file.write_text(file.read_text().replace(f"local all {role} scram-sha-256\n", ""))
        connection.execute("SELECT pg_reload_conf()")
        connection.execute(f"DROP ROLE {role}".encode())


def test_a_wrong_password_ends_with_3_and_is_not_repeated(
    scorecard: Command, postgres: str, postgres_url: str
) -> None:
    role = postgres_url.partition("/test_")[2].partition("?")[0]
    name = f"locked_{role}"
    url = postgres_url.replace("//postgres:@", f"//{name}:wr0ng@")
    with only_with_a_password(postgres, name, "r1ght"):
        deadline = time.monotonic() + 5
        while (
            found := scorecard("run", "success", url=url)
        ).code != 3 and time.monotonic() < deadline:
            time.sleep(0.05)

    assert found.code == 3
    assert one_sentence(found).startswith("SCORECARD_WAREHOUSE: the local socket/test_")
    assert f'password authentication failed for user "{name}"' in found.err
    assert "wr0ng" not in found.err + found.out


def test_a_database_that_does_not_exist_ends_with_3(scorecard: Command, postgres: str) -> None:
    found = scorecard("run", "success", url=postgres.replace("/postgres?", "/nowhere?"))

    assert found.code == 3
    assert 'database "nowhere" does not exist' in one_sentence(found)


LOCKED = (
    "import duckdb, sys, time; c = duckdb.connect(sys.argv[1]); print('open', flush=True);"
    " time.sleep(60)"
)


def test_a_duckdb_file_that_another_program_has_open_ends_with_4(
    scorecard: Command, tmp_path: Path
) -> None:
    path = tmp_path / "w.duckdb"
    with start_command(tmp_path, [sys.executable, "-c", LOCKED, str(path)]) as other:
        assert other.stdout is not None
        other.stdout.readline()
        found = scorecard("run", "success", "--wait", "0.1", url=f"duckdb:///{path}")
        other.kill()

    assert found.code == 4
    assert (
        one_sentence(found)
        == f"{path} is open in another program (pid {other.pid}); wait for it to end, or stop it"
    )


def test_a_run_that_holds_the_lock_is_named_to_the_next_one(
    scorecard: Command, root: Path, url: str
) -> None:
    with another_process_holding(root, url) as holder:
        found = scorecard("run", "success", "--wait", "0.1", url=url)

    assert (found.code, found.out) == (4, "")
    assert "scorecard run success --week 2026-W46 by " in one_sentence(found)
    assert f"(pid {holder.pid}), since 20" in one_sentence(found)
    assert one_sentence(found).endswith("; wait for it to end, or stop it")
