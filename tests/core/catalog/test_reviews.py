"""Reviews that are due, by the interval of each KPI."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from core.catalog.reviews import find_due_reviews, review_day, review_warnings
from tests.project import catalogue_of, kpi_text

FILE = "scorecards/success/kpi_01.py"
REMEDY = "confirm or change it and set reviewed= to the day, or retire the KPI"


def warnings(root: Path, today: str, **given: str) -> list[str]:
    catalogue = catalogue_of(root, {"success/kpi_01.py": kpi_text(**given)})
    return [str(each) for each in review_warnings(catalogue, date.fromisoformat(today))]


@pytest.mark.parametrize(("today", "is_due"), [("2026-12-31", False), ("2027-01-01", True)])
def test_a_review_is_due_from_its_day_on(tmp_path: Path, today: str, is_due: bool) -> None:
    found = warnings(tmp_path, today, reviewed="2026-10-01", review="quarterly")

    due = "review is due since 2027-01-01: last confirmed on 2026-10-01"
    assert found == ([f"{FILE}:9: warning: {due}; {REMEDY}"] if is_due else [])


def test_a_definition_that_was_never_confirmed_is_due_at_once(tmp_path: Path) -> None:
    assert warnings(tmp_path, "2026-01-01", review="yearly") == [
        f"{FILE}:9: warning: review is due: the definition was never confirmed; {REMEDY}"
    ]


@pytest.mark.parametrize(
    "given", [{}, {"reviewed": "2020-01-01"}, {"review": "often", "reviewed": "2020-01-01"}]
)
def test_without_an_interval_no_review_is_due(tmp_path: Path, given: dict[str, str]) -> None:
    assert warnings(tmp_path, "2026-11-16", **given) == []


def test_a_day_that_cannot_be_read_makes_nothing_due(tmp_path: Path) -> None:
    kpi = kpi_text(reviewed="yesterday", review="monthly")
    entry = catalogue_of(tmp_path, {"success/kpi_01.py": kpi}).entry("success", 1)

    assert review_day(entry) is None
    assert find_due_reviews([entry], date(2026, 11, 16)) == []
