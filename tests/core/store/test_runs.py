"""Runs and definitions on both engines."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from core.catalog.definition import definition_of
from core.engines.base import Warehouse
from core.kpi import File, Tab, Table, Values
from core.store.runs import Journal, Run, new_run_id
from core.store.schema import migrate
from tests.core.publish.samples import CHURN, FORMS
from tests.project import catalogue_of, kpi_text
from tests.warehouses import open_for, settings_for, stored

NOW = datetime(2026, 11, 16, 5, tzinfo=UTC)
RUN = Run("run-1", "success", "scorecard run success", "me", "host", "abc123", NOW)


@pytest.fixture
def warehouse(warehouse_url: str, tmp_path: Path) -> Iterator[Warehouse]:
    with closing(open_for(settings_for(tmp_path, warehouse_url))) as found:
        yield found


@pytest.fixture
def journal(warehouse: Warehouse) -> Journal:
    migrate(warehouse, ["success"])
    return Journal(warehouse)


def at(run_id: str, days: int) -> Run:
    return replace(RUN, run_id=run_id, started_at=NOW + timedelta(days=days))


def test_a_run_is_on_record_from_its_beginning(
    journal: Journal, warehouse: Warehouse, warehouse_url: str
) -> None:
    journal.begin([RUN], [])
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


def test_a_run_that_ends_says_how_and_when(
    journal: Journal, warehouse: Warehouse, warehouse_url: str
) -> None:
    journal.begin([replace(RUN, run_id=name) for name in ("run-1", "run-2", "run-3")], [])
    journal.finish(["run-1", "run-3"], "failed", "it's over", NOW + timedelta(seconds=3))
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


def test_a_definition_is_remembered_once_a_version(
    journal: Journal, warehouse: Warehouse, warehouse_url: str
) -> None:
    newer = replace(CHURN, version="newer", query="SELECT 2 AS value")
    journal.begin([RUN], [CHURN, FORMS])
    journal.begin([at("run-2", days=7)], [replace(CHURN, owner="new@example.com", target=0.1)])
    journal.begin([at("run-3", days=14)], [newer])
    newest = journal.definitions("success")
    warehouse.close()

    assert stored(
        warehouse_url, "kpi_number, version, owner, target, first_run", "scorecard_definition"
    ) == [
        (6, "a1b2c3", CHURN.owner, None, "run-1"),
        (32, "a1b2c3", "new@example.com", 0.1, "run-1"),
        (32, "newer", CHURN.owner, 0.12, "run-3"),
    ]
    assert newest == {6: FORMS, 32: newer}


def test_a_definition_that_is_taken_up_again_is_the_newest(journal: Journal) -> None:
    journal.begin([RUN], [CHURN])
    journal.begin([at("run-2", days=1)], [replace(CHURN, version="tried")])
    journal.begin([at("run-3", days=2)], [CHURN])

    assert journal.definitions("success") == {32: CHURN}


def test_a_warehouse_without_a_store_has_no_definitions(warehouse: Warehouse) -> None:
    assert Journal(warehouse).definitions("success") == {}


def test_a_definition_holds_what_explains_a_number_when_the_file_is_gone(tmp_path: Path) -> None:
    sources = [
        Table("stg.deals"),
        File("exports/a.csv"),
        Tab("OPS", "Notes", columns=("A",)),
        Values(1, last=4),
    ]
    catalogue = catalogue_of(
        tmp_path,
        {
            "success/kpi_02.py": kpi_text(
                "SELECT 1 AS value",
                name="Lost deals",
                sources=sources,
                target=5,
                better="lower",
                reviewed="2026-10-01",
            )
        },
    )

    found = definition_of(catalogue.entry("success", 2))

    assert (found.domain, found.kpi_number, found.field_name) == ("success", 2, "lost_deals")
    assert (found.range_type, found.cadence, found.unit, found.better) == (
        "4 weeks",
        "weekly",
        "count",
        "lower",
    )
    assert (found.meaning, found.query) == ("What the test counts.", "SELECT 1 AS value")
    assert found.sources == "stg.deals, exports/a.csv, OPS › Notes, kpi_01"
    assert found.target == 5.0


def test_a_run_that_died_is_said_to_be_dead_when_the_next_one_begins(
    journal: Journal, warehouse: Warehouse, warehouse_url: str
) -> None:
    journal.begin([RUN, replace(RUN, run_id="other", domain="recruitment")], [])
    journal.begin([at("run-2", 1)], [])
    warehouse.close()

    assert stored(warehouse_url, "run_id, outcome, message", "scorecard_run") == [
        ("other", "running", ""),
        ("run-1", "interrupted", "its connection ended without a word"),
        ("run-2", "running", ""),
    ]
