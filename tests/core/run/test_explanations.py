"""Runs record why the values of trees changed."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from core.kpi import Values
from tests.forms import COUNT, FORMS, fill_forms
from tests.project import kpi_text, write_project
from tests.runs import run
from tests.warehouses import stored

TWO_WEEKS = "2026-W45..2026-W46"
DOUBLE = kpi_text(
    COUNT.replace("count(*)", "2 * count(*)"),
    name="Double",
    unit="count",
    tree="2 * forms",
    drivers=[Values(6, name="forms")],
    sources=[FORMS],
)


@pytest.fixture
def root(root: Path) -> Path:
    """KPI 7 is twice KPI 6, of which there are six in W45 and seven in W46."""
    return write_project(root, {"success/kpi_07.py": DOUBLE}, {"success": ""})


def explanations(url: str, columns: str) -> Sequence[tuple[Any, ...]]:
    return stored(url, columns, "scorecard_explanation", "explained_at, period, not_explained")


def test_a_run_records_the_parts_of_the_changes_that_it_made(root: Path, url: str) -> None:
    run(root, url, TWO_WEEKS, kpis=[6, 7])

    ((number, period, against, before, after, tree, run_id),) = explanations(
        url, "kpi_number, period, against, value_before, value_after, tree, run_id"
    )
    ((parts, sentences),) = explanations(url, "parts, sentences")
    assert (number, period, against, before, after) == (7, "2026-W46", "2026-W45", 12, 14)
    assert tree == "2 * forms"
    assert (run_id, "success") in stored(url, "run_id, domain", "scorecard_run")
    assert [(each["name"], each["amount"]) for each in json.loads(parts)] == [("Forms", 2)]
    assert json.loads(sentences)[0].startswith("Double rose by 2 (+16.7%) to 14 in 2026-W46")


def test_the_same_run_again_records_nothing(root: Path, url: str) -> None:
    run(root, url, TWO_WEEKS, kpis=[6, 7])
    run(root, url, TWO_WEEKS, kpis=[6, 7])

    assert len(explanations(url, "period")) == 1


def test_a_driver_that_changed_alone_leaves_something_that_is_not_explained(
    root: Path, url: str
) -> None:
    run(root, url, TWO_WEEKS, kpis=[6, 7])
    fill_forms(url, {"2026-W45": 1})
    run(root, url, "2026-W45", kpis=[6])

    # Double went from 12 to 14, and twice the forms from 14 to 14.
    assert explanations(url, "period, not_explained") == [("2026-W46", 0), ("2026-W46", 2)]


def test_a_dry_run_records_nothing(root: Path, url: str) -> None:
    run(root, url, TWO_WEEKS, kpis=[6, 7])
    fill_forms(url, {"2026-W45": 1})
    run(root, url, "2026-W45", kpis=[6], dry_run=True)

    assert len(explanations(url, "period")) == 1


def test_without_a_tree_nothing_is_recorded(root: Path, url: str) -> None:
    write_project(root, {"success/kpi_07.py": kpi_text(COUNT, name="Double", sources=[FORMS])})
    run(root, url, TWO_WEEKS, kpis=[6, 7])

    assert explanations(url, "period") == []
