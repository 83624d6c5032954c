"""The check of queries: what the warehouse refuses or doubts, with near names."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from core.catalog import check, load_catalogue, sound_entries
from core.kpi import File, Table, Values
from core.operations.queries import QueryCheck, check_queries
from tests.project import kpi_text, write_project
from tests.warehouses import execute, open_for, settings_for

TABLE = Table("stg.agreements")
WEEK = "WHERE ended_on BETWEEN :first_day AND :last_day"
ONE = "scorecards/success/kpi_01.py"


def checked(root: Path, url: str, *kpis: str) -> QueryCheck:
    execute(
        url,
        "CREATE SCHEMA stg",
        "CREATE TABLE stg.agreements (ended_on date, at_ timestamptz, hours int, total bigint,"
        " rate numeric(9, 2), note text, is_won boolean, length interval)",
        "CREATE TABLE stg.clients (name text)",
    )
    write_project(root, {f"success/kpi_{n:02}.py": text for n, text in enumerate(kpis, 1)})
    settings = settings_for(root, url)
    catalogue = load_catalogue(root)
    result = check(catalogue)
    entries = sound_entries(catalogue, result.findings)
    with closing(open_for(settings, write=False)) as warehouse:
        return check_queries(settings, catalogue, result.facts, warehouse, entries)


def findings(root: Path, url: str, query: str, **attributes: Any) -> list[str]:
    text = kpi_text(query, **{"sources": [TABLE], **attributes})
    return [str(finding) for finding in checked(root, url, text).findings]


def test_a_sound_query_has_no_findings(tmp_path: Path, warehouse_url: str) -> None:
    query = "SELECT note AS field, sum(hours)::float / nullif(sum(total), 0) AS value, sum(total)"
    query += f" AS numerator, max(rate) AS denominator FROM stg.agreements {WEEK} GROUP BY 1"
    found = checked(tmp_path, warehouse_url, kpi_text(query, unit="percent", sources=[TABLE]))

    assert found == QueryCheck((), (), 1)


def test_a_missing_column_has_its_place_and_near_names(tmp_path: Path, warehouse_url: str) -> None:
    query = "\n  SELECT count(*) AS value\n  FROM stg.agreements\n  WHERE endd_on > :first_day"

    assert findings(tmp_path, warehouse_url, query) == [
        f"{ONE}:13:9: the column endd_on does not exist; did you mean agreements.ended_on?"
    ]


def test_a_missing_column_without_near_names_shows_some(tmp_path: Path, warehouse_url: str) -> None:
    query = "SELECT max(xyz) AS value FROM stg.clients WHERE :end IS NOT NULL"
    clients = [Table("stg.clients")]

    assert findings(tmp_path, warehouse_url, query, sources=clients) == [
        f"{ONE}:10: the column xyz does not exist; the query can read clients.name"
    ]


def test_a_missing_table_has_near_names(tmp_path: Path, warehouse_url: str) -> None:
    query = "\n  SELECT count(*) AS value\n  FROM stg.agreement\n  WHERE ended_on > :first_day"
    (found,) = findings(tmp_path, warehouse_url, query, sources=[Table("stg.agreement")])

    assert found.startswith(f"{ONE}:12:")
    assert ": stg.agreement does not exist in " in found
    assert found.endswith("; did you mean stg.agreements?")


def test_a_missing_file_has_near_names_and_the_line_of_sources(
    tmp_path: Path, warehouse_url: str
) -> None:
    (tmp_path / "exports").mkdir()
    (tmp_path / "exports" / "deals.csv").write_text("id\n1\n")
    query = "SELECT count(*) AS value FROM deal WHERE id < :end"
    (found,) = findings(tmp_path, warehouse_url, query, sources=[File("exports/deal.csv")])

    assert found == (
        f"{ONE}:9: exports/deal.csv does not exist below {tmp_path}; did you mean"
        " exports/deals.csv?"
    )


def test_a_wrong_type_is_one_sentence(tmp_path: Path, warehouse_url: str) -> None:
    query = "\nSELECT count(*) AS value\nFROM stg.agreements\nWHERE note >= :start"
    (found,) = findings(tmp_path, warehouse_url, query)

    assert found.startswith(f"{ONE}:13:")
    assert ": the database refuses the query: " in found
    assert found.endswith("; fix the types, e.g. with a cast")


@pytest.mark.parametrize(
    ("column", "remedy"),
    [
        ("note", "cast it, e.g. with ::float"),
        ("bool_or(is_won)", "cast it, e.g. with ::int"),
        ("max(ended_on)", "count the time, e.g. with extract(epoch FROM …)"),
        ("max(at_)", "count the time, e.g. with extract(epoch FROM …)"),
        ("max(length)", "take extract(epoch FROM …) of it"),
    ],
)
def test_a_value_that_is_not_a_number_is_named(
    tmp_path: Path, warehouse_url: str, column: str, remedy: str
) -> None:
    (found,) = findings(
        tmp_path, warehouse_url, f"SELECT {column} AS value FROM stg.agreements {WEEK}"
    )

    assert found.startswith(f"{ONE}:10: value is of type ")
    assert found.endswith(f", which is not a number; {remedy}")


def test_columns_that_only_the_database_knows_are_checked(
    tmp_path: Path, warehouse_url: str
) -> None:
    query = "SELECT * FROM stg.clients WHERE :end IS NOT NULL"

    assert findings(tmp_path, warehouse_url, query, sources=[Table("stg.clients")]) == [
        f"{ONE}:10: the query returns no column named value, but name; name it with AS value"
    ]


def test_a_division_is_whole_by_the_types_of_the_columns(
    tmp_path: Path, warehouse_url: str
) -> None:
    query = "SELECT sum(hours) / count(*) AS value, sum(rate) / 2 AS numerator"

    assert findings(
        tmp_path, warehouse_url, f"{query} FROM stg.agreements {WEEK}", unit="hours"
    ) == [
        f"{ONE}:10: warning: sum(hours) / count(*) divides whole numbers, which cuts off the"
        " fraction; cast one side, e.g. with ::float"
    ]


def test_a_sum_of_bigint_is_whole_on_duckdb_alone(tmp_path: Path, warehouse_url: str) -> None:
    query = f"SELECT sum(total) / count(*) AS value FROM stg.agreements {WEEK}"
    found = findings(tmp_path, warehouse_url, query, unit="hours")

    assert len(found) == (1 if warehouse_url.startswith("duckdb") else 0)


def test_a_cte_that_counts_all_rows_of_a_table_with_dates_is_doubted(
    tmp_path: Path, warehouse_url: str
) -> None:
    query = (
        "\n  WITH all_ AS (SELECT count(*) AS n FROM stg.agreements),"
        "\n  names AS (SELECT count(*) AS n FROM stg.clients)"
        "\n  SELECT count(*)::float / max(all_.n + names.n) AS value"
        f"\n  FROM stg.agreements, all_, names {WEEK}"
    )
    sources = [TABLE, Table("stg.clients")]

    assert findings(tmp_path, warehouse_url, query, sources=sources) == [
        f"{ONE}:11: warning: all_ counts all of stg.agreements, whose rows have the time ended_on;"
        " bound it, e.g. with ended_on < :end"
    ]


def test_every_query_is_planned_whatever_happens_to_the_others(
    tmp_path: Path, warehouse_url: str
) -> None:
    count = f"SELECT count(*) AS value FROM stg.agreements {WEEK}"
    texts = [
        kpi_text(count, name="a", sources=[TABLE], owner="nobody"),
        kpi_text(count.replace("ended_on", "nope"), name="b", sources=[TABLE]),
        kpi_text("SELECT avg(valu) AS value FROM kpi_04", name="c", sources=[Values(4, last=2)]),
        kpi_text(count, name="d", sources=[TABLE]),
    ]
    found = checked(tmp_path, warehouse_url, *texts)

    assert found.planned == 3
    assert [finding.file for finding in found.findings] == [
        "scorecards/success/kpi_02.py",
        "scorecards/success/kpi_03.py",
    ]
    assert found.findings[1].message.endswith("; did you mean kpi_04.value?")
