"""Findings on the sources of a KPI file, with a file that breaks each rule."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from core.kpi import File, Tab, Table, Values
from tests.core.catalog.faults import HISTORY, KPI, OTHER, fault
from tests.project import findings_of, kpi_text


@pytest.mark.parametrize("last", [0, -4])
def test_a_history_has_at_least_one_period(tmp_path: Path, last: int) -> None:
    assert (
        fault(tmp_path, "sources", HISTORY, OTHER, sources=[Values(6, last=last)])
        == f"Values(6, last={last}) reads no period; last counts from 1"
    )


def test_a_history_of_a_kpi_that_does_not_exist_is_refused(tmp_path: Path) -> None:
    message = fault(tmp_path, "sources", HISTORY, sources=[Values(6, last=4)])
    assert message == (
        "Values(6) reads scorecards/success/kpi_06.py, which does not exist; fix its number or"
        " domain"
    )


def test_a_history_of_another_domain_that_does_not_exist_is_refused(tmp_path: Path) -> None:
    message = fault(
        tmp_path, "sources", HISTORY, OTHER, sources=[Values(6, last=4, domain="board")]
    )
    assert message == (
        "Values(6) reads scorecards/board/kpi_06.py, which does not exist; fix its number or domain"
    )


def test_a_history_of_a_kpi_that_is_broken_is_no_second_finding(tmp_path: Path) -> None:
    text = kpi_text(HISTORY, sources=[Values(6, last=4)])
    (found,) = findings_of(tmp_path, {KPI: text, "success/kpi_06.py": "KPI = Kpi("})
    assert found.startswith("scorecards/success/kpi_06.py:1: does not import")


@pytest.mark.parametrize("name", ["deals", "a.b.c", "a-b.c", "a.b; DROP TABLE x"])
def test_a_table_is_named_with_its_schema(tmp_path: Path, name: str) -> None:
    found = findings_of(
        tmp_path, {KPI: kpi_text("SELECT count(*) AS value FROM deals", sources=[Table(name)])}
    )
    assert (
        f"scorecards/{KPI}:9: Table({name!r}) is not of the form schema.name; write it that way"
        in found
    )


def test_two_sources_are_not_read_by_one_name(tmp_path: Path) -> None:
    sources = [File("a/deals.csv"), File("b/deals.csv")]
    message = fault(tmp_path, "sources", "SELECT count(*) AS value FROM deals", sources=sources)
    assert message == "two sources are read as deals; give one of them name="


@pytest.mark.parametrize(
    "source", [File("exports/*.csv"), File("exports/2026-deals.csv"), File("a.csv", name="a b")]
)
def test_a_source_without_a_usable_name_needs_one(tmp_path: Path, source: File) -> None:
    found = findings_of(tmp_path, {KPI: kpi_text(sources=[source])})
    assert f"scorecards/{KPI}:9: {source!r} has no usable name; give it name=" in found


@pytest.mark.parametrize("variable", ["operations", "var/operations.xlsx", "", "2026_SHEET"])
def test_a_tab_names_an_environment_variable(tmp_path: Path, variable: str) -> None:
    query, sources = "SELECT count(*) AS value FROM clients", [Tab(variable, "Clients", ["Name"])]
    assert (
        fault(tmp_path, "sources", query, sources=sources)
        == f"Tab({variable!r}, …) does not name an environment variable in capitals; write one such"
        " as SALES_SHEET"
    )


@pytest.mark.parametrize(
    "columns", [["№"], ["Sheet row"], ["2026"], {"Client name": "Client"}, {'a"b': ["A", "B"]}]
)
def test_the_columns_of_a_tab_have_names_that_a_query_can_use(tmp_path: Path, columns: Any) -> None:
    query, sources = "SELECT count(*) AS value FROM clients", [Tab("SHEET", "Clients", columns)]
    assert (
        fault(tmp_path, "sources", query, sources=sources)
        == f"column {next(iter(columns))!r} of the tab 'Clients' has no usable name; give it one:"
        " {name: header}"
    )


def test_a_tab_without_columns_cannot_be_found(tmp_path: Path) -> None:
    query, sources = "SELECT count(*) AS value FROM clients", [Tab("SHEET", "Clients", [])]
    message = fault(tmp_path, "sources", query, sources=sources)
    assert (
        message == "Tab('SHEET', 'Clients') has no columns; list the headers that the query needs"
    )


@pytest.mark.parametrize("column", ["synced at", "1st", "max(x)", "x;", "größe", '"x"'])
def test_a_column_of_load_times_is_an_identifier(tmp_path: Path, column: str) -> None:
    for query, source in (
        ("SELECT count(*) AS value FROM a.b", Table("a.b", loaded_at=column)),
        ("SELECT count(*) AS value FROM deals", File("deals.csv", loaded_at=column)),
    ):
        (found,) = findings_of(tmp_path, {KPI: kpi_text(query, sources=[source])})
        assert found.endswith(
            f"loaded_at={column!r} is not an identifier; name the column that holds the time"
        )


@pytest.mark.parametrize("column", ["_synced_at", "createdAt", "loaded_at"])
def test_a_column_of_load_times_may_be_written_as_the_warehouse_has_it(
    tmp_path: Path, column: str
) -> None:
    text = kpi_text("SELECT count(*) AS value FROM a.b", sources=[Table("a.b", loaded_at=column)])
    assert findings_of(tmp_path, {KPI: text}) == []


def test_a_column_of_load_times_is_one_of_the_tabs(tmp_path: Path) -> None:
    query = "SELECT count(*) AS value FROM calls"
    good = Tab("SHEET", "Calls", ["Client", "Called on"], loaded_at="called_on")
    assert findings_of(tmp_path, {KPI: kpi_text(query, sources=[good])}) == []
    (found,) = findings_of(
        tmp_path, {KPI: kpi_text(query, sources=[replace(good, loaded_at="Called on")])}
    )
    assert found.endswith(
        "loaded_at='Called on' is not one of the tab's columns client, called_on; add it"
    )


def test_a_column_of_load_times_is_text(tmp_path: Path) -> None:
    text = kpi_text("SELECT count(*) AS value FROM a.b").replace(
        "    query", "    sources=[Table('a.b', loaded_at=5)],\n    query"
    )
    (found,) = findings_of(tmp_path, {KPI: text.replace("import Kpi", "import Kpi, Table")})
    assert found.endswith("does not import: TypeError: loaded_at must be text, not 5")
