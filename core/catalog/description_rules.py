"""Rules for what a KPI file tells readers of the catalogue; it decides no value."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import get_args

from core.catalog.entries import Catalogue, Entry
from core.catalog.source_rules import Rule
from core.model import REVIEWS, Sensitivity

_LONGEST = 60  # letters of a category


def check_reviewed(entry: Entry, _: Catalogue) -> Iterator[str]:
    """The day of the last review is a day."""
    reviewed = entry.kpi.reviewed
    if not reviewed:
        return
    try:
        date.fromisoformat(reviewed)
    except ValueError:
        yield f"reviewed {reviewed!r} is not a day; write one such as 2026-10-01"


def check_review(entry: Entry, _: Catalogue) -> Iterator[str]:
    """The interval between reviews is one that exists."""
    review = entry.kpi.review
    if review and review not in REVIEWS:
        yield f"review {review!r} is unknown; use {', '.join(REVIEWS)}"


def check_category(entry: Entry, _: Catalogue) -> Iterator[str]:
    """The category, if any, is a short text of one line, so that KPIs share it."""
    category = entry.kpi.category
    if category and (category != " ".join(category.split()) or len(category) > _LONGEST):
        fault = f"is not a text of up to {_LONGEST} letters without blanks around it"
        yield f"category {category!r} {fault}; write one such as 'Retention'"


def check_sensitivity(entry: Entry, _: Catalogue) -> Iterator[str]:
    """The sensitivity is one that exists."""
    sensitivity = entry.kpi.sensitivity
    if sensitivity and sensitivity not in get_args(Sensitivity):
        yield f"sensitivity {sensitivity!r} is unknown; use {', '.join(get_args(Sensitivity))}"


def check_playbook(entry: Entry, _: Catalogue) -> Iterator[str]:
    """The playbook, if any, says something."""
    playbook = entry.kpi.playbook
    if playbook and not playbook.strip():
        yield "playbook is blank; write what to do when the number moves, or leave it out"


DESCRIPTION_RULES: Mapping[str, tuple[Rule, ...]] = {
    "reviewed": (check_reviewed,),
    "review": (check_review,),
    "category": (check_category,),
    "sensitivity": (check_sensitivity,),
    "playbook": (check_playbook,),
}
