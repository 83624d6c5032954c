"""Findings on what a KPI file tells readers of the catalogue."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.core.catalog.faults import KPI, fault
from tests.project import findings_of, kpi_text


@pytest.mark.parametrize("reviewed", ["1.10.2026", "2026-13-01", "yesterday"])
def test_a_review_was_on_a_day(tmp_path: Path, reviewed: str) -> None:
    assert (
        fault(tmp_path, "reviewed", reviewed=reviewed)
        == f"reviewed {reviewed!r} is not a day; write one such as 2026-10-01"
    )


@pytest.mark.parametrize("review", ["weekly", "Quarterly", "3 months"])
def test_an_interval_between_reviews_is_one_of_four(tmp_path: Path, review: str) -> None:
    assert (
        fault(tmp_path, "review", review=review)
        == f"review {review!r} is unknown; use monthly, quarterly, half-yearly, yearly"
    )


@pytest.mark.parametrize("category", [" Retention", "two\nlines", "x" * 61])
def test_a_category_is_a_short_text_of_one_line(tmp_path: Path, category: str) -> None:
    assert (
        fault(tmp_path, "category", category=category)
        == f"category {category!r} is not a text of up to 60 letters without blanks around it;"
        " write one such as 'Retention'"
    )


def test_a_sensitivity_is_one_of_three(tmp_path: Path) -> None:
    assert (
        fault(tmp_path, "sensitivity", sensitivity="secret")
        == "sensitivity 'secret' is unknown; use public, internal, confidential"
    )


def test_a_playbook_says_something(tmp_path: Path) -> None:
    assert (
        fault(tmp_path, "playbook", playbook="  ")
        == "playbook is blank; write what to do when the number moves, or leave it out"
    )


def test_what_readers_are_told_is_optional_and_free(tmp_path: Path) -> None:
    text = kpi_text(
        review="half-yearly",
        reviewed="2026-02-28",
        category="Kunden & Verträge",
        sensitivity="public",
        playbook="https://wiki.example.com/churn",
    )

    assert findings_of(tmp_path, {KPI: text}) == []


def test_an_attribute_of_another_type_is_a_finding(tmp_path: Path) -> None:
    (found,) = findings_of(tmp_path, {KPI: kpi_text(category=5)})

    assert found.endswith("does not import: TypeError: category must be text, not 5")
