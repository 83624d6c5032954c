"""The origin of stored values, as `scorecard explain` shows it to people and programs."""

from __future__ import annotations

import hashlib
import re
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from core.store.comments import Comments
from tests.core.explain.explanations import (
    CALLS,
    COUNT,
    FORMS,
    KPIS,
    LATER,
    as_json,
    explained,
    explanation,
    pairs,
)
from tests.core.store.test_comments import LOW
from tests.project import kpi_text, runner_text, write_project
from tests.runs import retire_kpi, row_of, run
from tests.warehouses import execute, open_for, settings_for, stored


def test_a_plain_value_shows_definition_query_sources_and_run(
    root: Path, warehouse_url: str
) -> None:
    found = explanation(root, warehouse_url, "1", "2026-W46")
    row = row_of(root, warehouse_url, 1, "2026-W46")

    assert next(iter(found)) == "success/kpi_01  Forms, 2026-W46"
    assert pairs(found["Value"]) == {
        "value": "1",
        "made of": "1 / 2",
        "covers": "2026-11-09 to 2026-11-15 (week)",
        "data": "up to 2026-11-16 06:00 CET",
    }
    assert pairs(found["Definition"]) == {
        "version": row.definition,
        "today": "scorecards/success/kpi_01.py still computes as this version does",
        "meaning": "Forms that came in.",
        "owner": "success@example.com",
        "reviewed": "2026-10-05",
        "time zone": "Europe/Berlin",
        "first run": f"2026-11-16 06:00 CET, {row.run_id}",
    }
    assert found["Query"] == [
        "SELECT count(*) AS value, count(*) AS numerator, 2 AS denominator",
        "FROM stg.forms",
        "WHERE sent_at >= :start AND sent_at < :end  -- :cut_off is not asked for",
        ":start = 2026-11-09 00:00:00+01:00",
        ":end = 2026-11-16 00:00:00+01:00",
    ]
    assert found["Sources, as the run saw them"][2].split() == [
        *("stg.forms", "table", "3", "2026-11-12", "09:30", "CET")
    ]
    assert found["Changes"] == ["none: this is the first stored value"]
    assert found["Published"] == ["no publication recorded"]


def test_the_run_is_the_one_on_record(root: Path, warehouse_url: str) -> None:
    found = pairs(explanation(root, warehouse_url, "1", "2026-W46")["Run"])
    columns = "run_id, command, started_by || ' on ' || host, code_version, engine, outcome"
    run_id, command, by, code, engine, outcome = stored(
        warehouse_url, columns, "scorecard_run", "1"
    )[0]

    assert engine.startswith("DuckDB " if warehouse_url.startswith("duckdb") else "PostgreSQL ")
    assert found == {
        "id": run_id,
        "command": command,
        "by": by,
        "code": code,
        "engine": engine,
        "started": "2026-11-16 06:00 CET",
        "finished": "2026-11-16 06:00 CET",
        "outcome": outcome,
    }


def test_fields_of_two_runs_are_shown_run_by_run(root: Path, warehouse_url: str) -> None:
    execute(warehouse_url, "INSERT INTO stg.forms VALUES ('2026-11-13', 'Bonn')")
    run(root, warehouse_url, "2026-W46", kpis=[3], now=LATER)

    found = as_json(root, warehouse_url, "3", "2026-W46")["computations"]
    assert [
        [(each["field_details"], each["value"]) for each in part["fields"]] for part in found
    ] == [
        [("Berlin", 2)],
        [("Bonn", 2)],
    ]
    assert [part["sources"][0]["rows"] for part in found] == [3, 4]
    assert [len(part["fields"][0]["restatements"]) for part in found] == [0, 1]


def test_a_failed_value_shows_the_reason(root: Path, warehouse_url: str) -> None:
    broken = kpi_text(
        "SELECT 1 / (count(*) - count(*)) AS value FROM stg.forms", name="Broken", sources=[FORMS]
    )
    write_project(root, {**KPIS, "success/kpi_09.py": broken})
    run(root, warehouse_url, "2026-W46", kpis=[9])

    found = explanation(root, warehouse_url, "9", "2026-W46")
    reason = row_of(root, warehouse_url, 9, "2026-W46").reason
    assert reason
    assert pairs(found["Value"])["value"] == f"failed: {reason}"
    assert " ".join(found["Run"]).endswith(f"failed: success/kpi_09: {reason}")


