"""Reviews that are due: definitions that were to be confirmed by now. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from core.catalog.entries import Catalogue, Entry
from core.catalog.positions import keyword_line
from core.errors import Finding
from core.model import REVIEWS, next_review


@dataclass(frozen=True, slots=True)
class DueReview:
    """A KPI whose definition has to be confirmed since `due`; None if it never was confirmed."""

    entry: Entry
    due: date | None

    def __str__(self) -> str:
        if self.due is None:
            return "review is due: the definition was never confirmed"
        return f"review is due since {self.due}: last confirmed on {self.entry.kpi.reviewed}"


def review_day(entry: Entry) -> date | None:
    """Return the day on which the next review is due; None if the file names no such day."""
    kpi = entry.kpi
    if not kpi.review or not kpi.reviewed or kpi.review not in REVIEWS:
        return None
    try:
        return next_review(date.fromisoformat(kpi.reviewed), kpi.review)
    except ValueError:  # a check reports it
        return None


def find_due_reviews(entries: Iterable[Entry], today: date) -> list[DueReview]:
    """Return the due reviews of `entries`; a KPI without `review` never has one."""
    found = []
    for entry in entries:
        if entry.kpi.review not in REVIEWS:
            continue
        due = review_day(entry)
        if not entry.kpi.reviewed or (due and due <= today):
            found.append(DueReview(entry, due))
    return found


def review_warnings(catalogue: Catalogue, today: date) -> tuple[Finding, ...]:
    """Return a warning for each due review, on the line that names the last one."""
    warnings = []
    for review in find_due_reviews(catalogue.entries, today):
        file = review.entry.file
        attribute = "reviewed" if review.entry.kpi.reviewed else "review"
        line = keyword_line(catalogue.root / file, attribute)
        remedy = "confirm or change it and set reviewed= to the day, or retire the KPI"
        warnings.append(Finding(file, line, f"{review}; {remedy}", is_warning=True))
    return tuple(sorted(warnings))
