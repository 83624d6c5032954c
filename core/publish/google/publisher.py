"""Publishes a domain to a spreadsheet: one read, a plan, and one write."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from core.errors import PublishError
from core.publish.google.answers import FIELDS, SHOWN_FIELDS, read_book
from core.publish.google.batches import RequestBatch
from core.publish.google.changes import Plan
from core.publish.google.comment_records import Reading, new_comments, seen_cells
from core.publish.google.comments import with_known_columns
from core.publish.google.delivery import Courier, PlannedPublication
from core.publish.google.effects import Effect, effects_of
from core.publish.google.marks import read_mark
from core.publish.google.numbers import count_numbers
from core.publish.google.plan import make_plan
from core.publish.google.reading import TabReader
from core.publish.google.renames import RowRenames, old_keys, with_new_keys
from core.publish.google.sheet import BookNow
from core.publish.google.unfinished import (
    Settled,
    add_settled,
    add_settled_notes,
    settle_unfinished,
)
from core.publish.google.wanted import Wanted, is_old_charts
from core.publish.google.written import LastWritten, read_last_written
from core.publish.guard import find_refusal
from core.publish.scorecard import Order
from core.settings import WAREHOUSE_SETTING
from core.sheets import book_text
from core.store import Comments, PublishedCells

if TYPE_CHECKING:
    from core.sheets import SheetsClient

_MOST_PLANS = 3

# Returns the wanted tabs, with the changes of values since an instant.
WantedSince = Callable[[datetime | None], Sequence[Wanted]]


@dataclass(frozen=True, slots=True)
class PublishOutcome:
    """A plan, and the batches of requests that were sent for it or, with a plan only, would be.

    `notices` are what went wrong on the way and a person has to look at. `refusal` is why the plan
    may not be carried out.
    """

    plan: Plan
    batches: tuple[RequestBatch, ...] = ()
    notices: tuple[str, ...] = ()
    refusal: str = ""

    @property
    def effects(self) -> tuple[Effect, ...]:
        """Everything that the requests change besides values and notes."""
        return effects_of(self.plan, (each for batch in self.batches for each in batch.requests))


@dataclass(frozen=True)
class Publisher:
    """Publishes one domain to one spreadsheet; `identity` is that of the store.

    `comments` are those of the domain, None where its scorecard has no columns for them.
    A publish may begin long after `now`: comments are seen at the time of `clock`. `setting` names
    the store.
    """

    client: SheetsClient
    cells: PublishedCells
    domain: str
    now: datetime
    identity: str = ""
    renames: RowRenames = ()
    comments: Comments | None = None
    clock: Callable[[], datetime] | None = None
    setting: str = WAREHOUSE_SETTING

    def publish(self, wanted: WantedSince, order: Order) -> PublishOutcome:
        """Bring the spreadsheet to what `wanted` returns for the time since it was first filled.

        If a write is not known to have been applied, or if a person moved or deleted something
        meanwhile, the spreadsheet is read, planned and written again.

        Raises:
            PublishError: The spreadsheet could not be read or written, or it shows the values of
                another store or of one that has lost most of them; the store is untouched.
        """
        notices: list[str] = []
        troubles: list[PublishError] = []
        refused_on: BookNow | None = None
        before: BookNow | None = None
        courier = self._courier()
        while len(troubles) < _MOST_PLANS:
            # Readers never saw a value that changed before the spreadsheet was first filled.
            tabs = wanted(self.cells.first_publication_time() or self.now)
            last = read_last_written(self.cells)
            tabs = [tab for tab in tabs if not is_old_charts(tab) or last.of_tab(tab.key)]
            if self.comments is not None:
                tabs = [with_known_columns(tab, last.of_tab(tab.key)) for tab in tabs]
            book = self._read_book(last, tabs)
            settled = self._settle(book, before, tabs, last, order)
            notices += [notice for publication in settled for notice in publication.notices]
            if book == refused_on:
                break
            plan = _make_plan(book, tabs, last, settled, order)
            refusal = "" if order.force else self._find_refusal(book, plan)
            planned = courier.prepare(book, plan)
            if order.plan_only:
                return PublishOutcome(plan, planned.batches, tuple(notices), refusal)
            if refusal:
                raise PublishError(refusal)
            courier.store(planned, order)
            self._store_comments(planned, courier, order)
            delivery = courier.send(planned)
            if delivery.is_complete:
                courier.conclude(planned)
                return PublishOutcome(plan, planned.batches, tuple(notices))
            courier.store_misplaced(planned, delivery.misplaced)
            notices += [value.notice for value in delivery.misplaced if value.notice]
            troubles += [delivery.trouble] if delivery.trouble else []
            refused_on = book if delivery.is_refused else None
            before = book
        raise PublishError("\n".join((*notices, str(troubles[-1]))))

    def _store_comments(self, planned: PlannedPublication, courier: Courier, order: Order) -> None:
        """Store what people typed in cells for comments before anything is sent."""
        if self.comments is None:
            return
        last = self.cells.last_publication_time()
        seen_at = self.clock() if self.clock else self.now
        reading = Reading(self.domain, self.client.book, planned.marker, last, seen_at)
        found = [*new_comments(planned.plan, reading)]
        if found and not planned.batches:
            courier.store_reading(planned, order)
        self.comments.add(found)
        self.cells.adopt([*seen_cells(planned.plan)], planned.marker)

    def _courier(self) -> Courier:
        lost = self.client.attempts()
        return Courier(
            self.client, self.cells, self.domain, self.now, self.identity, self._place, lost
        )

    @property
    def _place(self) -> str:
        return f"{self.client.variable}: spreadsheet {book_text(self.client.book)}"

    def _find_refusal(self, book: BookNow, plan: Plan) -> str:
        theirs = read_mark(book, self.domain)
        shown, lost = count_numbers(plan)
        remaining = shown - lost
        return find_refusal(self._place, self.identity, theirs, shown, remaining, self.setting)

    def _read_book(self, last: LastWritten, tabs: Sequence[Wanted]) -> BookNow:
        rows = last.rows | _rows_of(tabs)
        fields = FIELDS if self.comments is None else SHOWN_FIELDS
        answer = TabReader(self.client, self.domain, last.tabs, fields).read(tabs)
        book = read_book(answer, rows | old_keys(rows, self.renames))
        return with_new_keys(book, self.domain, self.renames, last.values)

    def _settle(
        self,
        book: BookNow,
        before: BookNow | None,
        tabs: Sequence[Wanted],
        last: LastWritten,
        order: Order,
    ) -> list[Settled]:
        """Return how publications ended that broke off, and store it.

        `before` is the spreadsheet on which this publish planned its lost write.
        """
        settled = settle_unfinished(book, tabs, last.planned, last.notes, is_changed=book != before)
        if not order.plan_only:
            for publication in settled:
                self.cells.conclude(publication.marker, applied=publication.applied)
                if not publication.applied:
                    self.cells.adopt(publication.cells, publication.marker)
        return settled


def _rows_of(tabs: Iterable[Wanted]) -> set[str]:
    return {row for tab in tabs for row in tab.rows}


def _make_plan(
    book: BookNow,
    tabs: Sequence[Wanted],
    last: LastWritten,
    settled: Sequence[Settled],
    order: Order,
) -> Plan:
    return make_plan(
        book,
        tabs,
        add_settled(last.values, settled),
        add_settled_notes(last.notes, settled),
        overwrite=order.overwrite,
        restore=order.restore,
    )
