"""Findings on a planned query, without a database."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.compute import Rehearsed
from core.engines import PlannedColumns, WarehouseTable
from core.errors import PlanError, QueryError
from core.operations.query_findings import Surroundings, query_findings
from core.query import SqlFacts
from core.query.parse.statement import examine
from tests.catalogues import entry
from tests.project import kpi_text, write_project

ONE = "scorecards/success/kpi_01.py"
FORMS = WarehouseTable("stg", "forms", "table", 1, (("sent_on", "date"),))


def texts(root: Path, planned: Rehearsed, facts: SqlFacts | None = None) -> list[str]:
    write_project(root, {"success/kpi_01.py": kpi_text(str(planned.entry.kpi.query))})
    around = Surroundings(root, "the warehouse", "postgres", {"stg.forms": FORMS})
    found = query_findings(around, planned, facts or examine(planned.entry.query, "postgres"))
    return [str(finding) for finding in found]


@pytest.mark.parametrize(
    "kind",
    [
        *("int8", "int2", "float8", "numeric", "numeric(9,2)", "real"),
        *("BIGINT", "HUGEINT", "UTINYINT", "INTEGER", "FLOAT", "DOUBLE", "DECIMAL(18,3)", '"NULL"'),
    ],
)
def test_numbers_of_both_engines_are_values(tmp_path: Path, kind: str) -> None:
    columns: PlannedColumns = (("field", "text"), ("value", kind))

    assert texts(tmp_path, Rehearsed(entry(1, query="SELECT *"), columns), SqlFacts()) == []


@pytest.mark.parametrize("kind", ["text", "money", "unknown", "interval", "INTEGER[]", "point"])
def test_any_other_type_is_none(tmp_path: Path, kind: str) -> None:
    (found,) = texts(
        tmp_path, Rehearsed(entry(1, query="SELECT *"), (("value", kind),)), SqlFacts()
    )

    assert f"value is of type {kind}, which is not a number" in found


def test_the_first_line_of_a_query_in_a_kpi_file_has_no_column(tmp_path: Path) -> None:
    query = "SELECT nope AS value\nFROM stg.forms"
    first = Rehearsed(entry(1, query=query), error=PlanError("wrong", 7, word="nope"))
    second = Rehearsed(entry(1, query=query), error=PlanError("wrong", 26, word="stg"))

    assert texts(tmp_path, first) == [
        f"{ONE}:9: the database refuses the query: wrong; fix the query"
    ]
    assert texts(tmp_path, second) == [
        f"{ONE}:10:6: the database refuses the query: wrong; fix the query"
    ]


def test_an_error_without_a_place_is_on_the_querys_first_line(tmp_path: Path) -> None:
    error = QueryError("took longer than 5 s; make the query faster")

    assert texts(tmp_path, Rehearsed(entry(1, query="SELECT 1"), error=error)) == [
        f"{ONE}:9: took longer than 5 s; make the query faster"
    ]


def test_an_alias_that_does_not_exist_is_not_taken_for_a_table(tmp_path: Path) -> None:
    query = "SELECT x.n AS value FROM stg.forms"
    error = PlanError('missing FROM-clause entry for table "x"', 7, "table", "x.n")
    (found,) = texts(tmp_path, Rehearsed(entry(1, query=query), error=error))

    assert 'the database refuses the query: missing FROM-clause entry for table "x"' in found


def test_a_table_without_near_names_points_to_the_list(tmp_path: Path) -> None:
    error = PlanError("relation does not exist", None, "table", "raw.xyz")
    (found,) = texts(
        tmp_path, Rehearsed(entry(1, query="SELECT 1 AS value FROM raw.xyz"), error=error)
    )

    assert found.endswith("raw.xyz does not exist in the warehouse; see scorecard tables")
