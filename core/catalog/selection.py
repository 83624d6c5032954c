"""Selections of KPIs by what their files say. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from core.catalog.entries import Entry
from core.catalog.reviews import find_due_reviews
from core.model import describe


@dataclass(frozen=True, slots=True)
class Selection:
    """What KPIs have in common; an empty attribute selects all.

    `owner`, `category` and `source` are parts of the text, in upper or lower case; `unit` is the
    whole unit.
    """

    owner: str = ""
    category: str = ""
    source: str = ""
    unit: str = ""
    due_only: bool = False

    def select(self, entries: Iterable[Entry], today: date) -> list[Entry]:
        """Return those of `entries` that fulfil every condition."""
        selected = [entry for entry in entries if self._holds(entry)]
        if not self.due_only:
            return selected
        return [review.entry for review in find_due_reviews(selected, today)]

    def _holds(self, entry: Entry) -> bool:
        kpi = entry.kpi
        sources = [describe(source) for source in kpi.sources]
        return (
            _contains(kpi.owner, self.owner)
            and _contains(kpi.category, self.category)
            and any(_contains(source, self.source) for source in (*sources, ""))
            and self.unit.casefold() in ("", kpi.unit.casefold())
        )


def _contains(text: str, part: str) -> bool:
    return part.casefold() in text.casefold()
