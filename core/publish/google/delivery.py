"""Delivers a plan: stores it, sends it with its own mark, and stores how that ended.

The plan is stored before it is sent, so that a process that dies leaves what the next one needs.
"""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

from core.errors import AmbiguousError, PublishError, RefusedError
from core.publish.google.answers import MARKERS, SHAPE, read_book
from core.publish.google.batches import RequestBatch, split
from core.publish.google.changes import Plan
from core.publish.google.marks import marks_of, new_mark, read_mark
from core.publish.google.metadata import mark_requests
from core.publish.google.misplaced import Misplaced, find_misplaced
from core.publish.google.positions import NewTab, new_tabs
from core.publish.google.reading import TabReader
from core.publish.google.requests import requests_for
from core.publish.google.sheet import BookNow
from core.publish.google.written import adopted_cells, overwritten_cells, written_cells
from core.publish.scorecard import Order
from core.settings import host, user
from core.store import Publication, PublishedCells, PublishedTab

if TYPE_CHECKING:
    from core.sheets import Attempts, SheetsClient

# Google recommends no more in one request.
LARGEST_PAYLOAD = 2_000_000

_SHEET_IDS = 2**31 - 1
_MOVED = "rows or columns were moved while it was published"


@dataclass(frozen=True, slots=True)
class PlannedPublication:
    """A publication that is stored as planned and about to be sent."""

    marker: str
    plan: Plan
    batches: tuple[RequestBatch, ...] = ()
    new: Mapping[str, NewTab] = field(default_factory=dict)

    @property
    def tabs(self) -> list[PublishedTab]:
        """Our tabs as they are once it is written."""
        tabs = []
        for tab in self.plan.tabs:
            key, now = tab.wanted.key, tab.now
            sheet_id = now.sheet_id if now else self.new[key].sheet_id
            tabs.append(PublishedTab(key, sheet_id, tab.title))
        return tabs


@dataclass(frozen=True, slots=True)
class Delivery:
    """The end of a sending: whether everything is where it was meant to be.

    `trouble` is why the plan no longer fitted the spreadsheet; there is none if only the answer was
    lost. `misplaced` values landed elsewhere.
    """

    is_complete: bool
    trouble: PublishError | None = None
    misplaced: tuple[Misplaced, ...] = ()

    @property
    def is_refused(self) -> bool:
        """True if Google did not apply it."""
        return isinstance(self.trouble, RefusedError)


