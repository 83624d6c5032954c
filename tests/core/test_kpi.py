"""The face of a KPI file."""

from __future__ import annotations

from core import kpi, model

SOURCES = ["File", "SqlFile", "Tab", "Table", "Values", "sql_file"]
TARGETS = ["Band", "Target", "Thresholds"]
TARGET_ALERTS = ["above_target", "below_target", "off_target"]
ALERTS = ["above", "below", *TARGET_ALERTS, "trend_down", "trend_up", "unusual"]

SOURCE_CHECKS = [
    *("between", "columns", "holds", "missing", "reconcile", "rows_like_before", "unique"),
    "Excused",
]
VALUE_CHECKS = ["at_least", "at_most", "equals", "iqr", "value_between", "zscore"]


def test_a_kpi_file_finds_what_it_declares_and_nothing_else() -> None:
    checks = [*SOURCE_CHECKS, *VALUE_CHECKS]
    assert sorted(kpi.__all__) == sorted(["Kpi", *SOURCES, *TARGETS, *ALERTS, *checks])
    assert kpi.Kpi is model.Kpi
