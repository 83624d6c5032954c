"""The face of a KPI file."""

from __future__ import annotations

from core import kpi, model


def test_a_kpi_file_finds_the_value_and_its_sources_and_nothing_else() -> None:
    assert kpi.__all__ == ["File", "Kpi", "SqlFile", "Tab", "Table", "Values", "sql_file"]
    assert kpi.Kpi is model.Kpi
