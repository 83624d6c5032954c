"""Findings on `adds`, with a file that breaks each rule."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from core.catalog.addition_rules import ADDITION_RULES
from core.catalog.rules import RULES
from core.kpi import Values
from tests.core.catalog.faults import HISTORY, KPI, OTHER, fault, findings, line_with
from tests.project import findings_of, kpi_text


def test_the_rules_are_those_of_the_attribute() -> None:
    assert RULES["adds"] == ADDITION_RULES


def test_a_way_of_adding_up_is_one_that_exists(tmp_path: Path) -> None:
    assert fault(tmp_path, "adds", adds="avg") == "adds 'avg' is unknown; use sum, ratio, last, no"


def test_percentages_are_not_summed(tmp_path: Path) -> None:
    assert fault(tmp_path, "adds", unit="percent", adds="sum") == (
        "adds='sum' contradicts unit='percent': percentages have no sum; use 'ratio' and return"
        " numerator and denominator, or use 'no'"
    )


@pytest.mark.parametrize("adds", ["sum", "ratio"])
def test_values_that_overlap_are_not_added_up(tmp_path: Path, adds: str) -> None:
    query = "SELECT 1 AS value, 1 AS numerator, 1 AS denominator"
    found = fault(tmp_path, "adds", query, range="4 weeks", adds=adds)
    assert found == (
        f"adds={adds!r} contradicts the range of 4 weeks, whose values overlap; use 'last' or"
        " 'no', or the range of one period"
    )


def test_a_history_that_is_read_is_a_range_too(tmp_path: Path) -> None:
    found = fault(tmp_path, "adds", HISTORY, others=OTHER, sources=[Values(6, last=4)], adds="sum")
    assert found.startswith("adds='sum' contradicts the range of 4 weeks")


def test_states_are_not_added_up(tmp_path: Path) -> None:
    assert fault(tmp_path, "adds", as_of="run", adds="sum") == (
        "adds='sum' contradicts as_of='run': states are not added up; use 'last' or 'no'"
    )


def test_a_ratio_needs_numerator_and_denominator(tmp_path: Path) -> None:
    text = kpi_text("SELECT 0.5 AS value, 1 AS numerator", unit="percent", adds="ratio")
    assert findings(tmp_path, text) == [
        f"scorecards/success/kpi_01.py:{line_with(text, 'query=')}: adds='ratio' adds up numerator"
        " and denominator, but the query returns no denominator; return both, or use adds='no'"
    ]


@pytest.mark.parametrize(
    ("query", "given"),
    [
        ("SELECT 1 AS value", {"adds": "sum"}),
        ("SELECT 1 AS value", {"adds": "sum", "range": "1 week"}),
        ("SELECT 1 AS value", {"adds": "last", "range": "4 weeks", "unit": "percent"}),
        ("SELECT 1 AS value", {"adds": "last", "as_of": "run"}),
        ("SELECT 1 AS value", {"adds": "no", "unit": "percent"}),
        (
            "SELECT 1.0 AS value, 1 AS numerator, 1 AS denominator",
            {"adds": "ratio", "unit": "percent"},
        ),
    ],
)
def test_what_agrees_is_no_finding(tmp_path: Path, query: str, given: dict[str, Any]) -> None:
    assert findings_of(tmp_path, {KPI: kpi_text(query, **given)}) == []


def test_a_range_that_cannot_be_read_has_its_own_finding_only(tmp_path: Path) -> None:
    assert fault(tmp_path, "range", range="4 wks", adds="sum").startswith("range '4 wks'")
