"""The cells of a spreadsheet as readers see them now; nothing is written."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime

from core.publish.google.changes import TabPlan, same_value
from core.publish.google.publish import open_publisher
from core.publish.google.wanted import CellKey, is_value, wanted_tabs
from core.publish.scorecard import Order, Scorecard
from core.publish.shown import ShownCell, ShownPlace
from core.sheets import URL
from core.store import CellKeys, Publications, PublishedCells, SheetValue, find_published_cells


def read_spreadsheet(scorecard: Scorecard, book: str, order: Order) -> ShownPlace:
    """Read what a spreadsheet shows.

    Raises:
        PublishError: It cannot be read.
    """
    publisher = open_publisher(scorecard, book)
    outcome = publisher.publish(
        lambda since: wanted_tabs(scorecard.domain, scorecard.grid(since), order.covers), order
    )
    cells = PublishedCells(scorecard.database, scorecard.domain, book)
    shown = [
        cell for tab in outcome.plan.tabs for cell in _cells(scorecard, book, tab, cells.read())
    ]
    faults = [f"a person deleted the tab {title}" for title in outcome.plan.missing]
    for tab in outcome.plan.tabs:
        faults += [f"a person deleted {key} from {tab.wanted.title}" for key in tab.missing]
    return ShownPlace(URL.format(book), tuple(shown), tuple(faults))


def _cells(
    scorecard: Scorecard, book: str, tab: TabPlan, published: Mapping[CellKeys, SheetValue]
) -> Iterator[ShownCell]:
    changed = dict(_changed(tab))
    gone = set(tab.missing)
    for place, content in tab.wanted.cells.items():
        if not is_value(place) or gone & set(place):
            continue
        keys = tab.wanted.key, *place
        name, shown = changed.get(place, ("", content.value))
        last, is_ours = published.get(keys), True
        if place in changed:
            is_ours = same_value(last, shown)
        at = _published_at(scorecard, book, keys) if place in changed else None
        yield ShownCell(keys, name, shown, content.value, at, is_ours)


def _changed(tab: TabPlan) -> Iterator[tuple[CellKey, tuple[str, SheetValue]]]:
    """Yield the cells that do not show what is stored, with their names and what they show."""
    for write in tab.writes:
        if write.is_ours and write.sets_value:
            yield write.place, (write.cell, write.old.value)
    for kept in tab.kept:
        if not same_value(kept.theirs, kept.ours):
            yield kept.place, (kept.cell, kept.theirs)


def _published_at(scorecard: Scorecard, book: str, keys: CellKeys) -> datetime | None:
    found = find_published_cells(scorecard.database, scorecard.domain, *keys)
    for each in found:
        if each.target == book:
            publication = Publications(scorecard.database).find(each.cell.marker)
            return publication.planned_at if publication else None
    return None
