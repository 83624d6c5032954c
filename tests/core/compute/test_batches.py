"""Many KPIs for many periods at once: the values are those of each alone, and what goes wrong stays
its own.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from core.compute.computer import Computer
from core.engines.local import LocalDuckDb
from core.errors import TimeLimitError
from core.kpi import Table
from core.model.period import CADENCES
from core.query.parse import statement
from core.query.parse.time_aggregate import find_time_aggregate
from core.run.pipeline import Options
from core.run.pipeline import run as run_pipeline
from core.run.plan import RunRequest
from tests.project import kpi_text, runner_text, settings_of, write_project
from tests.runs import rows_of, say_nothing
from tests.warehouses import execute

FORMS, BILLS = Table("stg.forms"), Table("stg.bills")
WEEK = "FROM stg.forms WHERE sent_at >= :start AND sent_at < :end"
SPAN = "2026-W38..2026-W46"  # the clock changes in W43; W40 has no forms

# 7 hours a form, of which every fifth has no kind; in whole numbers, decimals and days as well.
FORMS_TABLE = """
    CREATE TABLE stg.forms AS
    SELECT sent_at, sent_at::date AS sent_on, n AS id,
        CASE WHEN n % 5 > 0 THEN 'k' || (n % 3) END AS kind,
        (n * 37 % 1001)::numeric(12, 2) / 4 AS amount, n % 11 AS hours, 'no number' AS note
    FROM (SELECT n::int AS n, TIMESTAMPTZ '2026-07-31 22:00Z' + n * INTERVAL '7 hours' AS sent_at
          FROM (SELECT * FROM generate_series(0, 370)) AS s(n)) AS forms
    WHERE NOT (sent_at >= TIMESTAMPTZ '2026-09-27 22:00Z'
        AND sent_at < TIMESTAMPTZ '2026-10-04 22:00Z')
"""
BILLS_TABLE = """
    CREATE TABLE stg.bills AS SELECT DATE '2026-08-01' + n::int AS paid_on, n % 3 AS form
    FROM (SELECT * FROM generate_series(0, 120)) AS s(n)
"""


@pytest.fixture
def url(warehouse_url: str) -> str:
    execute(warehouse_url, "CREATE SCHEMA stg", FORMS_TABLE, BILLS_TABLE)
    return warehouse_url


@pytest.fixture
def passes(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Return the numbers of rows that passes gave, as the run makes them."""
    made: list[int] = []
    fetch = LocalDuckDb.fetch

    def counted(self: Any, sql: str, params: Any, **options: Any) -> Any:
        found = fetch(self, sql, params, **options)
        if is_pass(sql):
            made.append(len(found.rows))
        return found

    monkeypatch.setattr(LocalDuckDb, "fetch", counted)
    return made


def is_pass(sql: str) -> bool:
    return "WITH cells_ AS" in sql


def kpi(
    number: int, query: str, *sources: Table, domain: str = "success", **attributes: Any
) -> dict[str, str]:
    return {
        f"{domain}/kpi_{number:02}.py": kpi_text(
            query, name=f"Number {number}", unit="number", sources=sources or (FORMS,), **attributes
        )
    }


def computed(
    root: Path, url: str, period: str = SPAN, domains: tuple[str, ...] = ("success",)
) -> dict[Any, Any]:
    """Run locally, and return outcome, value, numerator and denominator of each KPI and period."""
    settings = settings_of(root, SCORECARD_WAREHOUSE=url)
    options = Options("scorecard run", publish=False, compute="local")
    run_pipeline(
        settings, RunRequest(domains, (), CADENCES, period, only=True), options, say_nothing
    )
    return {
        (domain, row.kpi_number, row.period.label): (
            row.outcome,
            row.value,
            row.numerator,
            row.denominator,
            row.reason,
        )
        for domain in domains
        for row in rows_of(root, url, domain)
    }


def week_by_week(root: Path, url: str) -> dict[Any, Any]:
    found: dict[Any, Any] = {}
    for week in range(38, 47):
        found |= computed(root, url, f"2026-W{week}")
    return found


