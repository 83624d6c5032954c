"""The rows that are explained, and the answers where none is stored."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.core.explain.explanations import (
    KPIS,
    explained,
    explanation,
    pairs,
)
from tests.project import kpi_text, write_project
from tests.runs import retire_kpi, run


def test_a_breakdown_shows_all_fields_or_the_chosen_one(root: Path, warehouse_url: str) -> None:
    every = explanation(root, warehouse_url, "3", "2026-W46")
    one = explanation(root, warehouse_url, "3", "2026-W46", "--field", "Berlin")

    assert [line.split() for line in every["Values"][2:4]] == [["Berlin", "2"], ["Bonn", "1"]]
    assert pairs(one["Value"])["field"] == "Berlin"
    assert pairs(one["Value"])["value"] == "2"


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (
            ("1", "2026-W30"),
            (
                "no value of success/kpi_01 for 2026-W30 is stored; "
                "compute it with scorecard run success --kpi 1 --period 2026-W30"
            ),
        ),
        (
            ("1", "2026-11"),
            "success/kpi_01 is weekly, but 2026-11 is not; give a week such as 2026-W46",
        ),
        (
            ("8", "2026-W46"),
            (
                "no value of success/kpi_08 is stored; compute it with scorecard run success, or"
                " see scorecard list"
            ),
        ),
        (
            ("3", "2026-W46", "--field", "Rome"),
            "success/kpi_03 for 2026-W46 has no field 'Rome'; choose one of Berlin, Bonn",
        ),
        (
            ("1", "2026-W46", "--field", "Rome"),
            (
                "success/kpi_01 for 2026-W46 has no field 'Rome'; it is not broken down: leave"
                " out --field"
            ),
        ),
    ],
)
def test_a_value_that_is_not_stored_is_wrong_usage_with_a_remedy(
    root: Path, warehouse_url: str, arguments: tuple[str, ...], sentence: str
) -> None:
    result = explained(root, warehouse_url, *arguments)

    assert str(result.exception) == sentence
    assert getattr(result.exception, "exit_code", 0) == 2


def test_a_value_of_another_cadence_than_todays_is_explained(
    root: Path, warehouse_url: str
) -> None:
    write_project(
        root,
        {**KPIS, "success/kpi_04.py": kpi_text("SELECT 1 AS value", name="Calls", cadence="daily")},
    )
    retire_kpi(root, warehouse_url, 4)
    run(root, warehouse_url, "2026-11-15", kpis=[4])

    assert pairs(explanation(root, warehouse_url, "4", "2026-W46")["Value"])["value"] == "2"
    assert pairs(explanation(root, warehouse_url, "4", "2026-11-15")["Value"])["value"] == "1"
