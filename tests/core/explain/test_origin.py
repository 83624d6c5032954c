"""`scorecard explain`: everything that led to a stored number, told to people and to programs."""

from __future__ import annotations

import hashlib
import json
import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from core.cli.program import cli
from core.kpi import File, Table, Values
from core.sheets.address import URL
from tests.project import kpi_text, runner_text, write_project
from tests.runs import row_of, run
from tests.spreadsheets import Office, emulator, office, sheets
from tests.warehouses import execute, stored

__all__ = ["emulator", "office", "sheets"]

FORMS = Table("stg.forms", loaded_at="sent_at")
COUNT = """
        SELECT count(*) AS value, count(*) AS numerator, 2 AS denominator
        FROM stg.forms
        WHERE sent_at >= :start AND sent_at < :end  -- :cut_off is not asked for
    """
PARTS = "SELECT office AS field, count(*) AS value FROM stg.forms WHERE sent_at < :end GROUP BY 1"
KPIS = {
    "success/kpi_01.py": kpi_text(
        COUNT,
        name="Forms",
        definition="Forms that came in.",
        sources=[FORMS],
        reviewed="2026-10-05",
    ),
    "success/kpi_02.py": kpi_text(
        "SELECT sum(value) AS value FROM kpi_01", name="Sum", sources=[Values(1, last=2)]
    ),
    "success/kpi_03.py": kpi_text(PARTS, name="Offices", sources=[FORMS]),
    "success/kpi_04.py": kpi_text(
        "SELECT count(*) AS value FROM calls", name="Calls", sources=[File("calls.csv")]
    ),
}
CALLS = "id\n1\n2\n"
LATER = "2026-11-23T06:00+01:00"


@pytest.fixture
def root(tmp_path: Path, warehouse_url: str) -> Path:
    """Weeks 45 and 46 are stored: two forms of Berlin in the first, one of Bonn in the second."""
    execute(
        warehouse_url,
        "CREATE SCHEMA stg",
        "CREATE TABLE stg.forms (sent_at timestamptz, office text)",
        "INSERT INTO stg.forms VALUES ('2026-11-03', 'Berlin'), ('2026-11-04', 'Berlin'),"
        " ('2026-11-12 09:30', 'Bonn')",
    )
    write_project(tmp_path, KPIS, files={"calls.csv": CALLS})
    run(tmp_path, warehouse_url, "2026-W45..2026-W46")
    return tmp_path


def explained(root: Path, url: str, *arguments: str) -> Result:
    environment = {"SCORECARD_HOME": str(root), "SCORECARD_WAREHOUSE": url, "SCORECARD_NOW": LATER}
    return CliRunner().invoke(cli, ["explain", "success", *arguments], env=environment)


def sections(text: str) -> dict[str, list[str]]:
    """Return the lines of each section of the text by its title, blank ones left out."""
    found: dict[str, list[str]] = {}
    for line in text.splitlines():
        if line and not line.startswith(" "):
            found[line] = []
        elif line:
            list(found.values())[-1].append(line.strip())
    return found


def told(root: Path, url: str, *arguments: str) -> dict[str, list[str]]:
    result = explained(root, url, *arguments)
    assert result.exit_code == 0, result.exception
    return sections(result.output)


def as_json(root: Path, url: str, *arguments: str) -> Any:
    result = explained(root, url, *arguments, "--format", "json")
    assert result.exit_code == 0, result.exception
    return json.loads(result.output)


def pairs(lines: list[str]) -> dict[str, str]:
    return dict(re.split(r"  +", line, maxsplit=1) for line in lines)


def test_a_plain_value_tells_definition_query_sources_and_run(
    root: Path, warehouse_url: str
) -> None:
    found = told(root, warehouse_url, "1", "2026-W46")
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
        "today": "scorecards/success/kpi_01.py still has this version",
        "meaning": "Forms that came in.",
        "owner": "success@example.com",
        "reviewed": "2026-10-05",
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
    found = pairs(told(root, warehouse_url, "1", "2026-W46")["Run"])
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


def test_a_derived_value_names_the_values_that_it_was_made_from(
    root: Path, warehouse_url: str
) -> None:
    found = told(root, warehouse_url, "2", "2026-W46")
    run_id = row_of(root, warehouse_url, 1, "2026-W46").run_id

    assert found["Values of kpi_01 that were read"][2:] == [
        f"2026-W45      2  {run_id}",
        f"2026-W46      1  {run_id}",
        "explain one of them with scorecard explain success 1 2026-W46",
    ]
    assert found["Sources, as the run saw them"][2].split() == ["kpi_01", "values", "2"]