def test_a_file_is_shown_with_its_size_and_checksum(root: Path, warehouse_url: str) -> None:
    lines = explanation(root, warehouse_url, "4", "2026-W46")["Sources, as the run saw them"]

    assert lines[2].startswith("calls.csv  file     2   7 B  ")
    assert lines[2].endswith(hashlib.sha256(CALLS.encode()).hexdigest()[:16])


@pytest.mark.parametrize("warehouse_url", ["postgresql"], indirect=True)
def test_a_large_table_is_shown_with_an_estimate_of_its_rows(
    root: Path, warehouse_url: str
) -> None:
    execute(
        warehouse_url,
        "INSERT INTO stg.forms SELECT '2026-11-12', 'Bonn' FROM generate_series(1, 150000)",
    )
    execute(warehouse_url, "ANALYZE stg.forms")
    run(root, warehouse_url, "2026-W46", kpis=[1], now=LATER)

    (source,) = explanation(root, warehouse_url, "1", "2026-W46")["Sources, as the run saw them"][
        2:
    ]
    assert re.split(r"  +", source)[2] == "about 150,000"


def test_a_restated_value_shows_old_new_cause_and_runs(root: Path, warehouse_url: str) -> None:
    first = row_of(root, warehouse_url, 1, "2026-W46").run_id
    execute(
        warehouse_url, "INSERT INTO stg.forms VALUES ('2026-11-13', 'Bonn'), ('2026-11-14', 'Bonn')"
    )
    run(root, warehouse_url, "2026-W46", kpis=[1], now=LATER)
    second = row_of(root, warehouse_url, 1, "2026-W46").run_id

    found = explanation(root, warehouse_url, "1", "2026-W46")
    assert pairs(found["Value"])["value"] == "3"
    assert re.split(r"  +", found["Changes"][2]) == [
        *("1", "3", "late or changed data", "2026-11-23 06:00 CET", second, first)
    ]
    assert pairs(found["Run"])["id"] == second
    assert "5" in found["Sources, as the run saw them"][2].split()


def test_an_old_definition_is_shown_after_its_file_was_edited_or_deleted(
    root: Path, warehouse_url: str
) -> None:
    before = explanation(root, warehouse_url, "1", "2026-W45")
    edited = kpi_text("SELECT 7 AS value", name="Forms", definition="Seven.")
    write_project(root, {**KPIS, "success/kpi_01.py": edited})
    run(root, warehouse_url, "2026-W46", kpis=[1], now=LATER)
    new = row_of(root, warehouse_url, 1, "2026-W46").definition

    after = explanation(root, warehouse_url, "1", "2026-W45")
    assert after["Query"] == before["Query"]
    assert pairs(after["Definition"])["meaning"] == "Forms that came in. (today: Seven.)"
    definition = pairs(after["Definition"])
    assert definition["today"] == f"scorecards/success/kpi_01.py has another version, {new}"
    assert definition["changed"].startswith("query, sources from stg.forms to none")

    (root / "scorecards/success/kpi_01.py").unlink()
    gone = explanation(root, warehouse_url, "1", "2026-W45")
    assert gone["Query"] == before["Query"]
    assert (
        pairs(gone["Definition"])["today"]
        == "scorecards/success/kpi_01.py was removed, or has errors"
    )


def test_a_value_is_explained_even_if_its_file_has_findings(root: Path, warehouse_url: str) -> None:
    write_project(root, {**KPIS, "success/kpi_01.py": kpi_text(name="Forms", range="a fortnight")})

    found = explanation(root, warehouse_url, "1", "2026-W45")
    assert (
        pairs(found["Definition"])["today"]
        == "scorecards/success/kpi_01.py was removed, or has errors"
    )


def test_a_partial_value_is_marked_and_has_the_cut_off_of_its_run(
    root: Path, warehouse_url: str
) -> None:
    write_project(
        root,
        {
            **KPIS,
            "success/kpi_01.py": kpi_text("SELECT 1 AS value WHERE now() > :cut_off", name="Forms"),
        },
    )
    run(root, warehouse_url, "2026-W47", kpis=[1], partial=True, now="2026-11-18T12:00+01:00")

    found = explanation(root, warehouse_url, "1", "2026-W47")
    assert pairs(found["Value"])["partial"] == "the period had not ended"
    assert found["Query"][-1] == ":cut_off = 2026-11-18 12:00:00+01:00"


