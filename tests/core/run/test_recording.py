"""The record of runs: what is written when, how runs end, and what a run that breaks off leaves."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from math import inf
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from core.catalog.tasks import Task
from core.compute.changes import Changes
from core.compute.steps import TaskResult
from core.errors import WarehouseError
from core.model.period import CADENCES, parse_period
from core.run.pipeline import Options
from core.run.pipeline import run as run_pipeline
from core.run.plan import RunRequest
from core.run.recording import RunRecord, finish_runs, flush_every, new_runs
from core.store.runs import Runs
from core.store.values import Store
from tests.catalogues import entry
from tests.core.run.results import LATER, at_call, restatements
from tests.forms import COUNTS, SUNDAYS, fill_forms
from tests.processes import ROOT
from tests.project import kpi_text, settings_of, write_project
from tests.rows import row
from tests.runs import row_of, rows_of, run, say_nothing, values_of
from tests.warehouses import HOLDER, execute, open_for, settings_for, stored

BERLIN = ZoneInfo("Europe/Berlin")
WEEK = parse_period("2026-W46")
NO_WAREHOUSE: Any = None


def result(number: int, *, domain: str = "success", reason: str = "") -> TaskResult:
    """Return the result of a KPI, which failed if there is a reason."""
    outcome = "failed" if reason else "value"
    computed = row(kpi_number=number, domain=domain, outcome=outcome, reason=reason)
    return TaskResult(Task(entry(number, domain=domain), WEEK), (computed,), (), Changes(()))


def test_each_batch_is_written_when_the_time_is_up() -> None:
    manual, one, two, three = map(result, (6, 1, 2, 3))
    written: list[list[TaskResult]] = []

    def write(results: Sequence[TaskResult]) -> None:
        written.append(list(results))

    assert flush_every(0.0, [[one, two], [three]], write, [manual]) == [one, two, three]
    assert written == [[manual, one, two], [three], []]


def test_all_is_written_at_once_if_the_time_is_never_up() -> None:
    manual, one, two = map(result, (6, 1, 2))
    written: list[list[TaskResult]] = []

    def write(results: Sequence[TaskResult]) -> None:
        written.append(list(results))

    assert flush_every(inf, [[one], [two]], write, [manual]) == [one, two]
    assert written == [[manual, one, two]]


def test_a_batch_that_fails_is_not_written_and_what_waited_with_it_neither() -> None:
    def batches() -> Iterator[list[TaskResult]]:
        yield [result(1)]
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        flush_every(inf, batches(), lambda _: pytest.fail("nothing is to be written"))


@dataclass(frozen=True)
class Ends(RunRecord):
    """Keeps how runs ended."""

    ends: list[tuple[list[str], str, str]] = field(default_factory=list)

    def finish(self, run_ids: Iterable[str], outcome: str, message: str) -> None:
        self.ends.append((list(run_ids), outcome, message))


def test_runs_that_end_alike_are_finished_together_and_failures_named_once() -> None:
    run_ids = {"board": "run-b", "finance": "run-f", "success": "run-s"}
    record = Ends(NO_WAREHOUSE, run_ids, datetime(2026, 11, 16, tzinfo=BERLIN), str)
    failures = [result(7, reason="no table"), result(5, reason="too late")]
    finish_runs(record, [result(1), *failures, failures[0], result(1, domain="board")])

    assert record.ends == [
        (["run-b", "run-f"], "ok", ""),
        (["run-s"], "failed", "success/kpi_05: too late; success/kpi_07: no table"),
    ]


def test_the_end_of_a_run_is_its_start_and_the_time_elapsed() -> None:
    start = datetime(2026, 11, 16, tzinfo=BERLIN)
    record = Ends(NO_WAREHOUSE, {}, start, str)

    assert start <= record.now() < record.now() < start + timedelta(seconds=20)


def test_a_secret_in_the_message_of_a_run_is_masked(root: Path, url: str) -> None:
    settings = settings_for(root, url, A_TOKEN="hunter2")
    with closing(open_for(settings)) as warehouse:
        Store(warehouse).prepare(["success"])
        runs = new_runs(settings, HOLDER, ["success"], "")
        Runs(warehouse).begin(runs, [])
        record = RunRecord(warehouse, {}, settings.now, settings.scrub)
        record.finish([runs[0].run_id], "failed", "hunter2 is refused")

    assert stored(url, "message", "scorecard_run", "1") == [("*** is refused",)]


def test_a_run_is_stored_with_who_where_what_and_how_it_ended(root: Path, url: str) -> None:
    (root / ".git").mkdir()
    (root / ".git" / "HEAD").write_text("0123456789abcdef0123456789abcdef01234567\n")
    run(root, url, "2026-W46")

    columns = (
        "run_id, domain, command, started_by, host, code_version, outcome, message, started_at,"
        " finished_at"
    )
    ((run_id, domain, command, who, where, code, outcome, message, started, finished),) = stored(
        url, columns, "scorecard_run"
    )
    assert run_id == row_of(root, url, 6, "2026-W46").run_id
    assert (domain, command, where, code) == (
        "success",
        HOLDER,
        socket.gethostname(),
        "0123456789ab",
    )
    assert who
    assert (outcome, message) == ("ok", "")
    assert started == datetime(2026, 11, 16, 6, tzinfo=BERLIN)
    assert timedelta(0) < finished - started < timedelta(seconds=20)


def test_the_record_of_a_run_names_what_failed(failing: Path, url: str) -> None:
    run(failing, url, "2026-W46", now=LATER)

    ((outcome, message),) = stored(
        url, "outcome, message", "scorecard_run", "started_at DESC LIMIT 1"
    )
    assert outcome == "failed"
    assert re.match(
        r"success/kpi_05: depends on kpi_06, which failed; success/kpi_06: .*(?i:division by zero)",
        message,
    )


KILLED = """
import os, signal, sys
from pathlib import Path
from typing import Any
from core.run import pipeline
from core.model.period import CADENCES, parse_period
from core.run.pipeline import Options, run
from core.run.plan import RunRequest
from core.run.recording import RunRecord, finish_runs, flush_every
from tests.catalogues import entry
from tests.project import settings_of

