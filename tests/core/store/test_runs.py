"""Runs, from their beginning to their end, on both engines."""

from __future__ import annotations

import re
import signal
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from core.engines.base import Warehouse
from core.errors import UsageError
from core.store.runs import PastRun, Runs, new_run_id
from tests.core.store.begun import NOW, RUN, at
from tests.processes import usual_signals
from tests.warehouses import stored


def test_a_run_is_stored_when_it_begins(
    runs: Runs, warehouse: Warehouse, warehouse_url: str
) -> None:
    runs.begin([RUN], [])
    warehouse.close()

    columns = (
        "run_id, domain, command, started_by, host, code_version, started_at, finished_at, outcome,"
        " message"
    )
    assert stored(warehouse_url, columns, "scorecard_run") == [
        (
            "run-1",
            "success",
            "scorecard run success",
            "me",
            "host",
            "abc123",
            NOW,
            None,
            "running",
            "",
        )
    ]


def test_a_signal_while_a_run_is_stored_waits_until_it_is_committed(
    runs: Runs, warehouse: Warehouse, warehouse_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = runs.database.execute

    def interrupted(*arguments: Any) -> Any:
        signal.raise_signal(signal.SIGINT)
        return real(*arguments)

    monkeypatch.setattr(runs.database, "execute", interrupted)
    with usual_signals(), pytest.raises(KeyboardInterrupt):
        runs.begin([RUN], [])
    monkeypatch.undo()
    runs.finish(["run-1"], "interrupted", "ended by Ctrl-C", NOW)
    warehouse.close()

    found = stored(warehouse_url, "outcome, message", "scorecard_run")
    assert found == [("interrupted", "ended by Ctrl-C")]


def test_finishing_runs_stores_how_and_when_they_ended(
    runs: Runs, warehouse: Warehouse, warehouse_url: str
) -> None:
    runs.begin([replace(RUN, run_id=name) for name in ("run-1", "run-2", "run-3")], [])
    runs.finish(["run-1", "run-3"], "failed", "it's over", NOW + timedelta(seconds=3))
    warehouse.close()

    assert stored(warehouse_url, "run_id, outcome, message, finished_at", "scorecard_run") == [
        ("run-1", "failed", "it's over", NOW + timedelta(seconds=3)),
        ("run-2", "running", "", None),
        ("run-3", "failed", "it's over", NOW + timedelta(seconds=3)),
    ]


def test_a_runs_id_sorts_by_time_and_names_the_domain() -> None:
    ids = [new_run_id("success", NOW + timedelta(seconds=second)) for second in range(3)]

    assert ids == sorted(ids)
    assert re.fullmatch(r"20261116T050000Z-success-[0-9a-f]{6}", ids[0])
    assert new_run_id("success", NOW) != ids[0]


def test_a_run_that_never_finished_is_marked_as_interrupted_when_the_next_one_begins(
    runs: Runs, warehouse: Warehouse, warehouse_url: str
) -> None:
    runs.begin([RUN, replace(RUN, run_id="other", domain="recruitment")], [])
    runs.begin([at("run-2", 1)], [])
    warehouse.close()

    assert stored(warehouse_url, "run_id, outcome, message", "scorecard_run") == [
        ("other", "running", ""),
        ("run-1", "interrupted", "its connection ended before the run finished"),
        ("run-2", "running", ""),
    ]


def test_a_run_is_found_by_its_id_with_how_it_ended(runs: Runs) -> None:
    runs.begin([RUN], [])
    assert runs.find("run-1") == PastRun(RUN, None, "running", "")

    runs.finish(["run-1"], "ok", "", NOW + timedelta(seconds=3))
    assert runs.find("run-1") == PastRun(RUN, NOW + timedelta(seconds=3), "ok", "")
    assert runs.find("run-2") is None


def test_a_run_has_a_start_time_and_an_unknown_one_is_refused(runs: Runs) -> None:
    runs.begin([RUN], [])

    assert runs.start_time("run-1") == NOW
    with pytest.raises(UsageError, match="'run-2' is neither a day such as 2026-11-16 nor the id"):
        runs.start_time("run-2")


def test_the_last_outcome_is_that_of_the_newest_run_of_the_domain_since_an_instant(
    runs: Runs,
) -> None:
    runs.begin([RUN], [])
    runs.finish(["run-1"], "failed", "kpi_06: no", NOW)
    runs.begin([at("run-2", 1)], [])
    runs.finish(["run-2"], "ok", "", NOW + timedelta(days=1))

    assert runs.last_outcome("success", NOW) == "ok"
    assert runs.last_outcome("success", NOW + timedelta(days=2)) == ""
    assert runs.last_outcome("recruitment", NOW) == ""


def test_the_newest_runs_of_a_domain_come_first_within_two_instants(runs: Runs) -> None:
    for number in range(3):
        runs.begin([at(f"run-{number}", number)], [])
    runs.begin([replace(RUN, run_id="other", domain="recruitment")], [])

    def ids(*bounds: Any) -> list[str]:
        return [past.run.run_id for past in runs.read_newest("success", *bounds)]

    assert ids() == ["run-2", "run-1", "run-0"]
    assert ids(None, None, 2) == ["run-2", "run-1"]
    assert ids(NOW + timedelta(days=1), NOW + timedelta(days=2)) == ["run-1"]


def test_a_warehouse_without_a_store_has_no_runs(warehouse: Warehouse) -> None:
    assert Runs(warehouse).find("run-1") is None
    assert Runs(warehouse).last_outcome("success", NOW) == ""
    assert Runs(warehouse).read_newest("success") == []