def test_json_holds_everything(root: Path, warehouse_url: str) -> None:
    found = as_json(root, warehouse_url, "1", "2026-W46")
    row = row_of(root, warehouse_url, 1, "2026-W46")
    (computation,) = found["computations"]

    assert (found["domain"], found["kpi_number"], found["period"]) == ("success", 1, "2026-W46")
    assert (found["timezone"], found["version_in_file"]) == ("Europe/Berlin", row.definition)
    assert set(computation) == {"fields", "definition", "parameters", "sources", "run"}
    assert computation["parameters"] == {
        "start": "2026-11-09T00:00:00+01:00",
        "end": "2026-11-16T00:00:00+01:00",
    }
    assert computation["definition"]["query"] == COUNT
    assert computation["definition"]["first_run"] == row.run_id
    assert (computation["run"]["run_id"], computation["run"]["outcome"]) == (row.run_id, "ok")
    assert computation["run"]["finished_at"] >= computation["run"]["started_at"]
    (source,) = computation["sources"]
    assert (source["source"], source["kind"], source["rows"], source["is_estimate"]) == (
        "stg.forms",
        "table",
        3,
        False,
    )
    assert (computation["fields"][0]["value"], computation["fields"][0]["unit"]) == (1, "count")


@pytest.mark.parametrize(
    "text", [runner_text("success", timezone="Europe/Berlln"), "RUNNER = None", ""]
)
def test_without_a_valid_runner_there_is_no_time_zone(
    root: Path, warehouse_url: str, text: str
) -> None:
    (root / "runners/success.py").write_text(text)
    result = explained(root, warehouse_url, "1", "2026-W46")

    assert str(result.exception).startswith("runners/success.py:")
    assert getattr(result.exception, "exit_code", 0) == 3


def test_a_store_of_an_earlier_version_must_be_updated_first(
    root: Path, warehouse_url: str
) -> None:
    execute(
        warehouse_url,
        "DELETE FROM vl_analytics.scorecard_schema WHERE migration = '006_source.sql'",
    )
    result = explained(root, warehouse_url, "1", "2026-W46")

    assert str(result.exception) == "the store's schema is not up to date; run scorecard init"
    assert getattr(result.exception, "exit_code", 0) == 3


def test_a_run_without_a_record_of_its_sources_names_them(root: Path, warehouse_url: str) -> None:
    execute(warehouse_url, "DELETE FROM vl_analytics.scorecard_source")

    found = explanation(root, warehouse_url, "1", "2026-W46")
    assert found["Sources, as the run saw them"] == ["stg.forms: their contents were not recorded"]


def test_missing_definitions_and_runs_are_shown_as_missing(root: Path, warehouse_url: str) -> None:
    execute(
        warehouse_url,
        "DELETE FROM vl_analytics.scorecard_run",
        "UPDATE vl_analytics.scorecard_success SET definition = ''",
    )

    row = row_of(root, warehouse_url, 1, "2026-W46")
    found = explanation(root, warehouse_url, "1", "2026-W46")
    assert "the store has no record of this version" in " ".join(found["Definition"])
    assert pairs(found["Run"]) == {"id": row.run_id, "computed": "2026-11-16 06:00 CET"}
    assert "Query" not in found


def test_changes_of_an_earlier_series_are_not_those_of_a_new_one(
    root: Path, warehouse_url: str
) -> None:
    execute(warehouse_url, "INSERT INTO stg.forms VALUES ('2026-11-13', 'Bonn')")
    run(root, warehouse_url, "2026-W46", kpis=[1], now=LATER)
    retire_kpi(root, warehouse_url, 1)
    write_project(root, {**KPIS, "success/kpi_01.py": kpi_text(name="Other forms")})
    run(root, warehouse_url, "2026-W46", kpis=[1], now=LATER)

    found = explanation(root, warehouse_url, "1", "2026-W46")
    assert pairs(found["Value"])["value"] == "1"
    assert found["Changes"] == ["none: this is the first stored value"]


def test_comments_on_a_value_and_their_removal_are_part_of_its_origin(
    root: Path, warehouse_url: str
) -> None:
    row = row_of(root, warehouse_url, 1, "2026-W46")
    comment = replace(LOW, kpi_number=1, field_name=row.field_name, field_details="")
    with closing(open_for(settings_for(root, warehouse_url))) as warehouse:
        Comments(warehouse, "success").add([comment, replace(comment, text="")])
        Comments(warehouse, "success").add([replace(comment, period="2026-W45")])

    found = as_json(root, warehouse_url, "1", "2026-W46")
    (field,) = found["computations"][0]["fields"]
    assert [each["text"] for each in field["comments"]] == [LOW.text, ""]
    assert field["comments"][0]["seen_at"] == "2026-11-16T05:00:00+00:00"
    assert len(explanation(root, warehouse_url, "1", "2026-W46")["Comments"]) == 4
