"""How a KPI's query is asked, in words."""

from __future__ import annotations

from pathlib import Path

from core.catalog.check import check
from core.cli.text.plan import plan_text
from core.kpi import Table
from tests.project import catalogue_of, kpi_text

WEEK = "FROM stg.forms WHERE sent_at >= :start AND sent_at < :end"


def plan_of(
    root: Path,
    query: str,
    obstacle: str | None = None,
    cell_obstacle: str | None = None,
    **attributes: str,
) -> str:
    text = kpi_text(query, sources=[Table("stg.forms")], **attributes)
    catalogue = catalogue_of(root, {"success/kpi_01.py": text})
    entry = catalogue.entry("success", 1)
    return plan_text(entry, check(catalogue).facts[entry.key], obstacle, cell_obstacle)


def test_a_time_aggregate_is_one_pass_in_a_backfill(tmp_path: Path) -> None:
    assert plan_of(tmp_path, f"SELECT count(*) AS value {WEEK}").splitlines() == [
        "success/kpi_01  Forms",
        "",
        "1 week: union (one statement together with the queries of other KPIs)",
        "  one pass does not apply: it pays from 4 periods on",
        "52 weeks: one pass (one pass over the rows, for all periods and for other KPIs over these"
        " rows)",
    ]


def test_the_reasons_name_what_keeps_a_query_from_a_faster_way(tmp_path: Path) -> None:
    query = f"SELECT kind AS field, count(*) AS value {WEEK} GROUP BY kind"
    plan = plan_of(tmp_path, query, cadence="monthly").splitlines()

    assert plan[2:] == [
        "1 month: single (one statement per period)",
        "  one pass does not apply: the query has GROUP BY",
        "  union does not apply: the columns are not value, numerator and denominator, each once",
        "  lateral does not apply: it pays from 8 periods on",
        "12 months: lateral (one statement for all periods)",
        "  one pass does not apply: the query has GROUP BY",
        "  union does not apply: the columns are not value, numerator and denominator, each once",
    ]


def test_on_postgresql_a_backfill_is_computed_in_a_copy_of_the_tables(tmp_path: Path) -> None:
    plan = plan_of(tmp_path, f"SELECT count(DISTINCT id) AS value {WEEK}", "").splitlines()

    assert plan[2].startswith("1 week, in the warehouse: union (")
    assert plan[4].startswith("52 weeks, in a copy of its tables: lateral (")
    assert plan[5] == (
        "  one pass does not apply: COUNT(DISTINCT id) cannot be put together from parts"
    )


def test_a_query_that_only_the_server_answers_stays_there(tmp_path: Path) -> None:
    obstacle = "only the warehouse is known to answer a column of char(8)"
    plan = plan_of(tmp_path, f"SELECT count(*) AS value {WEEK}", obstacle).splitlines()

    assert plan[4].startswith("52 weeks, in the warehouse: union (")
    assert plan[5] == f"  one pass does not apply: {obstacle}"


def test_a_remote_engine_aggregates_cells_or_answers_each_query(tmp_path: Path) -> None:
    count = f"SELECT count(DISTINCT id) AS value {WEEK}"
    plan = plan_of(tmp_path, count, "", cell_obstacle="").splitlines()
    other = plan_of(tmp_path, count, "", cell_obstacle="the query has LIMIT").splitlines()

    assert plan[2:4] == [
        "1 week: union (one statement together with the queries of other KPIs)",
        "  cells does not apply: it pays from 4 periods on",
    ]
    assert plan[4].startswith("52 weeks: cells (one pass over the rows on the engine")
    assert other[4].startswith("52 weeks: union (")
    assert other[5] == "  cells does not apply: the query has LIMIT"