def test_values_that_changed_since_are_told_as_they_were_read(
    root: Path, warehouse_url: str
) -> None:
    first = row_of(root, warehouse_url, 1, "2026-W45").run_id
    execute(warehouse_url, "INSERT INTO stg.forms VALUES ('2026-11-05', 'Bonn')")
    # --only: what was made of the value stays as it is.
    environment = {
        "SCORECARD_HOME": str(root),
        "SCORECARD_WAREHOUSE": warehouse_url,
        "SCORECARD_NOW": LATER,
    }
    again = ["run", "success", "--kpi", "1", "--week", "2026-W45", "--only", "--no-publish"]
    assert CliRunner().invoke(cli, again, env=environment).exit_code == 0

    (computation,) = as_json(root, warehouse_url, "2", "2026-W46")["computations"]
    assert computation["fields"][0]["value"] == 3
    assert [
        (each["period"], each["value"], each["now"], each["run_id"])
        for each in computation["sources"][0]["values"]
    ] == [
        ("2026-W45", 2, 3, first),
        ("2026-W46", 1, 1, first),
    ]
    assert told(root, warehouse_url, "2", "2026-W46")["Values of kpi_01 that were read"][2].split()[
        :4
    ] == [*("2026-W45", "2", "now", "3")]


def test_a_breakdown_tells_all_fields_or_the_one_asked_for(root: Path, warehouse_url: str) -> None:
    every = told(root, warehouse_url, "3", "2026-W46")
    one = told(root, warehouse_url, "3", "2026-W46", "--field", "Berlin")

    assert [line.split() for line in every["Values"][2:4]] == [["Berlin", "2"], ["Bonn", "1"]]
    assert pairs(one["Value"])["field"] == "Berlin"
    assert pairs(one["Value"])["value"] == "2"


def test_fields_of_two_runs_are_told_one_run_after_the_other(
    root: Path, warehouse_url: str
) -> None:
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


def test_a_failed_value_says_why(root: Path, warehouse_url: str) -> None:
    broken = kpi_text(
        "SELECT 1 / (count(*) - count(*)) AS value FROM stg.forms", name="Broken", sources=[FORMS]
    )
    write_project(root, {**KPIS, "success/kpi_09.py": broken})
    run(root, warehouse_url, "2026-W46", kpis=[9])

    found = told(root, warehouse_url, "9", "2026-W46")
    reason = row_of(root, warehouse_url, 9, "2026-W46").reason
    assert reason
    assert pairs(found["Value"])["value"] == f"failed: {reason}"
    assert " ".join(found["Run"]).endswith(f"failed: success/kpi_09: {reason}")


def test_a_file_is_told_with_its_size_and_checksum(root: Path, warehouse_url: str) -> None:
    lines = told(root, warehouse_url, "4", "2026-W46")["Sources, as the run saw them"]

    assert lines[2].startswith("calls.csv  file     2   7 B  ")
    assert lines[2].endswith(hashlib.sha256(CALLS.encode()).hexdigest()[:16])


@pytest.mark.parametrize("warehouse_url", ["postgresql"], indirect=True)
def test_a_large_table_is_told_with_about_how_many_rows(root: Path, warehouse_url: str) -> None:
    execute(
        warehouse_url,
        "INSERT INTO stg.forms SELECT '2026-11-12', 'Bonn' FROM generate_series(1, 150000)",
    )
    execute(warehouse_url, "ANALYZE stg.forms")
    run(root, warehouse_url, "2026-W46", kpis=[1], now=LATER)

    (source,) = told(root, warehouse_url, "1", "2026-W46")["Sources, as the run saw them"][2:]
    assert re.split(r"  +", source)[2] == "about 150,000"


def test_a_restated_value_tells_old_new_cause_and_runs(root: Path, warehouse_url: str) -> None:
    first = row_of(root, warehouse_url, 1, "2026-W46").run_id
    execute(
        warehouse_url, "INSERT INTO stg.forms VALUES ('2026-11-13', 'Bonn'), ('2026-11-14', 'Bonn')"
    )
    run(root, warehouse_url, "2026-W46", kpis=[1], now=LATER)
    second = row_of(root, warehouse_url, 1, "2026-W46").run_id

    found = told(root, warehouse_url, "1", "2026-W46")
    assert pairs(found["Value"])["value"] == "3"
    assert re.split(r"  +", found["Changes"][2]) == [
        *("1", "3", "late or changed data", "2026-11-23 06:00 CET", second, first)
    ]
    assert pairs(found["Run"])["id"] == second
    assert "5" in found["Sources, as the run saw them"][2].split()


