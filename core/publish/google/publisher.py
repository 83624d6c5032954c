"""The edge that acts: one read, a plan, one write that carries its own mark, and the record of
both.
"""

from __future__ import annotations

import json
import random
import socket
import uuid
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

from core.errors import AmbiguousError, PublishError
from core.publish.google.changes import Plan, Write
from core.publish.google.misplaced import Misplaced, find_misplaced
from core.publish.google.plan import make_plan
from core.publish.google.positions import new_tabs
from core.publish.google.requests import ApiRequest, requests_for
from core.publish.google.sheet import FIELDS, MARKERS, SHAPE, BookNow, read_book
from core.publish.google.unfinished import settle_unfinished, with_settled
from core.publish.google.wanted import Wanted
from core.publish.scorecard import Order
from core.settings import user
from core.store import OverwrittenCell, Publication, PublishedCells, WrittenCell

if TYPE_CHECKING:
    from core.sheets import SheetsClient

# Google recommends no more in one request.
LARGEST_PAYLOAD = 2_000_000
_SHEET_IDS = 2**31 - 1


@dataclass(frozen=True, slots=True)
class PublishOutcome:
    """What came of a publish: the plan, the requests it was sent in, and the bytes of the largest
    of those.

    `told` is what went wrong on the way that a person has to know.
    """

    plan: Plan
    largest: int = 0
    batches: tuple[tuple[ApiRequest, ...], ...] = ()
    told: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Sent:
    """A publication that was sent, whether or not its answer came."""

    marker: str
    outcome: PublishOutcome


@dataclass
class Publisher:
    """Publishes one domain to one spreadsheet."""

    client: SheetsClient
    record: PublishedCells
    domain: str
    now: datetime

    def publish(
        self, wanted: Callable[[datetime | None], Sequence[Wanted]], order: Order
    ) -> PublishOutcome:
        """Bring the spreadsheet to what `wanted` gives for the time since it was first filled.

        After an answer that was lost, the mark in the spreadsheet tells whether the write was
        applied. If it was not, or if somebody moved rows or columns meanwhile, what stands there is
        compared anew and sent again.

        Raises:
            PublishError: The spreadsheet could not be read or written; the store is untouched.
        """
        trouble = ""
        told: list[str] = []
        for attempt in range(1, self.client.patience.attempts + 1):
            book = read_book(self.client.get(FIELDS))
            plan = self._plan(book, wanted, order)
            if order.plan_only:
                return PublishOutcome(plan)
            sent = self._prepare(book, plan, order)
            try:
                astray = self._send(sent)
                if not astray:
                    return self._finish(sent, told)
                self._take_back(sent, astray)
                trouble = "rows or columns were moved while it was published"
                told += [each.sentence for each in astray if each.sentence]
            except AmbiguousError as error:
                trouble = str(error)
                self.client.pause(attempt)
                if sent.marker in read_book(self.client.get(MARKERS)).markers.values():
                    return self._finish(sent, told)
        sentence = (
            f"{self.client.variable}: spreadsheet {self.client.book}: {trouble}; publish again"
        )
        raise PublishError("\n".join((*told, sentence)))

    def _plan(
        self, book: BookNow, wanted: Callable[[datetime | None], Sequence[Wanted]], order: Order
    ) -> Plan:
        settled = settle_unfinished(book, self.record.read_planned())
        for each in () if order.plan_only else settled:
            self.record.conclude(each.marker, applied=each.applied)
            if not each.applied:
                self.record.adopt(each.cells, each.marker)
        base = with_settled(self.record.read(), settled)
        # What changed before readers had a sheet is no news to them.
        tabs = wanted(self.record.first_publication_time() or self.now)
        return make_plan(book, tabs, base, overwrite=order.overwrite, restore=order.restore)

    def _prepare(self, book: BookNow, plan: Plan, order: Order) -> _Sent:
        """Write down what is about to be sent, so that a process that dies leaves a trace to be
        settled.
        """
        marker = f"{self.domain}:{uuid.uuid4().hex}"
        if plan.is_empty:
            return _Sent(marker, PublishOutcome(plan))
        new = new_tabs(book, plan, lambda: random.randrange(1, _SHEET_IDS))
        batches = split(
            requests_for(plan, marker, _own_markers(book, self.domain), new), LARGEST_PAYLOAD
        )
        largest = max(size for size, _ in batches)
        self.record.add_plan(self._publication(marker, plan, order, largest), _written(plan))
        return _Sent(
            marker, PublishOutcome(plan, largest, tuple(tuple(batch) for _, batch in batches))
        )

    def _send(self, sent: _Sent) -> tuple[Misplaced, ...]:
        shape: dict[str, Any] = {}
        # A tab that is made by the same request cannot have been moved about.
        after = SHAPE if any(tab.now for tab in sent.outcome.plan.tabs) else ""
        for batch in sent.outcome.batches:
            shape = self.client.batch_update(batch, after)
        return find_misplaced(sent.outcome.plan, read_book(shape))

    def _take_back(self, sent: _Sent, astray: Sequence[Misplaced]) -> None:
        """Remember what stands in cells of ours by mistake, so that the next plan puts it right."""
        meant = {(each.tab, *each.meant) for each in astray}
        self.record.conclude(sent.marker, applied=False)
        self.record.adopt(
            [cell for cell in _written(sent.outcome.plan) if cell[:3] not in meant], sent.marker
        )
        self.record.adopt(
            [(each.tab, *each.landed, each.value) for each in astray if each.landed], sent.marker
        )

    def _finish(self, sent: _Sent, told: Sequence[str]) -> PublishOutcome:
        plan = sent.outcome.plan
        if not plan.is_empty:
            self.record.conclude(sent.marker, applied=True)
            self.record.add_overwritten(_overwritten(plan, sent.marker, self.now))
        self.record.adopt(_adopted(plan), sent.marker)
        return replace(sent.outcome, told=tuple(told))

    def _publication(self, marker: str, plan: Plan, order: Order, size: int) -> Publication:
        return Publication(
            marker=marker,
            domain=self.domain,
            target=self.client.book,
            command=order.command,
            filters=order.span.text if order.span else "",
            published_by=user(),
            host=socket.gethostname(),
            planned_at=self.now,
            outcome="planned",
            cells=sum(len(tab.writes) for tab in plan.tabs),
            kept=sum(len(tab.kept) for tab in plan.tabs),
            bytes=size,
        )


