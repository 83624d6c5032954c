"""Publishes a domain to a spreadsheet: one read, a plan, and one write that carries its own mark.

The plan is stored before it is sent, so that a process that dies leaves what the next one needs.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from core.errors import AmbiguousError, PublishError
from core.publish.google.answers import FIELDS, MARKERS, SHAPE, read_book
from core.publish.google.batches import RequestBatch, split
from core.publish.google.changes import Plan
from core.publish.google.marks import marks_of, new_mark, read_mark
from core.publish.google.misplaced import Misplaced, find_misplaced
from core.publish.google.numbers import count_numbers
from core.publish.google.plan import make_plan
from core.publish.google.positions import new_tabs
from core.publish.google.renames import RowRenames, old_keys, with_new_keys
from core.publish.google.requests import mark_requests, requests_for
from core.publish.google.sheet import BookNow
from core.publish.google.unfinished import (
    Settled,
    add_settled,
    add_settled_notes,
    settle_unfinished,
)
from core.publish.google.wanted import Wanted
from core.publish.google.written import (
    LastWritten,
    adopted_cells,
    overwritten_cells,
    read_last_written,
    written_cells,
)
from core.publish.guard import find_refusal
from core.publish.scorecard import Order
from core.settings import host, user
from core.sheets import book_text
from core.store import Publication, PublishedCells, WrittenCell

if TYPE_CHECKING:
    from core.sheets import Attempts, SheetsClient

# Google recommends no more in one request.
LARGEST_PAYLOAD = 2_000_000

_SHEET_IDS = 2**31 - 1
_MOST_MOVES = 3
_MOVED = "rows or columns were moved while it was published"

# Returns the wanted tabs, with the changes of values since an instant.
WantedSince = Callable[[datetime | None], Sequence[Wanted]]


@dataclass(frozen=True, slots=True)
class PublishOutcome:
    """A plan that was carried out, and the batches of requests that were sent for it.

    `notices` are what went wrong on the way and a person has to look at. `refusal` is why the plan
    may not be carried out.
    """

    plan: Plan
    batches: tuple[RequestBatch, ...] = ()
    notices: tuple[str, ...] = ()
    refusal: str = ""


@dataclass(frozen=True, slots=True)
class _PlannedPublication:
    """A publication that is stored as planned and about to be sent."""

    marker: str
    plan: Plan
    batches: tuple[RequestBatch, ...] = ()


@dataclass(frozen=True, slots=True)
class _Delivery:
    """The end of a sending: whether everything is where it was meant to be."""

    is_complete: bool
    misplaced: tuple[Misplaced, ...] = ()


@dataclass(frozen=True)
class Publisher:
    """Publishes one domain to one spreadsheet; `identity` is that of the store."""

    client: SheetsClient
    cells: PublishedCells
    domain: str
    now: datetime
    identity: str = ""
    renames: RowRenames = ()

    def publish(self, wanted: WantedSince, order: Order) -> PublishOutcome:
        """Bring the spreadsheet to what `wanted` returns for the time since it was first filled.

        If a write is not known to have been applied, or if a person moved rows or columns
        meanwhile, the spreadsheet is read, planned and written again.

        Raises:
            PublishError: The spreadsheet could not be read or written, or it shows the values of
                another store or of one that has lost most of them; the store is untouched.
        """
        notices: list[str] = []
        moves = 0
        lost = self.client.attempts()
        while moves < _MOST_MOVES:
            # A change of a value before the spreadsheet was first filled is no news to its readers.
            tabs = wanted(self.cells.first_publication_time() or self.now)
            last = read_last_written(self.cells)
            book = self._read_book(last, tabs)
            settled = self._settle(book, last, order)
            notices += [notice for publication in settled for notice in publication.notices]
            plan = make_plan(
                book,
                tabs,
                add_settled(last.values, settled),
                add_settled_notes(last.notes, settled),
                overwrite=order.overwrite,
                restore=order.restore,
            )
            refusal = "" if order.force else self._find_refusal(book, plan)
            if order.plan_only:
                return PublishOutcome(plan, notices=tuple(notices), refusal=refusal)
            if refusal:
                raise PublishError(refusal)
            planned = self._store_plan(book, plan, order)
            delivery = self._send(planned, lost)
            if delivery.is_complete:
                self._conclude(planned)
                return PublishOutcome(plan, planned.batches, tuple(notices))
            self._store_misplaced(planned, delivery.misplaced)
            notices += [value.notice for value in delivery.misplaced if value.notice]
            moves += bool(delivery.misplaced)
        raise PublishError("\n".join((*notices, f"{self._place}: {_MOVED}; publish again")))

    @property
    def _place(self) -> str:
        return f"{self.client.variable}: spreadsheet {book_text(self.client.book)}"

    def _find_refusal(self, book: BookNow, plan: Plan) -> str:
        theirs = read_mark(book, self.domain)
        shown, lost = count_numbers(plan)
        return find_refusal(self._place, self.identity, theirs, shown, shown - lost)

    def _read_book(self, last: LastWritten, tabs: Iterable[Wanted]) -> BookNow:
        rows = last.rows | _rows_of(tabs)
        book = read_book(self.client.get(FIELDS), rows | old_keys(rows, self.renames))
        return with_new_keys(book, self.domain, self.renames, last.values)

    def _settle(self, book: BookNow, last: LastWritten, order: Order) -> list[Settled]:
        """Return how publications ended that broke off, and store it."""
        settled = settle_unfinished(book, last.planned)
        if not order.plan_only:
            for publication in settled:
                self.cells.conclude(publication.marker, applied=publication.applied)
                if not publication.applied:
                    self.cells.adopt(publication.cells, publication.marker)
        return settled

    def _store_plan(self, book: BookNow, plan: Plan, order: Order) -> _PlannedPublication:
        marker = new_mark(self.domain, self.identity)
        old = marks_of(book, self.domain)
        is_known = not old or read_mark(book, self.domain) == self.identity
        if plan.is_empty and is_known:
            return _PlannedPublication(marker, plan)
        if plan.is_empty:
            requests = [*mark_requests(marker, old)]
        else:
            new = new_tabs(book, plan, lambda: random.randrange(1, _SHEET_IDS))
            requests = requests_for(plan, marker, old, new)
        batches = tuple(split(requests, LARGEST_PAYLOAD))
        publication = self._publication(marker, plan, order, max(batch.size for batch in batches))
        self.cells.add_plan(publication, [*written_cells(plan)])
        return _PlannedPublication(marker, plan, batches)

    def _send(self, planned: _PlannedPublication, lost: Attempts) -> _Delivery:
        try:
            after = self._send_batches(planned)
        except AmbiguousError as error:
            if not self.client.wait(lost, str(error)):
                raise PublishError(f"{self._place}: {error} ({lost.text}); publish again") from None
            answer = self.client.get(f"{MARKERS},{SHAPE}")
            after = read_book(answer, _marked_rows(planned.plan))
            if planned.marker not in after.markers.values():
                return _Delivery(False)
        misplaced = find_misplaced(planned.plan, after)
        return _Delivery(not misplaced, misplaced)

    def _send_batches(self, planned: _PlannedPublication) -> BookNow:
        """Send everything; return the keys in the spreadsheet afterwards."""
        # A tab that the same request makes cannot have been rearranged.
        fields = SHAPE if any(tab.now for tab in planned.plan.tabs) else ""
        answer: dict[str, Any] = {}
        for batch in planned.batches:
            answer = self.client.batch_update(batch.requests, fields)
        return read_book(answer, _marked_rows(planned.plan))

    def _store_misplaced(
        self, planned: _PlannedPublication, misplaced: Sequence[Misplaced]
    ) -> None:
        """Store which cells of ours hold which value, so that the next plan puts them right."""
        if not misplaced:
            return
        meant = {(value.tab, *value.meant) for value in misplaced}
        in_place = [cell for cell in written_cells(planned.plan) if cell.keys not in meant]
        landed = [
            WrittenCell((each.tab, *each.landed), each.value)
            for each in misplaced
            if each.landed and each.sets_value
        ]
        self.cells.conclude(planned.marker, applied=False)
        self.cells.adopt(in_place, planned.marker)
        self.cells.adopt(landed, planned.marker)

    def _conclude(self, planned: _PlannedPublication) -> None:
        if planned.batches:
            self.cells.conclude(planned.marker, applied=True)
            self.cells.add_overwritten([*overwritten_cells(planned.plan, planned.marker, self.now)])
        self.cells.adopt([*adopted_cells(planned.plan)], planned.marker)

    def _publication(self, marker: str, plan: Plan, order: Order, size: int) -> Publication:
        cells = sum(len(tab.writes) for tab in plan.tabs)
        kept = sum(len(tab.kept) for tab in plan.tabs)
        return Publication(
            marker=marker,
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
            bytes=size,
        )


def _rows_of(tabs: Iterable[Wanted]) -> set[str]:
    return {row for tab in tabs for row in tab.rows}


def _marked_rows(plan: Plan) -> set[str]:
    """Return the keys of all rows that may be marked once a plan is carried out."""
    rows = _rows_of(tab.wanted for tab in plan.tabs)
    return rows.union(*(tab.now.rows for tab in plan.tabs if tab.now))
