"""The origin of a value names the owner, the docstring and the time zone of its own run."""

from __future__ import annotations

from pathlib import Path

from tests.core.explain.explanations import LATER, as_json, explanation, pairs
from tests.forms import edit
from tests.runs import run
from tests.warehouses import execute

KPI_01 = "scorecards/success/kpi_01.py"


def test_owner_and_docstring_are_those_of_the_run(root: Path, warehouse_url: str) -> None:
    edit(root, KPI_01, "owner='success@example.com'", "owner='bo@example.com'")
    edit(root, KPI_01, "Forms that came in.", "Forms that arrived.")
    execute(warehouse_url, "INSERT INTO stg.forms VALUES ('2026-11-13', 'Bonn')")
    run(root, warehouse_url, "2026-W46", kpis=[1], now=LATER)

    before = pairs(explanation(root, warehouse_url, "1", "2026-W45")["Definition"])
    after = pairs(explanation(root, warehouse_url, "1", "2026-W46")["Definition"])
    assert before["owner"] == "success@example.com (today: bo@example.com)"
    assert before["meaning"] == "Forms that came in. (today: Forms that arrived.)"
    assert before["today"].endswith("still computes as this version does")
    assert (after["owner"], after["meaning"]) == ("bo@example.com", "Forms that arrived.")


def test_parameters_are_in_the_time_zone_of_the_run(root: Path, warehouse_url: str) -> None:
    edit(root, "runners/success.py", "Europe/Berlin", "Asia/Tokyo")

    found = explanation(root, warehouse_url, "1", "2026-W46")
    assert ":start = 2026-11-09 00:00:00+01:00" in found["Query"]
    assert pairs(found["Definition"])["time zone"] == "Europe/Berlin (today: Asia/Tokyo)"
    assert "time zone from Europe/Berlin to Asia/Tokyo" in " ".join(found["Definition"])

    run(root, warehouse_url, "2026-W46", kpis=[1], now=LATER)
    found = explanation(root, warehouse_url, "1", "2026-W46")
    assert ":start = 2026-11-09 00:00:00+09:00" in found["Query"]


def test_json_has_the_file_as_it_was_and_the_code_that_ran(root: Path, warehouse_url: str) -> None:
    text = (root / KPI_01).read_text()
    (root / KPI_01).unlink()

    found = as_json(root, warehouse_url, "1", "2026-W46")
    (computation,) = found["computations"]
    assert computation["definition"]["file_text"] == text
    assert found["definition_in_file"] is None
    assert computation["run"]["is_dirty"] is None
    assert computation["run"]["framework"] == computation["run"]["code_version"]


def test_what_an_earlier_release_did_not_keep_is_unknown(root: Path, warehouse_url: str) -> None:
    execute(
        warehouse_url,
        "UPDATE vl_analytics.scorecard_definition SET timezone = '', title = '', since = NULL,"
        " settles = NULL, source_details = NULL, file_text = NULL, version = 'old'",
        "UPDATE vl_analytics.scorecard_run SET revision = NULL, is_dirty = NULL, framework = ''",
        "UPDATE vl_analytics.scorecard_success SET definition = 'old'",
    )

    facts = pairs(explanation(root, warehouse_url, "1", "2026-W46")["Definition"])
    assert facts["time zone"].startswith("unknown: an earlier release did not keep it (today: ")
    assert facts["today"] == "scorecards/success/kpi_01.py still computes as this version does"