@dataclass(frozen=True)
class Courier:
    """Delivers the plans of one domain to one spreadsheet; `identity` is that of the store.

    `place` names the spreadsheet in messages, `lost` are the attempts whose answers were lost.
    """

    client: SheetsClient
    cells: PublishedCells
    domain: str
    now: datetime
    identity: str
    place: str
    lost: Attempts

    def prepare(self, book: BookNow, plan: Plan) -> PlannedPublication:
        """Return the publication that carries out a plan; one without batches sends nothing."""
        marker = new_mark(self.domain, self.identity)
        old = marks_of(book, self.domain)
        is_known = not old or read_mark(book, self.domain) == self.identity
        if plan.is_empty and is_known:
            return PlannedPublication(marker, plan)
        new = new_tabs(book, plan, lambda: random.randrange(1, _SHEET_IDS))
        if plan.is_empty:
            batches = split(mark_requests(marker, old), LARGEST_PAYLOAD)
        else:
            structure, contents = requests_for(plan, marker, old, new)
            batches = split(contents, LARGEST_PAYLOAD, structure)
        return PlannedPublication(marker, plan, tuple(batches), new)

    def store(self, planned: PlannedPublication, order: Order) -> None:
        """Store a publication that is about to be sent."""
        if planned.batches:
            publication = self._publication(planned, order)
            self.cells.add_plan(publication, [*written_cells(planned.plan)])

    def store_reading(self, planned: PlannedPublication, order: Order) -> None:
        """Store a publication that finds comments of people and has nothing to write."""
        publication = self._publication(planned, order)
        self.cells.add_reading(replace(publication, outcome="applied"))

    def send(self, planned: PlannedPublication) -> Delivery:
        """Send a plan, and compare where its values landed with where they were meant to be.

        Raises:
            PublishError: It could not be sent, or its answers were lost for too long.
        """
        try:
            after = self._send_batches(planned)
        except RefusedError as error:
            return Delivery(False, error)
        except AmbiguousError as error:
            after = self._read_after(planned, error)
            if planned.marker not in after.markers.values():
                return Delivery(False)
        if any(tab.repaired for tab in planned.plan.tabs):
            after = self._read_labels(planned)
        misplaced = find_misplaced(planned.plan, after)
        moved = PublishError(f"{self.place}: {_MOVED}; publish again") if misplaced else None
        return Delivery(not misplaced, moved, misplaced)

    def _read_after(self, planned: PlannedPublication, error: AmbiguousError) -> BookNow:
        if not self.client.wait(self.lost, str(error)):
            tried = f" ({self.lost.text})" if self.lost.text else ""
            raise PublishError(f"{self.place}: {error}{tried}; publish again") from None
        answer = self.client.get(f"{MARKERS},{SHAPE}")
        return read_book(answer, _marked_rows(planned.plan))

    def _read_labels(self, planned: PlannedPublication) -> BookNow:
        """Read our tabs with their labels: new marks went to positions, whatever is there now."""
        reader = TabReader(self.client, self.domain, planned.tabs)
        answer = reader.read([tab.wanted for tab in planned.plan.tabs])
        return read_book(answer, _marked_rows(planned.plan))

    def _send_batches(self, planned: PlannedPublication) -> BookNow:
        """Send everything; return the keys in the spreadsheet afterwards."""
        # A tab that the same request makes cannot have been rearranged.
        fields = SHAPE if any(tab.now for tab in planned.plan.tabs) else ""
        answer: dict[str, Any] = {}
        for batch in planned.batches:
            answer = self.client.batch_update(batch.requests, fields)
        return read_book(answer, _marked_rows(planned.plan))

    def store_misplaced(self, planned: PlannedPublication, misplaced: Sequence[Misplaced]) -> None:
        """Store which cells of ours hold which value, so that the next plan puts them right."""
        if not misplaced:
            return
        meant = {(value.tab, *value.meant) for value in misplaced}
        in_place = [cell for cell in written_cells(planned.plan) if cell.keys not in meant]
        landed = [each.written for each in misplaced if each.landed]
        self.cells.conclude(planned.marker, applied=False)
        self.cells.adopt(in_place, planned.marker)
        self.cells.adopt(landed, planned.marker)

    def conclude(self, planned: PlannedPublication) -> None:
        """Store that everything of a plan was written."""
        if planned.batches:
            self.cells.conclude(planned.marker, applied=True)
            self.cells.add_overwritten([*overwritten_cells(planned.plan, planned.marker, self.now)])
        self.cells.adopt([*adopted_cells(planned.plan)], planned.marker)
        self.cells.tabs.replace(planned.tabs)

    def _publication(self, planned: PlannedPublication, order: Order) -> Publication:
        cells = sum(len(tab.writes) for tab in planned.plan.tabs)
        kept = sum(len(tab.kept) for tab in planned.plan.tabs)
        return Publication(
            marker=planned.marker,
            domain=self.domain,
            target=self.client.book,
            command=order.command,
            filters=order.span.text if order.span else "",
            published_by=user(),
            host=host(),
            planned_at=self.now,
            outcome="planned",
            cells=cells,
            kept=kept,
            bytes=max((batch.size for batch in planned.batches), default=0),
        )


def _marked_rows(plan: Plan) -> set[str]:
    """Return the keys of all rows that may be marked once a plan is carried out."""
    rows: set[str] = set()
    for tab in plan.tabs:
        rows |= {*tab.wanted.rows, *(tab.now.rows if tab.now else ())}
    return rows
