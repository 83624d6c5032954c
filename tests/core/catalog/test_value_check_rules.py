"""Findings on checks of values."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.catalog.check import check
from core.catalog.loading import load_catalogue
from tests.project import kpi_text, write_project


def with_checks(checks: str) -> str:
    names = "Excused, Kpi, Values, at_least, at_most, equals, iqr, value_between, zscore"
    text = kpi_text().replace("import Kpi", f"import {names}")
    return text.replace("    query=", f"    checks=[{checks}],\n    query=")


@pytest.mark.parametrize(
    ("checks", "message"),
    [
        ("value_between(0, 1), zscore()", ""),
        ("value_between(2, 1)", "value_between(2, 1) allows no value; write the lower limit first"),
        ("zscore(), zscore()", "zscore(2.5, last=13) is declared twice; remove one"),
        ("at_most(Values(2)), equals(Values(2), Values(2), within=0.01)", ""),
        ("at_most()", "at_most() names no KPI; write at_most(Values(12))"),
        (
            "at_least(Values(2), within=-1)",
            "at_least(Values(2), within=-1) has within= that is not a number from 0 on; write 0.01"
            " for 1 %",
        ),
        (
            "equals(Values(2, last=4))",
            "equals(Values(2)) has last=4, but compares values of the same period; remove it",
        ),
        (
            "at_most(Values(1))",
            "depends on itself: success/kpi_01 → success/kpi_01; break the cycle",
        ),
        (
            "at_most(Values(7))",
            "at_most(Values(7)) names scorecards/success/kpi_07.py, which does not exist; fix its"
            " number or domain",
        ),
        (
            "at_most(Values(3))",
            "at_most(Values(3)) compares weekly values with those of success/kpi_03, which is"
            " monthly; both must have the same cadence",
        ),
        (
            "at_most(Values(4))",
            "at_most(Values(4)) compares count with the EUR of success/kpi_04; compare values of"
            " the same unit",
        ),
        (
            "value_between(0, 1, excused=Excused('', until='soon'))",
            "value_between(0, 1) is excused until 'soon', which is not a day; write one such as"
            " 2026-12-01 | value_between(0, 1) is excused without a reason; write it",
        ),
        (
            "iqr(0)",
            "iqr(0, last=13) has a limit that is not above 0; write one such as 2.5",
        ),
        (
            "zscore(last=3)",
            "zscore(2.5, last=3) compares 3 values, which say nothing of spread; compare at least"
            " 8",
        ),
    ],
)
def test_checks_that_say_nothing_are_findings(tmp_path: Path, checks: str, message: str) -> None:
    write_project(
        tmp_path,
        {
            "success/kpi_01.py": with_checks(checks),
            "success/kpi_02.py": kpi_text(name="Others"),
            "success/kpi_03.py": kpi_text(name="Of months", cadence="monthly"),
            "success/kpi_04.py": kpi_text(name="Euros", unit="EUR"),
        },
    )
    found = [each.message for each in check(load_catalogue(tmp_path)).findings]
    assert " | ".join(found) == message


def test_kpis_that_compare_with_each_other_are_a_finding(tmp_path: Path) -> None:
    write_project(
        tmp_path,
        {
            "success/kpi_01.py": with_checks("at_most(Values(2, domain='growth'))"),
            "growth/kpi_02.py": with_checks("at_least(Values(1, domain='success'))"),
        },
    )
    (found,) = check(load_catalogue(tmp_path, ["growth"])).findings
    lines = (tmp_path / found.file).read_text().splitlines()
    assert lines[found.line - 1].startswith("    checks=[at_least(")
    assert found.message == (
        "depends on itself: growth/kpi_02 → success/kpi_01 → growth/kpi_02; break the cycle"
    )
