"""Histories of other KPIs, on both engines."""

from __future__ import annotations

from pathlib import Path

from core.model.sources import Values
from tests.project import kpi_text, write_project
from tests.runs import row_of, run, values_of


def test_a_history_comes_with_periods_fields_and_values_newest_last(
    tmp_path: Path, warehouse_url: str
) -> None:
    by_area = """
        SELECT area AS field, n * extract(day FROM :last_day::date) AS value
        FROM (VALUES ('North', 1), ('South', 100)) AS v(area, n)
    """
    derived = """
        SELECT string_agg(
                period || ' ' || strftime(period_start, '%m%d') || ' ' || field || ' '
                    || value::int,
                ', ' ORDER BY field) AS field,
            last(value) AS value
        FROM (FROM kpi_01) GROUP BY field
    """
    write_project(
        tmp_path,
        {
            "success/kpi_01.py": kpi_text(by_area, name="By area"),
            "success/kpi_02.py": kpi_text(derived, name="Derived", sources=[Values(1, last=2)]),
        },
    )
    run(tmp_path, warehouse_url, "2026-W45..2026-W46")

    # The Sundays are 8 and 15 November.
    assert values_of(tmp_path, warehouse_url, 2)["2026-W45"] is None
    assert {
        label: value
        for label, value in values_of(tmp_path, warehouse_url, 2).items()
        if "W46 " in label
    } == {
        "2026-W46 2026-W45 1102 North 8, 2026-W46 1109 North 15": 15,
        "2026-W46 2026-W45 1102 South 800, 2026-W46 1109 South 1500": 1500,
    }


def test_without_last_a_history_is_as_long_as_the_range(tmp_path: Path, warehouse_url: str) -> None:
    write_project(
        tmp_path,
        {
            "success/kpi_01.py": kpi_text(
                "SELECT extract(day FROM :last_day::date) AS value", name="One"
            ),
            "success/kpi_02.py": kpi_text(
                "SELECT sum(value) AS value FROM kpi_01",
                name="Two",
                range="3 weeks",
                sources=[Values(1)],
            ),
        },
    )
    run(tmp_path, warehouse_url, "2026-W44..2026-W46")

    assert values_of(tmp_path, warehouse_url, 2)["2026-W46"] == 1 + 8 + 15


def test_a_chain_of_derived_kpis_runs_in_order_across_domains(
    tmp_path: Path, warehouse_url: str
) -> None:
    write_project(
        tmp_path,
        {
            "success/kpi_09.py": kpi_text("SELECT 2 AS value", name="First"),
            "leadership/kpi_05.py": kpi_text(
                "SELECT value * 3 AS value FROM kpi_09",
                name="Second",
                sources=[Values(9, domain="success")],
            ),
            "success/kpi_01.py": kpi_text(
                "SELECT a.value * 5 + b.value AS value FROM kpi_05 a, first b",
                name="Third",
                sources=[Values(5, domain="leadership"), Values(9, name="first")],
            ),
        },
    )
    run(tmp_path, warehouse_url, "2026-W46", domains=["leadership", "success"])

    assert values_of(tmp_path, warehouse_url, 1) == {"2026-W46": 32}


def test_what_depends_on_a_failure_says_so_down_the_whole_chain(
    tmp_path: Path, warehouse_url: str
) -> None:
    write_project(
        tmp_path,
        {
            "success/kpi_01.py": kpi_text("SELECT 1 / 0 AS value", name="First"),
            "success/kpi_02.py": kpi_text(
                "SELECT value FROM kpi_01", name="Second", sources=[Values(1)]
            ),
            "success/kpi_03.py": kpi_text(
                "SELECT value FROM kpi_02", name="Third", sources=[Values(2)]
            ),
        },
    )
    run(tmp_path, warehouse_url, "2026-W46")

    assert (
        row_of(tmp_path, warehouse_url, 2, "2026-W46").reason == "depends on kpi_01, which failed"
    )
    assert (
        row_of(tmp_path, warehouse_url, 3, "2026-W46").reason == "depends on kpi_02, which failed"
    )