def test_a_span_of_weeks_in_one_pass_is_each_week_alone(
    tmp_path: Path, url: str, passes: list[int]
) -> None:
    both = (
        "FROM stg.forms JOIN stg.bills ON form = id % 3 WHERE paid_on BETWEEN :first_day AND"
        " :last_day"
    )
    kpis = (
        kpi(1, f"SELECT count(*) AS value {WEEK}")
        | kpi(
            2,
            f"SELECT avg(hours) AS value, sum(hours) AS numerator {WEEK} AND kind = 'k1'",
            range="4 weeks",
        )
        | kpi(3, f"SELECT sum(amount) AS value {WEEK}", range="52 weeks")
        | kpi(
            4,
            "SELECT count(*) FILTER (WHERE kind IS NULL)::float / nullif(count(*), 0) AS value"
            f" {WEEK}",
        )
        | kpi(
            5,
            f"SELECT sum(hours) / (count(*) + 1) AS value, max(amount) AS denominator {WEEK}",
            range="3 months",
        )
        | kpi(
            6,
            "SELECT count(*) AS value FROM stg.forms WHERE sent_on BETWEEN :first_day AND"
            " :last_day",
        )
        | kpi(
            7, "SELECT count(*) AS value FROM stg.forms WHERE sent_on >= :start AND sent_on < :end"
        )
        | kpi(
            8,
            "SELECT count(*) AS value FROM stg.forms WHERE sent_at < :period_end AND sent_at >="
            " :period_start",
        )
        | kpi(9, f"SELECT count(*) AS value {both}", FORMS, BILLS)
    )
    write_project(tmp_path, kpis)
    together = computed(tmp_path, url)
    assert passes
    made = len(passes)
    execute(url, "DELETE FROM vl_analytics.scorecard_success")

    assert together == week_by_week(tmp_path, url)
    assert len(together) == 9 * 9
    assert len(passes) == made
    # A week of 168 hours has 24 forms, the one in which the clock is set back, 25 at most.
    assert [together["success", 1, f"2026-W{week}"][1] for week in (38, 39, 40, 41)] == [
        24,
        24,
        0,
        24,
    ]
    assert together["success", 4, "2026-W40"][0] == "none"


def test_kpis_of_all_domains_in_one_time_zone_share_a_pass(
    tmp_path: Path, url: str, passes: list[int]
) -> None:
    count = f"SELECT count(*) AS value {WEEK}"
    domains = ("applications", "leadership", "success")
    kpis = {path: text for domain in domains for path, text in kpi(1, count, domain=domain).items()}
    write_project(tmp_path, kpis, {"leadership": runner_text("leadership", "America/New_York")})
    found = computed(tmp_path, url, "2026-W42..2026-W45", domains)

    assert passes == [4, 4]
    for week in range(42, 46):
        assert found["applications", 1, f"2026-W{week}"] == found["success", 1, f"2026-W{week}"]


@pytest.mark.parametrize(
    ("bad", "outcome"),
    [
        ("SELECT 12 / count(*) AS value", "value"),
        ("SELECT max(note) AS value", "failed"),
        ("SELECT avg(sent_at - TIMESTAMPTZ '2026-01-01 00:00Z') AS value", "failed"),
        ("SELECT sum(note::int) AS value", "failed"),
        ("SELECT count(*) > 3 AS value", "failed"),
    ],
)
def test_what_fails_in_one_kpi_or_week_stays_its_own(
    tmp_path: Path, url: str, passes: list[int], bad: str, outcome: str
) -> None:
    good = {
        number: kpi(number, f"SELECT {number} * count(*) AS value {WEEK}")
        for number in (1, 2, 4, 5)
    }
    kpis = {
        path: text
        for one in (*good.values(), kpi(3, f"{bad} {WEEK}"))
        for path, text in one.items()
    }
    write_project(tmp_path, kpis)
    found = computed(tmp_path, url)

    assert passes
    assert [found["success", number, "2026-W39"][1] for number in good] == [
        24 * number for number in good
    ]
    assert [found["success", number, "2026-W40"][1] for number in good] == [0] * 4
    assert found["success", 3, "2026-W39"][0] == outcome
    assert found["success", 3, "2026-W40"][0] in ("failed", "none")