root, url, call, every = sys.argv[1:]
pipeline.WRITE_EVERY = float(every)
left = int(call)

def die(task, done, total):
    global left
    left -= 1
    if not left:
        os.kill(os.getpid(), signal.SIGKILL)

request = RunRequest(["success"], (), CADENCES, "2026-W40..2026-W46")
run(settings_of(Path(root), SCORECARD_WAREHOUSE=url), request, Options("scorecard run"), die)
"""


ALONE = {
    f"success/kpi_0{number}.py": kpi_text("SELECT 70 AS value", name=f"Alone {number}")
    for number in (7, 8, 9)
}


UNDISTURBED = {
    5: dict(zip(SUNDAYS, (None, None, None, 2.5, 3.5, 4.5, 5.5), strict=True)),
    6: COUNTS,
    **{number: dict.fromkeys(SUNDAYS, 70) for number in (7, 8, 9)},
}


def all_values(root: Path, url: str) -> dict[int, dict[str, float | None]]:
    return {number: found for number in UNDISTURBED if (found := values_of(root, url, number))}


@pytest.mark.parametrize(("call", "every"), [(1, 0), (2, 0), (5, 0), (5, 60)])
def test_a_killed_run_leaves_whole_steps_and_the_next_one_completes_it(
    root: Path, url: str, call: int, every: float
) -> None:
    write_project(root, ALONE, {"success": ""})
    command = [sys.executable, "-c", KILLED, str(root), url, str(call), str(every)]
    killed = subprocess.run(command, check=False, env={**os.environ, "PYTHONPATH": str(ROOT)})
    left, values = rows_of(root, url), all_values(root, url)
    run(root, url, "2026-W40..2026-W46", now=LATER, wait=5)

    assert killed.returncode == -9
    assert values == {number: UNDISTURBED[number] for number in values}
    assert len(values) == (0 if every else call - 1)
    assert all_values(root, url) == UNDISTURBED
    assert restatements(url) == []
    # What was stored before the kill stays as it was.
    assert [
        row for row in rows_of(root, url) if row.computed_at < datetime.fromisoformat(LATER)
    ] == left
    assert stored(url, "outcome", "scorecard_run", "started_at") == [("interrupted",), ("ok",)]


def test_an_interrupted_run_leaves_whole_steps_and_is_marked(
    root: Path, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("core.run.pipeline.WRITE_EVERY", 0.0)
    write_project(root, ALONE, {"success": ""})

    def interrupt() -> None:
        raise KeyboardInterrupt

    settings = settings_of(root, SCORECARD_WAREHOUSE=url)
    request = RunRequest(["success"], (), CADENCES, "2026-W40..2026-W46")
    with pytest.raises(KeyboardInterrupt):
        run_pipeline(settings, request, Options(HOLDER), at_call(3, interrupt))
    values = all_values(root, url)

    assert len(values) == 2
    assert values == {number: UNDISTURBED[number] for number in values}
    assert stored(url, "outcome", "scorecard_run", "1") == [("interrupted",)]


def test_a_run_that_is_interrupted_as_soon_as_it_is_stored_is_marked(root: Path, url: str) -> None:
    write_project(root, ALONE, {"success": ""})

    def interrupt(_: str) -> None:
        raise KeyboardInterrupt

    settings = settings_of(root, SCORECARD_WAREHOUSE=url)
    request = RunRequest(["success"], (), CADENCES, "2026-W46")
    with pytest.raises(KeyboardInterrupt):
        run_pipeline(settings, request, Options(HOLDER, on_begin=interrupt), say_nothing)

    assert stored(url, "outcome, message", "scorecard_run", "1") == [
        ("interrupted", "ended by Ctrl-C")
    ]


def test_a_lost_connection_leaves_whole_steps_and_one_sentence(
    root: Path, postgres_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill_forms(postgres_url)
    monkeypatch.setattr("core.run.pipeline.WRITE_EVERY", 0.0)
    write_project(root, ALONE, {"success": ""})

    def cut() -> None:
        execute(
            postgres_url,
            "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity "
            "WHERE datname = current_database() AND pid <> pg_backend_pid()",
        )

    settings = settings_of(root, SCORECARD_WAREHOUSE=postgres_url)
    request = RunRequest(["success"], (), CADENCES, "2026-W40..2026-W46")
    with pytest.raises(WarehouseError, match=r"nothing is half stored$"):
        run_pipeline(settings, request, Options(HOLDER), at_call(3, cut))
    values = all_values(root, postgres_url)
    run(root, postgres_url, "2026-W40..2026-W46", now=LATER)

    assert len(values) == 2
    assert values == {number: UNDISTURBED[number] for number in values}
    assert all_values(root, postgres_url) == UNDISTURBED
