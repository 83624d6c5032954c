"""The check of whole catalogues: findings across files, their order, and what a command loads."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from core.catalog.check import check, load_valid_catalogue, load_with_neighbours
from core.catalog.lineage import find_cycles
from core.errors import CatalogueError
from core.kpi import File, Tab, Table, Values
from tests.core.catalog.faults import findings
from tests.project import (
    catalogue_of,
    findings_of,
    kpi_text,
    runner_text,
    settings_of,
    write_project,
)

ONE = "scorecards/success/kpi_01.py"


def derived(*numbers: int, name: str = "Forms", domain: str = "", **given: object) -> str:
    """Return a KPI that reads the histories of others."""
    tables = " , ".join(f"kpi_{number:02}" for number in numbers)
    sources = [Values(number, last=2, domain=domain) for number in numbers]
    return kpi_text(f"SELECT 1 AS value FROM {tables}", name=name, sources=sources, **given)


def test_a_kpi_over_every_kind_of_source_has_no_findings(tmp_path: Path) -> None:
    query = """
        WITH open AS (SELECT * FROM stg.deals WHERE closed_at >= :start AND closed_at < :end)
        SELECT count(*)::double / (SELECT max(value) FROM kpi_06) AS value -- not :this
        FROM open JOIN exports USING (id) JOIN clients ON clients.name = exports.name
        WHERE day BETWEEN :first_day AND :last_day AND seen_at < :cut_off
          AND note <> 'at 10:30 :sharp' AND :period_start <= seen_at AND seen_at < :period_end
    """
    sources = [
        Table("stg.deals"),
        File("exports.csv"),
        Tab("SHEET", "Clients", ["Name"]),
        Values(6, last=1),
    ]
    kpis = {
        "success/kpi_01.py": kpi_text(query, sources=sources),
        "success/kpi_06.py": kpi_text(name="Other"),
    }
    assert findings_of(tmp_path, kpis) == []


@pytest.mark.parametrize("definition", ["", " \n "])
def test_a_file_without_docstring_is_refused(tmp_path: Path, definition: str) -> None:
    message = f"{ONE}:1: has no docstring; begin the file with the definition in words"
    assert findings(tmp_path, kpi_text(definition=definition)) == [message]


def test_a_kpi_file_imports_core_kpi_only(tmp_path: Path) -> None:
    text = kpi_text().replace(
        "from core.kpi", "from datetime import date\nimport json, os\nfrom core.kpi"
    )
    assert findings(tmp_path, text) == [
        f"{ONE}:3: imports datetime; a KPI file may import core.kpi only",
        f"{ONE}:4: imports json; a KPI file may import core.kpi only",
        f"{ONE}:4: imports os; a KPI file may import core.kpi only",
    ]


def test_two_kpis_of_a_domain_do_not_share_a_field_name(tmp_path: Path) -> None:
    kpis = {
        "success/kpi_01.py": kpi_text(name="Churn rate"),
        "success/kpi_02.py": kpi_text(name="Churn (rate)"),
        "success/kpi_03.py": kpi_text(name="Other", field="churn_rate"),
        "board/kpi_01.py": kpi_text(name="Churn rate"),
    }
    message = (
        "shares the field_name 'churn_rate' with scorecards/success/kpi_01.py; set field= or"
        " rename it"
    )
    assert findings_of(tmp_path, kpis) == [
        f"scorecards/success/kpi_02.py:6: {message}",
        f"scorecards/success/kpi_03.py:9: {message}",
    ]


def test_a_cycle_is_named_in_full_and_once(tmp_path: Path) -> None:
    kpis = {
        "success/kpi_01.py": derived(2, name="a"),
        "success/kpi_02.py": derived(3, name="b"),
        "success/kpi_03.py": derived(1, name="c"),
        "success/kpi_04.py": derived(1, name="d"),
    }
    assert findings_of(tmp_path, kpis) == [
        f"{ONE}:9: depends on itself: "
        "success/kpi_01 → success/kpi_02 → success/kpi_03 → success/kpi_01; break the cycle"
    ]


def test_a_kpi_that_reads_itself_is_a_cycle(tmp_path: Path) -> None:
    assert findings(tmp_path, derived(1)) == [
        f"{ONE}:9: depends on itself: success/kpi_01 → success/kpi_01; break the cycle"
    ]


def test_a_cycle_across_domains_is_found_from_either(tmp_path: Path) -> None:
    kpis = {
        "success/kpi_01.py": derived(7, domain="board"),
        "board/kpi_07.py": derived(1, domain="success"),
    }
    catalogue = catalogue_of(tmp_path, kpis)
    assert find_cycles(catalogue) == [(("board", 7), ("success", 1))]
    for domain in ("success", "board"):
        with pytest.raises(
            CatalogueError, match="board/kpi_07 → success/kpi_01 → board/kpi_07; break the cycle"
        ):
            load_valid_catalogue(settings_of(tmp_path), [domain])


def test_two_cycles_are_two_findings(tmp_path: Path) -> None:
    kpis = {
        f"success/kpi_0{number}.py": derived(number ^ 1, name=f"n{number}")
        for number in (2, 3, 4, 5)
    }
    assert [found.split(": ")[2] for found in findings_of(tmp_path, kpis)] == [
        "success/kpi_02 → success/kpi_03 → success/kpi_02; break the cycle",
        "success/kpi_04 → success/kpi_05 → success/kpi_04; break the cycle",
    ]


def test_a_kpi_read_by_two_others_is_not_a_cycle(tmp_path: Path) -> None:
    kpis = {
        "success/kpi_01.py": derived(2, 3, name="a"),
        "success/kpi_02.py": derived(4, name="b"),
        "success/kpi_03.py": derived(4, name="c"),
        "success/kpi_04.py": kpi_text(name="d"),
    }
    assert findings_of(tmp_path, kpis) == []


def test_all_findings_come_at_once_by_file_and_line(tmp_path: Path) -> None:
    kpis = {
        "board/kpi_01.py": "import os\n",
        "success/kpi_01.py": kpi_text(
            "\n  SELECT :strat AS value\n  FROM stg.deals\n",
            definition="",
            owner="nobody",
            unit="euros",
            range="long",
            sources=[Values(9), Table("stg.x")],
        ),
        "success/kpi_02.py": "KPI = (",
        "success/kpi_03.py": derived(3, name="Loop"),
    }
    runners = {"success": runner_text("success", timezone="Mars")}
    found = findings_of(tmp_path, kpis, runners=runners)
    assert [each.split(" ")[0] + " " + " ".join(each.split(" ")[1:4]) for each in found] == [
        "runners/success.py:7: timezone 'Mars' is",
        "scorecards/board/kpi_01.py:1: defines no KPI;",
        f"{ONE}:1: has no docstring;",
        f"{ONE}:7: owner 'nobody' is",
        f"{ONE}:8: unit 'euros' is",
        f"{ONE}:9: range 'long' is",
        f"{ONE}:10: Values(9) reads scorecards/success/kpi_09.py,",
        f"{ONE}:11: kpi_09 is in",
        f"{ONE}:11: stg.x is in",
        f"{ONE}:12: unknown parameter :strat;",
        f"{ONE}:13: the query reads",
        "scorecards/success/kpi_02.py:1: does not import:",
        "scorecards/success/kpi_03.py:9: depends on itself:",
    ]


def test_findings_are_an_error_that_ends_with_3_and_lists_them_all(tmp_path: Path) -> None:
    kpis = {
        "success/kpi_01.py": kpi_text(owner="x", unit="y"),
        "board/kpi_01.py": kpi_text(owner="z"),
    }
    catalogue_of(tmp_path, kpis)
    with pytest.raises(CatalogueError) as raised:
        load_valid_catalogue(settings_of(tmp_path), None)
    assert raised.value.exit_code == 3
    assert [line.split(" ")[0] for line in str(raised.value).splitlines()] == [
        "scorecards/board/kpi_01.py:7:",
        "scorecards/success/kpi_01.py:7:",
        "scorecards/success/kpi_01.py:8:",
    ]


def test_a_command_loads_its_domains_with_all_others_that_have_no_findings(tmp_path: Path) -> None:
    kpis = {
        "board/kpi_01.py": derived(1, domain="success"),
        "finance/kpi_01.py": kpi_text(owner="x"),
        "hiring/kpi_01.py": derived(1, domain="finance"),
        "success/kpi_01.py": kpi_text(),
    }
    settings = settings_of(write_project(tmp_path, kpis))

    catalogue, result, left_out = load_with_neighbours(settings, ["success"])
    assert [entry.id for entry in catalogue.entries] == ["board/kpi_01", "success/kpi_01"]
    assert set(result.facts) == {("board", 1), ("success", 1)}
    assert left_out == ("finance", "hiring")


def test_a_command_does_not_load_domains_that_have_findings_or_read_some(tmp_path: Path) -> None:
    kpis = {
        "finance/kpi_01.py": kpi_text(owner="x"),
        "hiring/kpi_01.py": derived(1, domain="finance"),
    }
    settings = settings_of(write_project(tmp_path, kpis))

    for domain in ("finance", "hiring"):
        with pytest.raises(CatalogueError, match="owner 'x' is not an e-mail address"):
            load_with_neighbours(settings, [domain])


def test_without_findings_all_domains_are_loaded(tmp_path: Path) -> None:
    kpis = {"board/kpi_01.py": kpi_text(), "success/kpi_01.py": kpi_text()}
    settings = settings_of(write_project(tmp_path, kpis))

    catalogue, result, left_out = load_with_neighbours(settings, ["success"])
    assert list(catalogue.runners) == ["board", "success"]
    assert (result.findings, left_out) == ((), ())


def test_checking_again_finds_the_same_and_reads_what_it_remembered(tmp_path: Path) -> None:
    catalogue = catalogue_of(
        tmp_path, {"success/kpi_01.py": kpi_text("SELECT count(*) AS value FROM a.b")}
    )
    first, second = check(catalogue), check(catalogue)
    assert first == second
    assert first.facts["success", 1].relations == ("a.b",)
    assert len(json.loads((tmp_path / "var" / "cache" / "sql.json").read_text())) == 1