def test_an_old_definition_is_told_after_its_file_was_edited_and_after_it_is_gone(
    root: Path, warehouse_url: str
) -> None:
    before = told(root, warehouse_url, "1", "2026-W45")
    edited = kpi_text("SELECT 7 AS value", name="Forms", definition="Seven.")
    write_project(root, {**KPIS, "success/kpi_01.py": edited})
    run(root, warehouse_url, "2026-W46", kpis=[1], now=LATER)
    new = row_of(root, warehouse_url, 1, "2026-W46").definition

    after = told(root, warehouse_url, "1", "2026-W45")
    assert after["Query"] == before["Query"]
    assert pairs(after["Definition"])["meaning"] == "Forms that came in."
    assert (
        pairs(after["Definition"])["today"]
        == f"scorecards/success/kpi_01.py has another version, {new}"
    )

    (root / "scorecards/success/kpi_01.py").unlink()
    gone = told(root, warehouse_url, "1", "2026-W45")
    assert gone["Query"] == before["Query"]
    assert (
        pairs(gone["Definition"])["today"]
        == "scorecards/success/kpi_01.py was removed, or has errors"
    )


def test_a_file_with_findings_is_no_hindrance(root: Path, warehouse_url: str) -> None:
    write_project(root, {**KPIS, "success/kpi_01.py": kpi_text(name="Forms", range="a fortnight")})

    found = told(root, warehouse_url, "1", "2026-W45")
    assert (
        pairs(found["Definition"])["today"]
        == "scorecards/success/kpi_01.py was removed, or has errors"
    )


def test_a_partial_value_says_so_and_has_the_cut_off_of_its_run(
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

    found = told(root, warehouse_url, "1", "2026-W47")
    assert pairs(found["Value"])["partial"] == "the period had not ended"
    assert found["Query"][-1] == ":cut_off = 2026-11-18 12:00:00+01:00"


def test_json_holds_all_of_it(root: Path, warehouse_url: str) -> None:
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


def test_a_range_has_its_own_parameters_and_reads_all_of_its_periods(
    root: Path, warehouse_url: str
) -> None:
    query = "SELECT sum(value) AS value FROM kpi_01 WHERE period_start >= :first_day"
    write_project(
        root,
        {
            **KPIS,
            "success/kpi_05.py": kpi_text(query, name="Two", range="2 weeks", sources=[Values(1)]),
        },
    )
    run(root, warehouse_url, "2026-W46", kpis=[5])

    (computation,) = as_json(root, warehouse_url, "5", "2026-W46")["computations"]
    assert computation["parameters"] == {"first_day": date(2026, 11, 2).isoformat()}
    assert [each["period"] for each in computation["sources"][0]["values"]] == [
        "2026-W45",
        "2026-W46",
    ]


# what cannot be told


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (
            ("1", "2026-W30"),
            (
                "nothing is stored of success/kpi_01 for 2026-W30; "
                "compute it with scorecard run success --kpi 1 --period 2026-W30"
            ),
        ),
        (("1", "2026-11"), "success/kpi_01 is weekly and 2026-11 is not; give a week as 2026-W46"),
        (
            ("8", "2026-W46"),
            (
                "nothing is stored of success/kpi_08; see scorecard list, or compute it with"
                " scorecard run success"
            ),
        ),
        (
            ("3", "2026-W46", "--field", "Rome"),
            "success/kpi_03 for 2026-W46 has no field 'Rome'; there are Berlin, Bonn",
        ),
        (
            ("1", "2026-W46", "--field", "Rome"),
            (
                "success/kpi_01 for 2026-W46 has no field 'Rome'; it is not broken down, so leave"
                " out --field"
            ),
        ),
    ],
)
def test_what_is_not_stored_is_wrong_usage_and_says_what_to_do(
    root: Path, warehouse_url: str, arguments: tuple[str, ...], sentence: str
) -> None:
    result = explained(root, warehouse_url, *arguments)

    assert str(result.exception) == sentence
    assert getattr(result.exception, "exit_code", 0) == 2


