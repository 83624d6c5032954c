"""Attributes of KPI files as words, also those of other kinds."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from core.catalog import SourceTerms, SourceUse
from core.dictionary.attributes import (
    alerts_text,
    declared_text,
    facts_of,
    grain,
    kind_of,
    value_text,
)
from core.kpi import (
    File,
    Tab,
    Table,
    Values,
    above,
    below_target,
    missing,
    trend_down,
    unique,
)
from core.model.targets import Thresholds
from tests.project import catalogue_of, kpi_text


@dataclass(frozen=True)
class MissingRate:
    column: str
    at_most: float = 0.0
    why: str = ""


def facts(root: Path, **given: Any) -> dict[str, str]:
    entry = catalogue_of(root, {"success/kpi_01.py": kpi_text(**given)}).entry("success", 1)
    return {fact.name: fact.text for fact in facts_of(entry)}


def test_what_is_not_stated_is_left_out(tmp_path: Path) -> None:
    assert list(facts(tmp_path)) == [
        *("Owner", "Unit", "Grain", "Reviewed", "File", "Series", "Version")
    ]


def test_what_is_stated_is_in_words(tmp_path: Path) -> None:
    found = facts(
        tmp_path,
        better="higher",
        target=5,
        range="4 weeks",
        settles="2 weeks",
        as_of="run",
        sensitivity="internal",
        reviewed="2026-10-05",
        review="yearly",
        adds="sum",
    )

    assert found["Direction"] == "higher is better"
    assert found["Target"] == "≥ 5"
    assert found["Grain"] == "one value per week, which covers 4 weeks"
    assert found["Settles"] == "2 weeks after its period"
    assert found["As of"] == "the run, not the period"
    assert found["Reviewed"] == "2026-10-05, yearly; next on 2027-10-05"
    assert found["Adds"] == "sum"


def test_the_grain_says_whether_there_are_labels(tmp_path: Path) -> None:
    kpi = kpi_text(cadence="monthly")
    entry = catalogue_of(tmp_path, {"success/kpi_01.py": kpi}).entry("success", 1)

    assert grain(entry, is_broken_down=True) == "one value per month and label"


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("text", "text"),
        (0.05, "0.05"),
        ([1, "b"], "1, b"),
        ({"a": 1}, "a: 1"),
        (MissingRate("email", 0.05), "missing rate (column email, at most 0.05)"),
        ([MissingRate("a"), MissingRate("b")], "missing rate (column a), missing rate (column b)"),
        (Thresholds(exceeds=110), "thresholds (exceeds 110)"),
        ([above(0.05, "critical")], "above(0.05, 'critical')"),
    ],
)
def test_a_value_of_any_kind_has_words(value: Any, text: str) -> None:
    assert value_text(value) == text


def test_a_source_has_its_kind_and_what_is_declared_of_it() -> None:
    assert declared_text(Table("s.t")) == ""
    assert declared_text(Table("s.t", loaded_at="synced_at")) == "loaded at: synced_at"
    assert declared_text(Values(6, last=4)) == "last: 4"
    assert declared_text(File("a.csv", columns={"x": "date"})) == "columns: x: date"
    shared = SourceTerms(fresh="2 days", checks=(missing("id", 0), unique("id", blocks=False)))
    assert declared_text(Table("s.t"), shared) == (
        "fresh: 2 days; checks: missing('id', 0), unique('id') (warns only)"
    )
    sources = (Table("a.b"), File("a"), Tab("A", "b", ()), Values(1))
    kinds = [kind_of(SourceUse(each, "name", ())) for each in sources]
    assert kinds == ["table", "file", "tab", "values of a KPI"]


def test_alert_rules_are_words_with_the_most_severe_first() -> None:
    rules = [
        below_target(20, "info"),
        above(0.05, "critical", clear=0.04, for_=2),
        trend_down(15, over=4, clear=5),
    ]

    assert alerts_text(rules, "percent") == (
        "critical above 5.0%, 2 periods in a row, until 4.0%;"
        " warning down more than 15 % over 4 periods, until 5 %;"
        " info more than 20 % below target"
    )