def _own_markers(book: BookNow, domain: str) -> list[int]:
    return [number for number, value in book.markers.items() if value.startswith(f"{domain}:")]


def _written(plan: Plan) -> list[WrittenCell]:
    return [
        (tab.wanted.key, *write.place, write.new.value)
        for tab in plan.tabs
        for write in tab.writes
        if write.is_ours
    ]


def _overwritten(plan: Plan, marker: str, now: datetime) -> list[OverwrittenCell]:
    writes = [write for tab in plan.tabs for write in tab.writes if write.overwrites]
    return [_overwritten_cell(write, marker, now) for write in writes]


def _overwritten_cell(write: Write, marker: str, now: datetime) -> OverwrittenCell:
    typed, computed = write.old.value, write.new.value
    return OverwrittenCell(
        marker=marker,
        cell=write.cell,
        row_key=write.place[0],
        column_key=write.place[1],
        typed="" if typed is None else str(typed),
        computed="" if computed is None else str(computed),
        overwritten_at=now,
    )


def _adopted(plan: Plan) -> list[WrittenCell]:
    return [(tab.wanted.key, *place, value) for tab in plan.tabs for place, value in tab.adopted]


def split(requests: Iterable[ApiRequest], largest: int) -> list[tuple[int, list[ApiRequest]]]:
    """Return requests in batches of at most `largest` bytes of JSON, in order, each with its size."""
    batches: list[tuple[int, list[ApiRequest]]] = [(0, [])]
    for request in requests:
        size = len(json.dumps(request)) + 2
        before, batch = batches[-1]
        if batch and before + size > largest:
            batches.append((size, [request]))
        else:
            batch.append(request)
            batches[-1] = before + size, batch
    return batches
