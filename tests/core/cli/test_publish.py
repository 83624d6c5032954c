"""`scorecard publish` as people use it."""

from __future__ import annotations

import json
from pathlib import Path

from tests.core.cli.commands import Command, fill, one_sentence
from tests.project import kpi_text, write_project
from tests.warehouses import execute, stored


def test_publish_writes_from_the_store_alone(scorecard: Command, root: Path, filled: str) -> None:
    execute(filled, "DROP TABLE stg.forms")
    first, second = (
        scorecard("publish", "success", url=filled),
        scorecard("publish", "success", url=filled),
    )

    assert (first.code, first.err) == (0, "published var/success.xlsx\n")
    assert (second.code, second.err) == (0, "var/success.xlsx is already up to date\n")


def test_publish_before_the_first_run_says_what_to_do(scorecard: Command, url: str) -> None:
    found = scorecard("publish", "success", url=url)

    assert found.code == 1
    assert one_sentence(found).endswith("has no stored values yet; run it, then publish")


def test_a_plan_is_printed_on_stdout_and_nothing_is_written(
    scorecard: Command, root: Path, filled: str
) -> None:
    found = scorecard("publish", "success", "--plan", url=filled)

    assert (found.code, found.err) == (0, "")
    assert found.out.splitlines()[-1] == "var/success.xlsx would be written"
    assert not (root / "var" / "success.xlsx").exists()


def test_as_json_each_domain_has_its_place_or_its_error(
    scorecard: Command, root: Path, filled: str
) -> None:
    write_project(root, {"leadership/kpi_01.py": kpi_text("SELECT 8 AS value")})
    found = scorecard("publish", "--format", "json", url=filled)

    records = json.loads(found.out)
    assert (found.code, found.err) == (1, "")
    assert list(records) == ["leadership", "success"]
    assert records["leadership"]["error"].endswith("has no stored values yet; run it, then publish")
    assert records["success"]["place"] == "var/success.xlsx"
    assert records["success"]["written"] is True


def test_a_workbook_is_written_whole_whatever_the_period(scorecard: Command, filled: str) -> None:
    found = scorecard("publish", "success", "--period", "2026-W45", url=filled)

    assert (found.code, found.err) == (0, "published var/success.xlsx\n")
    assert stored(filled, "filters", "scorecard_publication", "1") == [("",)]
    again = scorecard("publish", "success", url=filled)
    assert again.err == "var/success.xlsx is already up to date\n"


def test_a_domain_without_a_runner_is_refused(scorecard: Command, root: Path, filled: str) -> None:
    (root / "runners" / "success.py").unlink()
    found = scorecard("publish", "success", url=filled)

    assert (found.code, found.out) == (3, "")
    assert one_sentence(found).startswith("runners/success.py:1: ")


def test_another_store_is_refused_and_its_values_stay_stored(
    scorecard: Command, root: Path, filled: str
) -> None:
    scorecard("publish", "success", url=filled)
    other = f"duckdb:///{root / 'other.duckdb'}"
    fill(other)
    found = scorecard("run", "success", "--week", "2026-W46", url=other)

    assert found.code == 1
    fault = "var/success.xlsx: it was filled from another store, and nothing was written;"
    assert fault in found.err
    assert stored(other, "count(*)", "scorecard_success", "1") == [(2,)]

    planned = scorecard("publish", "success", "--plan", url=other)
    assert planned.code == 1
    assert fault in planned.out
    assert planned.out.endswith("var/success.xlsx would not be up to date\n")

    forced = scorecard("publish", "success", "--force", url=other)
    assert (forced.code, forced.err) == (0, "published var/success.xlsx\n")
