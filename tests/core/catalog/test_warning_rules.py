"""Warnings: queries that run, but whose values are hardly what their authors mean."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from core.catalog.check import check
from core.catalog.warning_rules import find_warnings
from core.kpi import File, Table, Values
from tests.project import catalogue_of, kpi_text

ONE = "scorecards/success/kpi_01.py"
CONSTANT = (
    "the query names no period, so that every week gets the same value; bound its rows, e.g. with"
    " :start and :end, or set as_of='run' if the state at the run is meant"
)
SHARE = "SELECT count(*) FILTER (WHERE x) / count(*) AS value FROM s.t WHERE day >= :first_day"
SHARE_FAULT = (
    "count(*) FILTER(WHERE x) / count(*) divides whole numbers, which cuts off the fraction; cast"
    " one side, e.g. with ::float"
)


def warnings(root: Path, query: str, **attributes: Any) -> list[str]:
    """Return the warnings on a KPI that has no errors."""
    kpis = {
        "success/kpi_01.py": kpi_text(query, **attributes),
        "success/kpi_06.py": kpi_text(name="Other"),
    }
    catalogue = catalogue_of(root, kpis)
    result = check(catalogue)
    assert result.findings == ()
    return [str(finding) for finding in find_warnings(catalogue, result.facts)]


@pytest.mark.parametrize("source", [Table("s.t"), File("exports/t.csv")])
def test_a_query_over_data_names_a_period(tmp_path: Path, source: Table | File) -> None:
    query = f"SELECT count(*) AS value FROM {source.relation}"

    assert warnings(tmp_path, query, sources=[source]) == [f"{ONE}:10: warning: {CONSTANT}"]


@pytest.mark.parametrize("parameter", ["cut_off", "period_end", "last_day"])
def test_every_parameter_is_a_period(tmp_path: Path, parameter: str) -> None:
    query = f"SELECT count(*) AS value FROM s.t WHERE x < :{parameter}"

    assert warnings(tmp_path, query, sources=[Table("s.t")]) == []


def test_a_query_over_stored_values_or_over_nothing_needs_no_period(tmp_path: Path) -> None:
    query = "SELECT avg(value) AS value FROM kpi_06"

    assert warnings(tmp_path, query, sources=[Values(6, last=2)]) == []
    assert warnings(tmp_path / "other", "SELECT 1 AS value") == []


def test_the_state_at_the_run_is_stated(tmp_path: Path) -> None:
    query = "SELECT count(*) AS value FROM s.t"
    assert warnings(tmp_path, query, sources=[Table("s.t")], as_of="run") == []

    query = "SELECT count(*) AS value\nFROM s.t\nWHERE x < :end"
    assert warnings(tmp_path / "other", query, sources=[Table("s.t")], as_of="run") == [
        f"{ONE}:13: warning: as_of='run' contradicts :end in the query; leave out one of them"
    ]


def test_a_part_of_a_union_without_a_period_is_named_on_its_line(tmp_path: Path) -> None:
    query = (
        "\n    SELECT 'a' AS field, count(*) AS value FROM s.a WHERE x >= :start\n"
        "    UNION ALL\n    SELECT 'b', count(*) FROM s.b"
    )
    (found,) = warnings(tmp_path, query, sources=[Table("s.a"), Table("s.b")])

    assert found == (
        f"{ONE}:13: warning: this part of the UNION reads s.b without a period, so that it gives"
        " the same every week; bound its rows, e.g. with :start and :end"
    )


@pytest.mark.parametrize("unit", ["percent", "number", "EUR"])
def test_a_division_of_whole_numbers_is_named(tmp_path: Path, unit: str) -> None:
    found = warnings(tmp_path, SHARE, sources=[Table("s.t")], unit=unit)

    assert found == [f"{ONE}:10: warning: {SHARE_FAULT}"]


def test_a_count_may_divide_whole_numbers(tmp_path: Path) -> None:
    assert warnings(tmp_path, SHARE, sources=[Table("s.t")], unit="count") == []


def test_duckdb_divides_whole_numbers_of_a_file_into_fractions(tmp_path: Path) -> None:
    query = SHARE.replace("s.t", "t")

    assert warnings(tmp_path, query, sources=[File("t.csv")], unit="percent") == []


def test_a_result_without_value_or_with_another_column_is_named(tmp_path: Path) -> None:
    assert warnings(tmp_path, "SELECT 1 AS total") == [
        f"{ONE}:9: warning: the query returns no column named value, but total; name it with AS"
        " value"
    ]
    assert warnings(tmp_path / "other", "SELECT 1 AS value, 2 AS total") == [
        f"{ONE}:9: warning: the query returns the column total beside value; return field, value,"
        " numerator, denominator only"
    ]


def test_a_warning_on_sql_in_a_file_of_its_own_names_that_file(tmp_path: Path) -> None:
    text = (
        kpi_text(sources=[Table("s.t")])
        .replace('"""SELECT 1 AS value"""', "sql_file()")
        .replace("import Kpi", "import Kpi, sql_file")
    )
    sql = "-- all\nSELECT count(*) AS value FROM s.t\n"
    catalogue = catalogue_of(
        tmp_path, {"success/kpi_01.py": text}, files={"sql/success/kpi_01.sql": sql}
    )
    (found,) = find_warnings(catalogue, check(catalogue).facts)

    assert (found.file, found.line, found.is_warning) == ("sql/success/kpi_01.sql", 1, True)


def test_sql_that_does_not_parse_has_no_warnings(tmp_path: Path) -> None:
    catalogue = catalogue_of(tmp_path, {"success/kpi_01.py": kpi_text("SELECT (")})

    assert find_warnings(catalogue, check(catalogue).facts) == ()
