"""The context of a command: its domains, and a warehouse that is away, locked or refuses."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest

from tests.core.cli.commands import (
    NOWHERE,
    UNREACHABLE,
    Command,
    one_sentence,
)
from tests.processes import another_process_holding, start_command


@pytest.mark.parametrize("arguments", [["run", "success"], ["publish", "success"], ["init"]])
def test_what_writes_tries_three_times_to_reach_the_warehouse(
    scorecard: Command, monkeypatch: pytest.MonkeyPatch, arguments: list[str]
) -> None:
    pauses: list[float] = []
    monkeypatch.setattr("time.sleep", pauses.append)
    found = scorecard(*arguments, url=NOWHERE)

    assert (found.code, found.out) == (3, "")
    assert found.err.splitlines() == [
        f"{UNREACHABLE}; attempt 2 of 3 in 1 s",
        f"{UNREACHABLE}; attempt 3 of 3 in 2 s",
        f"{UNREACHABLE}; start the server, or mend the URL (after 3 attempts)",
    ]
    assert [int(pause) for pause in pauses] == [1, 2]


@pytest.mark.parametrize(
    "arguments", [["values", "success"], ["history", "success", "6"], ["diff"]]
)
def test_what_only_reads_says_at_once_that_the_warehouse_cannot_be_reached(
    scorecard: Command, arguments: list[str]
) -> None:
    found = scorecard(*arguments, url=NOWHERE)

    assert found.code == 3
    assert one_sentence(found) == f"{UNREACHABLE}; start the server, or mend the URL"


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
    assert one_sentence(found).endswith(f"(pid {holder.pid}); wait for it to end, or stop it")
