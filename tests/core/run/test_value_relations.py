"""Values that contradict those of other KPIs of the same period, on both engines."""

from __future__ import annotations

from pathlib import Path

from core.model import Row, State
from core.run.manual import ManualCell, ManualValue, enter
from core.run.pipeline import Options
from tests.project import kpi_text, settings_of, write_project
from tests.runs import rows_of, run, say_nothing
from tests.warehouses import HOLDER, execute, stored

WEEK = "week = :first_day"
ALL = f"SELECT sum(orders) AS value FROM stg.weeks WHERE {WEEK}"
BY_COUNTRY = f"SELECT country AS field, sum(orders) AS value FROM stg.weeks WHERE {WEEK} GROUP BY 1"
PAID = f"SELECT country AS field, sum(paid) AS value FROM stg.weeks WHERE {WEEK} GROUP BY 1"


def kpi(name: str, query: str, checks: str = "") -> str:
    text = kpi_text(query, name=name).replace(
        "import Kpi", "import Kpi, Table, Values, at_least, at_most, equals"
    )
    given = f"    sources=[Table('stg.weeks')],\n    checks=[{checks}],\n    query="
    return text.replace("    query=", given)


def fill_weeks(url: str) -> None:
    """Fill orders of two countries, of which some are paid; all of 12 in W46, of 9 in W45."""
    execute(
        url,
        "CREATE SCHEMA stg",
        "CREATE TABLE stg.weeks (week date, country text, orders int, paid int)",
        "INSERT INTO stg.weeks VALUES ('2026-11-09', 'AT', 5, 4), ('2026-11-09', 'DE', 7, 8),"
        " ('2026-11-02', 'AT', 4, 4), ('2026-11-02', 'DE', 5, 5)",
    )


def shown(row: Row) -> tuple[int, str, str, float | None]:
    return row.kpi_number, row.field_details, row.outcome, row.value


def test_values_are_compared_label_by_label_and_period_by_period(
    tmp_path: Path, warehouse_url: str
) -> None:
    root = write_project(
        tmp_path,
        {
            "success/kpi_01.py": kpi("Paid", PAID, "at_most(Values(2))"),
            "success/kpi_02.py": kpi("Orders by country", BY_COUNTRY, "at_most(Values(3))"),
            "success/kpi_03.py": kpi("Orders", ALL),
        },
    )
    fill_weeks(warehouse_url)

    report = run(root, warehouse_url, "2026-W45..2026-W46")

    rows = [row for row in rows_of(root, warehouse_url) if row.period.label == "2026-W46"]
    assert list(map(shown, rows)) == [
        (1, "", "withheld", None),
        (2, "AT", "value", 5.0),
        (2, "DE", "value", 7.0),
        (3, "", "value", 12.0),
    ]
    assert rows[0].reason == "DE 8 is more than 7, the value of kpi_02"
    (withheld,) = report.withheld
    assert withheld.task.period.label == "2026-W46"
    columns = "check_name, outcome, measured, message, kpis"
    assert stored(warehouse_url, columns, "scorecard_source_check")[0] == (
        "at_most(Values(2))",
        "blocked",
        1 / 7,
        "2026-W46: DE 8 is more than 7, the value of kpi_02",
        "1",
    )


def test_a_new_value_of_the_other_has_the_check_judged_anew(
    tmp_path: Path, warehouse_url: str
) -> None:
    root = write_project(
        tmp_path,
        {
            "success/kpi_01.py": kpi("Twice", ALL, "equals(Values(2, domain='growth'))"),
            "growth/kpi_02.py": kpi("Orders", ALL.replace("sum(orders)", "sum(orders) + 1")),
        },
    )
    fill_weeks(warehouse_url)
    run(root, warehouse_url, "2026-W46", domains=["growth"])
    run(root, warehouse_url, "2026-W46", domains=["success"])
    (before,) = rows_of(root, warehouse_url)
    file = root / "scorecards/growth/kpi_02.py"
    file.write_text(file.read_text().replace("sum(orders) + 1", "sum(orders)"))

    report = run(root, warehouse_url, "2026-W46", domains=["growth"])

    (after,) = rows_of(root, warehouse_url)
    assert (before.reason, before.value) == ("12 is not 13, the value of growth/kpi_02", None)
    assert (after.outcome, after.value) == ("value", 12.0)
    assert [result.task.entry.id for result in report.results] == [
        "growth/kpi_02",
        "success/kpi_01",
    ]


def test_a_kpi_that_cannot_run_is_nothing_to_compare_with(
    tmp_path: Path, warehouse_url: str
) -> None:
    root = write_project(
        tmp_path,
        {
            "success/kpi_01.py": kpi("Orders", ALL, "equals(Values(2), Values(3))"),
            "success/kpi_02.py": kpi("Broken", "SELECT sum(orders) AS value FROM stg.other"),
            "success/kpi_03.py": kpi("Failing", ALL.replace("sum(orders)", "sum(nothing)")),
        },
    )
    fill_weeks(warehouse_url)

    report = run(root, warehouse_url, "2026-W46")

    assert [result.task.entry.number for result in report.results] == [3, 1]
    assert shown(rows_of(root, warehouse_url)[0]) == (1, "", "value", 12.0)


def test_a_manual_value_is_one_to_compare_with(tmp_path: Path, warehouse_url: str) -> None:
    root = write_project(
        tmp_path,
        {
            "success/kpi_01.py": kpi("Orders", ALL, "at_most(Values(2))"),
            "success/kpi_02.py": kpi("Twice", ALL.replace("sum(orders)", "2 * sum(orders)")),
        },
    )
    fill_weeks(warehouse_url)
    run(root, warehouse_url, "2026-W46")
    settings = settings_of(root, SCORECARD_WAREHOUSE=warehouse_url)
    cell, given = ManualCell("success", 2, "2026-W46"), ManualValue(6, "counted again")

    entered = enter(settings, cell, given, Options(HOLDER, publish=False), say_nothing)

    (withheld,) = entered.report.withheld
    assert withheld.rows[0].reason == "12 is more than 6, the value of kpi_02"
    first, second = rows_of(root, warehouse_url)
    assert (first.state, first.value) == (State.STALE, 12.0)
    assert (second.state, second.value) == (State.MANUAL, 6.0)
