"""Definitions by which runs computed, on both engines."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from core.engines.base import Warehouse
from core.store.definitions import Definitions, StoredDefinition
from core.store.runs import Runs
from tests.core.publish.samples import CHURN, FORMS
from tests.core.store.begun import NOW, RUN, at
from tests.warehouses import stored


def test_a_definition_is_stored_once_per_version(
    runs: Runs, warehouse: Warehouse, warehouse_url: str
) -> None:
    newer = replace(CHURN, version="newer", query="SELECT 2 AS value")
    runs.begin([RUN], [CHURN, FORMS])
    runs.begin([at("run-2", days=7)], [replace(CHURN, owner="new@example.com", target=0.1)])
    runs.begin([at("run-3", days=14)], [newer])
    newest = Definitions(warehouse).read_newest("success")
    warehouse.close()

    assert stored(
        warehouse_url, "kpi_number, version, owner, target, first_run", "scorecard_definition"
    ) == [
        (6, "a1b2c3", CHURN.owner, None, "run-1"),
        (32, "a1b2c3", "new@example.com", 0.1, "run-1"),
        (32, "newer", CHURN.owner, 0.12, "run-3"),
    ]
    assert newest == {6: FORMS, 32: newer}


def test_a_definition_that_is_taken_up_again_is_the_newest(
    runs: Runs, warehouse: Warehouse
) -> None:
    runs.begin([RUN], [CHURN])
    runs.begin([at("run-2", days=1)], [replace(CHURN, version="tried")])
    runs.begin([at("run-3", days=2)], [CHURN])

    assert Definitions(warehouse).read_newest("success") == {32: CHURN}


def test_a_warehouse_without_a_store_has_no_definitions(warehouse: Warehouse) -> None:
    assert Definitions(warehouse).read_newest("success") == {}


def test_a_definition_that_did_not_change_is_left_alone(runs: Runs, warehouse: Warehouse) -> None:
    runs.begin([RUN], [CHURN])
    runs.begin([at("run-2", days=1)], [CHURN])

    assert Definitions(warehouse).find("success", 32, CHURN.version) == StoredDefinition(
        CHURN, "run-1", NOW
    )


def test_a_version_is_found_with_the_first_run_that_used_it(
    runs: Runs, warehouse: Warehouse
) -> None:
    newer = replace(CHURN, version="newer")
    runs.begin([RUN], [CHURN])
    runs.begin([at("run-2", days=1)], [newer])

    found = Definitions(warehouse).find("success", 32, "newer")
    assert found == StoredDefinition(newer, "run-2", NOW + timedelta(days=1))
    assert Definitions(warehouse).find("success", 32, "never") is None


def test_a_clock_set_back_does_not_bring_an_older_definition_into_force(
    runs: Runs, warehouse: Warehouse
) -> None:
    newer = replace(CHURN, version="newer")
    runs.begin([RUN], [CHURN])
    runs.begin([at("run-2", days=-1)], [newer])

    assert Definitions(warehouse).read_newest("success") == {32: newer}