@pytest.mark.parametrize(
    "text", [runner_text("success", timezone="Europe/Berlln"), "RUNNER = None", ""]
)
def test_without_a_runner_there_is_no_time_zone_to_tell_it_in(
    root: Path, warehouse_url: str, text: str
) -> None:
    (root / "runners/success.py").write_text(text)
    result = explained(root, warehouse_url, "1", "2026-W46")

    assert str(result.exception).startswith("runners/success.py:")
    assert getattr(result.exception, "exit_code", 0) == 3


def test_a_store_of_an_earlier_version_is_told_to_be_brought_up_to_date(
    root: Path, warehouse_url: str
) -> None:
    execute(
        warehouse_url,
        "DELETE FROM vl_analytics.scorecard_schema WHERE migration = '006_source.sql'",
    )
    result = explained(root, warehouse_url, "1", "2026-W46")

    assert str(result.exception) == "the store's schema is not up to date; run scorecard init"
    assert getattr(result.exception, "exit_code", 0) == 3


def test_a_run_that_kept_no_record_of_its_sources_names_them(
    root: Path, warehouse_url: str
) -> None:
    execute(warehouse_url, "DELETE FROM vl_analytics.scorecard_source")

    found = told(root, warehouse_url, "1", "2026-W46")
    assert found["Sources, as the run saw them"] == ["stg.forms: their contents were not recorded"]


def test_a_value_of_another_cadence_than_todays_is_told(root: Path, warehouse_url: str) -> None:
    write_project(
        root,
        {**KPIS, "success/kpi_04.py": kpi_text("SELECT 1 AS value", name="Calls", cadence="daily")},
    )
    run(root, warehouse_url, "2026-11-15", kpis=[4])

    assert pairs(told(root, warehouse_url, "4", "2026-W46")["Value"])["value"] == "2"
    assert pairs(told(root, warehouse_url, "4", "2026-11-15")["Value"])["value"] == "1"


def test_what_the_store_has_lost_is_told_as_lost(root: Path, warehouse_url: str) -> None:
    execute(
        warehouse_url,
        "DELETE FROM vl_analytics.scorecard_run",
        "UPDATE vl_analytics.scorecard_success SET definition = ''",
    )

    row = row_of(root, warehouse_url, 1, "2026-W46")
    found = told(root, warehouse_url, "1", "2026-W46")
    assert "the store has no record of this version" in " ".join(found["Definition"])
    assert pairs(found["Run"]) == {"id": row.run_id, "computed": "2026-11-16 06:00 CET"}
    assert "Query" not in found


# where it was published


def publication(
    root: Path, url: str, marker: str, target: str, at: str, outcome: str = "applied"
) -> None:
    execute(
        url,
        f"INSERT INTO vl_analytics.scorecard_publication VALUES ('{marker}', 'success', '{target}',"
        f" 'scorecard publish success', '', 'ann', 'desk', '{at}', '{outcome}', 9, 0, 0)",
    )


def test_a_workbook_that_was_written_since_is_named_with_its_first_writing(
    root: Path, warehouse_url: str
) -> None:
    publication(root, warehouse_url, "too early", "var/success.xlsx", "2026-11-16 05:00+01:00")
    publication(
        root, warehouse_url, "given up", "var/success.xlsx", "2026-11-16 06:30+01:00", "given up"
    )
    publication(root, warehouse_url, "first", "var/success.xlsx", "2026-11-16 07:00+01:00")
    publication(root, warehouse_url, "second", "var/success.xlsx", "2026-11-16 08:00+01:00")

    assert [
        re.split(r"  +", line)
        for line in told(root, warehouse_url, "1", "2026-W46")["Published"][2:]
    ] == [
        [
            "var/success.xlsx",
            "1",
            "2026-11-16 07:00 CET",
            "ann on desk",
            "scorecard publish success",
        ]
    ]


def test_a_spreadsheet_is_named_with_what_its_cell_was_given(office: Office) -> None:
    kpi = {"success/kpi_01.py": kpi_text("SELECT 4 AS value", name="Four")}
    write_project(office.root, kpi, {"success": runner_text("success", sheet=office.variable)})
    code, _, told_on_stderr = office.run("run", "success", "--week", "2026-W46")
    assert code == 0, told_on_stderr

    published = told(office.root, office.url, "1", "2026-W46")["Published"]
    assert re.split(r"  +", published[2])[:3] == [
        URL.format(office.book),
        "4",
        "2026-11-16 06:00 CET",
    ]
    assert published[2].endswith("scorecard run success --week 2026-W46")