def test_a_pass_that_gives_something_else_than_the_query_is_found_out(
    tmp_path: Path, url: str, monkeypatch: pytest.MonkeyPatch, passes: list[int]
) -> None:
    def wrong(tree: Any) -> Any:
        aggregate, obstacle = find_time_aggregate(tree)
        if aggregate:
            outputs = tuple((name, f"{sql} + 1") for name, sql in aggregate.outputs)
            aggregate = replace(aggregate, outputs=outputs)
        return aggregate, obstacle

    monkeypatch.setattr(statement, "find_time_aggregate", wrong)
    write_project(
        tmp_path,
        kpi(1, f"SELECT count(*) AS value {WEEK}")
        | kpi(2, f"SELECT 2 AS numerator, count(id) AS value {WEEK}"),
    )
    found = computed(tmp_path, url)

    assert passes
    assert [
        found["success", number, f"2026-W{week}"][1] for number in (1, 2) for week in (38, 39, 40)
    ] == [
        24,
        24,
        0,
    ] * 2


def test_a_pass_that_takes_too_long_is_not_tried_again(
    tmp_path: Path, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    tried = []
    fetch = LocalDuckDb.fetch

    def slow(self: Any, sql: str, params: Any, **options: Any) -> Any:
        if not is_pass(sql):
            return fetch(self, sql, params, **options)
        tried.append(sql)
        raise TimeLimitError("took longer than 0.1 s")

    monkeypatch.setattr(LocalDuckDb, "fetch", slow)
    write_project(
        tmp_path,
        kpi(1, f"SELECT count(*) AS value {WEEK}") | kpi(2, f"SELECT sum(id) AS value {WEEK}"),
    )
    found = computed(tmp_path, url)

    assert len(tried) == 1
    assert found["success", 1, "2026-W39"][1] == 24


def test_weeks_before_there_are_data_have_no_value_beside_those_that_have(
    tmp_path: Path, url: str, passes: list[int]
) -> None:
    write_project(
        tmp_path, kpi(1, f"SELECT count(*) AS value {WEEK}", range="2 weeks", since="2026-W38")
    )
    found = computed(tmp_path, url)

    assert passes == [8]
    assert found["success", 1, "2026-W38"][0] == "none"
    assert "history too short" in found["success", 1, "2026-W38"][4]
    assert found["success", 1, "2026-W39"][1] == 48


def test_a_missing_table_fails_its_readers_only(tmp_path: Path, url: str) -> None:
    missing = "SELECT count(*) AS value FROM stg.gone WHERE sent_at >= :start AND sent_at < :end"
    write_project(
        tmp_path, kpi(1, f"SELECT count(*) AS value {WEEK}") | kpi(2, missing, Table("stg.gone"))
    )
    found = computed(tmp_path, url)

    assert found["success", 1, "2026-W39"][1] == 24
    assert {found["success", 2, f"2026-W{week}"][0] for week in range(38, 47)} == {"failed"}


def test_a_run_computes_nothing_that_is_not_due(
    tmp_path: Path, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    due: list[str] = []
    prepare = Computer.prepare
    monkeypatch.setattr(
        Computer,
        "prepare",
        lambda self, tasks: (due.append(tasks[0].entry.id), prepare(self, tasks))[1],
    )
    write_project(
        tmp_path,
        kpi(1, f"WITH week AS (SELECT id {WEEK}) SELECT count(*) AS value FROM week")
        | kpi(2, f"SELECT count(*) AS value {WEEK}"),
    )
    computed(tmp_path, url)

    assert due == ["success/kpi_01", "success/kpi_02"]
