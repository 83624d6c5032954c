"""Findings on the query of a KPI, with their line in the file that holds it."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.catalog.check import check
from core.kpi import File, Table
from tests.core.catalog.faults import findings
from tests.project import catalogue_of, findings_of, kpi_text

ONE = "scorecards/success/kpi_01.py"


def test_sql_that_does_not_parse_names_its_line_in_the_file(tmp_path: Path) -> None:
    text = kpi_text(
        "\n    SELECT count(*) AS value\n    FROM stg.deals\n    WHERE (x = 1\n",
        sources=[Table("stg.deals")],
    )
    (found,) = findings(tmp_path, text)
    assert text.splitlines()[12] == "    WHERE (x = 1"
    assert found == f"{ONE}:13: the SQL does not parse: Expecting ) near '1'"


def test_findings_on_sql_in_a_file_of_its_own_name_that_file(tmp_path: Path) -> None:
    text = (
        kpi_text()
        .replace('"""SELECT 1 AS value"""', "sql_file()")
        .replace("import Kpi", "import Kpi, sql_file")
    )
    sql = "SELECT count(*) AS value\nFROM stg.deals\nWHERE x >= :begin\n"
    found = findings_of(
        tmp_path, {"success/kpi_01.py": text}, files={"sql/success/kpi_01.sql": sql}
    )
    assert [each.split(";")[0] for each in found] == [
        "sql/success/kpi_01.sql:2: the query reads stg.deals, which is not in sources",
        "sql/success/kpi_01.sql:3: unknown parameter :begin",
    ]


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("SELECT 1 AS value; SELECT 2 AS value", "the query has 2 statements; write one SELECT"),
        ("-- nothing yet", "the query has 0 statements; write one SELECT"),
        ("DELETE FROM stg.deals", "the query is not a SELECT; a KPI only reads"),
        ("SELECT 1 AS value INTO x.y", "the query contains INTO; a KPI only reads"),
        (
            "WITH gone AS (DELETE FROM stg.deals RETURNING 1) SELECT count(*) AS value FROM gone",
            "the query contains DELETE; a KPI only reads",
        ),
        ("SELECT count(*) AS value FROM 'x", "the SQL does not parse: ' is never closed"),
    ],
)
def test_a_query_is_one_select(tmp_path: Path, query: str, message: str) -> None:
    assert findings(tmp_path, kpi_text(query)) == [f"{ONE}:9: {message}"]


def test_an_unknown_parameter_is_named_with_those_there_are(tmp_path: Path) -> None:
    text = kpi_text(
        "\n    SELECT 1 AS value\n    WHERE now() >= :start\n      AND now() < :strat\n"
    )
    assert text.splitlines()[11].strip() == "AND now() < :strat"
    assert findings(tmp_path, text) == [
        f"{ONE}:12: unknown parameter :strat; the parameters are :start, :end, :first_day,"
        " :last_day, :period_start, :period_end, :cut_off"
    ]


def test_an_unknown_parameter_is_found_behind_a_longer_one_and_a_literal(tmp_path: Path) -> None:
    text = kpi_text("\n    SELECT ':star' AS x, :start AS y,\n      1 AS value, :star AS z\n")
    (found,) = findings(tmp_path, text)
    assert found.startswith(f"{ONE}:11: unknown parameter :star; the parameters are ")


@pytest.mark.parametrize(
    ("relation", "declaration"),
    [
        ("stg.deals", 'Table("stg.deals")'),
        ("kpi_06", "Values(6, last=…)"),
        ("deals", 'File(…, name="deals") or Tab(…, name="deals")'),
    ],
)
def test_a_relation_that_is_not_declared_is_named_on_its_line(
    tmp_path: Path, relation: str, declaration: str
) -> None:
    text = kpi_text(f"\n    SELECT count(*) AS value\n    FROM {relation}\n")
    assert findings(tmp_path, text) == [
        f"{ONE}:11: the query reads {relation}, which is not in sources; add {declaration}"
    ]


def test_a_relation_is_found_where_it_is_read_and_not_where_its_name_stands_first(
    tmp_path: Path,
) -> None:
    query = (
        "\n    -- deals that are won\n    SELECT count(*) AS won_deals, 'deals' AS x, 1 AS value\n "
        "   FROM deals\n"
    )
    (found,) = findings(tmp_path, kpi_text(query))
    assert found.startswith(f"{ONE}:12: the query reads deals, which is not in sources")


def test_a_source_that_is_never_read_is_named(tmp_path: Path) -> None:
    text = kpi_text(
        "SELECT count(*) AS value FROM stg.deals",
        sources=[Table("stg.deals"), Table("stg.tickets")],
    )
    assert findings(tmp_path, text) == [
        f"{ONE}:10: stg.tickets is in sources, but the query does not read it; remove it from"
        " sources, or read it"
    ]


def test_a_cte_does_not_hide_what_it_is_made_of(tmp_path: Path) -> None:
    query = "WITH deals AS (SELECT DISTINCT * FROM deals) SELECT count(*) AS value FROM deals"
    assert findings(tmp_path, kpi_text(query, sources=[File("exports/deals.csv")])) == []
    assert (
        "the query reads deals, which is not in sources"
        in findings(tmp_path / "other", kpi_text(query))[0]
    )


def test_case_and_quotes_do_not_matter_to_what_is_read(tmp_path: Path) -> None:
    text = kpi_text('SELECT count(*) AS value FROM STG."deals"', sources=[Table("Stg.Deals")])
    assert findings(tmp_path, text) == []


def test_a_query_that_reads_around_its_sources_is_refused(tmp_path: Path) -> None:
    text = kpi_text("SELECT count(*) AS value FROM read_text('/etc/passwd')")
    assert findings(tmp_path, text) == [
        f"{ONE}:9: the query reads through read_text(…), which sources cannot declare; use Table,"
        " File, Tab or Values"
    ]


def test_what_a_remote_warehouse_is_not_proven_to_compute_is_named(tmp_path: Path) -> None:
    query = "\n  SELECT count(*) AS value\n  FROM stg.deals\n  WHERE gcd(a, b) = 1"
    catalogue = catalogue_of(
        tmp_path, {"success/kpi_01.py": kpi_text(query, sources=[Table("stg.deals")])}
    )

    assert check(catalogue).findings == ()
    [found] = check(catalogue, "spark").findings
    assert str(found) == (
        f"{ONE}:13: the query uses gcd(…), which is not proven on Spark; write it another way"
    )
