"""Definitions by which runs computed, every revision of them, on both engines."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from core.engines.base import Warehouse
from core.model import Definition
from core.store.definitions import Definitions, Replacement, StoredDefinition, UsedDefinition
from core.store.runs import Runs
from tests.core.publish.samples import CHURN, FORMS
from tests.core.store.begun import NOW, RUN, at
from tests.warehouses import stored

NEWER = replace(CHURN, version="newer", query="SELECT 2 AS value")
RENAMED = replace(CHURN, owner="new@example.com", target=0.1)


def as_of(warehouse: Warehouse, run_id: str, version: str = CHURN.version) -> Definition | None:
    """Return the definition of CHURN as of a run."""
    run = Runs(warehouse).find(run_id)
    revision = run.run.revision if run else None
    found = Definitions(warehouse).find("success", 32, version, revision)
    return found.definition if found else None


def test_every_revision_is_kept_as_it_was(
    runs: Runs, warehouse: Warehouse, warehouse_url: str
) -> None:
    runs.begin([RUN], [CHURN, FORMS])
    runs.begin([at("run-2", days=7)], [RENAMED])
    runs.begin([at("run-3", days=14)], [NEWER])
    newest = Definitions(warehouse).read_newest("success")
    warehouse.close()

    columns = "revision, kpi_number, version, owner, target, first_run, in_force_from"
    assert stored(warehouse_url, columns, "scorecard_definition") == [
        (1, 32, "a1b2c3", CHURN.owner, 0.12, "run-1", NOW),
        (2, 6, "a1b2c3", CHURN.owner, None, "run-1", NOW),
        (3, 32, "a1b2c3", "new@example.com", 0.1, "run-2", NOW + timedelta(days=7)),
        (4, 32, "newer", CHURN.owner, 0.12, "run-3", NOW + timedelta(days=14)),
    ]
    assert newest == {6: FORMS, 32: NEWER}


def test_everything_that_a_file_says_comes_back(runs: Runs, warehouse: Warehouse) -> None:
    whole = replace(
        CHURN,
        since="2025-W01",
        settles="3 weeks",
        source_details='[{"kind": "Table", "name": "stg_hubspot.agreements"}]',
        timezone="Europe/Berlin",
        title="Success scorecard",
        adds="ratio",
        limits_since="2026-W10",
        file_text='"""Clients lost."""\n\nKPI = ...\n',
    )
    runs.begin([RUN], [whole])

    assert Definitions(warehouse).read_newest("success") == {32: whole}
    assert Definitions(warehouse).read_all(["success"]) == [replace(whole, file_text=None)]


def test_a_definition_that_is_taken_up_again_is_the_newest(
    runs: Runs, warehouse: Warehouse
) -> None:
    runs.begin([RUN], [CHURN])
    runs.begin([at("run-2", days=1)], [NEWER])
    runs.begin([at("run-3", days=2)], [CHURN])

    assert Definitions(warehouse).read_newest("success") == {32: CHURN}
    assert Definitions(warehouse).read_all(["success"]) == [CHURN, NEWER, CHURN]


def test_a_warehouse_without_a_store_has_no_definitions(warehouse: Warehouse) -> None:
    assert Definitions(warehouse).read_newest("success") == {}
    assert Definitions(warehouse).read_all(["success"]) == []


def test_a_definition_that_did_not_change_is_left_alone(runs: Runs, warehouse: Warehouse) -> None:
    runs.begin([RUN], [CHURN])
    runs.begin([at("run-2", days=1)], [CHURN])

    assert Definitions(warehouse).find("success", 32, CHURN.version, 1) == StoredDefinition(
        1, UsedDefinition(CHURN, "run-1", NOW)
    )
    assert Definitions(warehouse).read_all(["success"]) == [CHURN]


def test_a_definition_is_found_as_of_each_run(runs: Runs, warehouse: Warehouse) -> None:
    runs.begin([RUN], [CHURN, FORMS])
    runs.begin([at("run-2", days=7)], [RENAMED])
    runs.begin([at("run-3", days=14)], [NEWER])
    runs.begin([at("run-4", days=21)], [FORMS])

    assert as_of(warehouse, "run-1") == CHURN
    assert as_of(warehouse, "run-2") == RENAMED
    assert as_of(warehouse, "run-4") == RENAMED
    assert as_of(warehouse, "run-3", "newer") == NEWER
    assert as_of(warehouse, "run-3", "never") is None


@pytest.mark.parametrize("days", [0, -1])
def test_a_clock_that_stands_still_or_is_set_back_confuses_no_revisions(
    runs: Runs, warehouse: Warehouse, days: int
) -> None:
    runs.begin([RUN], [CHURN])
    runs.begin([at("run-2", days)], [RENAMED])

    assert Definitions(warehouse).read_newest("success") == {32: RENAMED}
    assert (as_of(warehouse, "run-1"), as_of(warehouse, "run-2")) == (CHURN, RENAMED)


def test_a_run_without_a_revision_has_the_first_one_of_its_version(
    runs: Runs, warehouse: Warehouse
) -> None:
    runs.begin([RUN], [CHURN])
    runs.begin([at("run-2", days=1)], [RENAMED])

    assert as_of(warehouse, "run-0") == CHURN


def test_domains_count_their_revisions_apart(runs: Runs, warehouse: Warehouse) -> None:
    other = replace(CHURN, domain="recruitment")
    both = [RUN, replace(RUN, run_id="run-1b", domain="recruitment")]
    runs.begin(both, [CHURN, FORMS, other])

    revisions = [each.run.revision for each in map(runs.find, ("run-1", "run-1b")) if each]
    assert revisions == [2, 1]
    assert Definitions(warehouse).read_newest("recruitment") == {32: other}


def test_a_run_learns_which_definitions_it_replaces(runs: Runs) -> None:
    assert runs.begin([RUN], [CHURN, FORMS]) == ()
    assert runs.begin([at("run-2", days=1)], [CHURN, FORMS]) == ()
    assert runs.begin([at("run-3", days=2)], [RENAMED, FORMS]) == (Replacement(CHURN, RENAMED),)
