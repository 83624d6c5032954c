"""The origin of a stored value as JSON."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

from core.cli.text.explain_json import origin_json
from core.explain import Field
from core.model.records import as_json
from tests.core.cli.text.origins import DEFINITION, OLD, ROW, computation, origin

HELD = ("computations", "definition_in_file", "comparisons")


def parsed(text: str) -> Any:
    return json.loads(text)


def test_the_origin_names_the_kpi_and_the_version_of_its_file() -> None:
    found = parsed(origin_json(origin(), replace(DEFINITION, version="v2")))

    assert {name: value for name, value in found.items() if name not in HELD} == {
        "domain": "success",
        "kpi_number": 5,
        "period": "2026-W46",
        "timezone": "Europe/Berlin",
        "total": None,
        "version_in_file": "v2",
    }
    assert parsed(origin_json(origin(), None))["version_in_file"] is None
    assert found["comparisons"] == []


def test_a_computation_has_fields_definition_parameters_sources_and_run() -> None:
    (found,) = parsed(origin_json(origin(), DEFINITION))["computations"]

    assert list(found) == ["fields", "definition", "parameters", "sources", "run"]
    assert found["definition"]["query"] == "\n    SELECT 3 AS value\n"
    assert found["definition"]["first_run"] == "run-1"
    assert found["parameters"] == {"start": "2026-11-09"}
    assert (found["run"]["outcome"], found["run"]["finished_at"]) == (
        "ok",
        "2026-11-16T05:00:00+00:00",
    )


def test_a_field_is_the_stored_row_with_its_changes_and_publications() -> None:
    (computed,) = parsed(origin_json(origin(), DEFINITION))["computations"]
    (field,) = computed["fields"]

    assert {name: field[name] for name in as_json(ROW)} == as_json(ROW)
    assert field["computed"] is None
    assert [(each["old_value"], each["new_value"]) for each in field["restatements"]] == [(2, 3)]
    assert [each["target"] for each in field["published"]] == ["var/success.xlsx"]


def test_a_manual_value_has_the_computed_one() -> None:
    field = Field(replace(ROW, by_hand=True), OLD, (), ())
    (found,) = parsed(origin_json(origin(computation(fields=(field,))), DEFINITION))["computations"]

    assert found["fields"][0]["by_hand"] is True
    assert found["fields"][0]["computed"]["value"] == 2


def test_a_source_of_stored_values_has_those_that_were_read() -> None:
    (found,) = parsed(origin_json(origin(), DEFINITION))["computations"]

    assert [(each["source"], each["rows"], len(each["values"])) for each in found["sources"]] == [
        ("stg.forms", 1234, 0),
        ("kpi_06", 52, 1),
    ]
    assert found["sources"][1]["values"][0] == {
        "period": "2026-W46",
        "field": "",
        "value": 6,
        "unit": "count",
        "run_id": "run-1",
        "now": 7,
    }


def test_what_the_store_lost_is_left_as_its_id() -> None:
    (found,) = parsed(
        origin_json(origin(computation(definition=None, first_run=None, run=None)), DEFINITION)
    )["computations"]

    assert found["definition"] == {"version": "v1", "first_run": None, "differs_today": None}
    assert found["run"] == {"run_id": "run-1"}


def test_what_differs_today_is_listed() -> None:
    today = replace(DEFINITION, version="v2", query="SELECT 4 AS value", owner="bo@example.com")
    found = parsed(origin_json(origin(), today))

    assert found["computations"][0]["definition"]["differs_today"] == ["query"]
    assert found["computations"][0]["definition"]["owner"] == "ana@example.com"
    assert found["definition_in_file"]["owner"] == "bo@example.com"
