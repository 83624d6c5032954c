"""The edge that acts: one read, a plan, one write that carries its own mark, and the record of both."""

from __future__ import annotations

import json
import random
import socket
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from core.engines.base import user
from core.errors import PublishError
from core.google.client import AmbiguousError, SheetsClient
from core.publish.google.moved import Astray, gone_astray
from core.publish.google.plan import Plan, make_plan
from core.publish.google.record import Publication, Record
from core.publish.google.requests import Request, requests_for
from core.publish.google.sheet import FIELDS, MARKERS, SHAPE, BookNow, Value, read_book
from core.publish.google.wanted import Wanted
from core.publish.scorecard import Order

# Google recommends no more in one request.
LARGEST_PAYLOAD = 2_000_000
_SHEET_IDS = 2**31 - 1


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a publish: the plan, the requests it was sent in, and the bytes of the largest of those."""

    plan: Plan
    largest: int = 0
    batches: tuple[tuple[Request, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class _Sent:
    """A publication that was sent, whether or not its answer came."""

    marker: str
    outcome: Outcome


@dataclass
class Publisher:
    """Publishes one domain to one spreadsheet."""

    client: SheetsClient
    record: Record
    domain: str
    now: datetime

    def publish(self, wanted: Callable[[datetime | None], Sequence[Wanted]], order: Order) -> Outcome:
        """Bring the spreadsheet to what `wanted` gives for the time since it was first filled.

        After an answer that was lost, the mark in the spreadsheet tells whether the write was applied. If it was not,
        or if somebody moved rows or columns meanwhile, what stands there is compared anew and sent again.

        Raises:
            PublishError: The spreadsheet could not be read or written; the store is untouched.
        """
        trouble = ""
        for attempt in range(1, self.client.patience.attempts + 1):
            book = read_book(self.client.get(FIELDS))
            plan = self._plan(book, wanted, order)
            if order.plan_only:
                return Outcome(plan)
            sent = self._prepare(book, plan, order)
            try:
                if not (astray := self._send(sent)):
                    return self._finish(sent)
                trouble = self._take_back(sent, astray)
            except AmbiguousError as error:
                trouble = str(error)
                self.client.pause(attempt)
                if sent.marker in read_book(self.client.get(MARKERS)).markers.values():
                    return self._finish(sent)
        raise PublishError(f"{self.client.variable}: spreadsheet {self.client.book}: {trouble}; publish again")

    def _plan(self, book: BookNow, wanted: Callable[[datetime | None], Sequence[Wanted]], order: Order) -> Plan:
        if not order.plan_only:
            self.record.settle(book.markers.values())
        tabs = wanted(self.record.first_published())
        return make_plan(book, tabs, self.record.base(), overwrite=order.overwrite, restore=order.restore)

    def _prepare(self, book: BookNow, plan: Plan, order: Order) -> _Sent:
        """Write down what is about to be sent, so that a process that dies leaves a trace to be settled."""
        marker = f"{self.domain}:{uuid.uuid4().hex}"
        if plan.is_empty:
            return _Sent(marker, Outcome(plan))
        batches = split(
            requests_for(plan, marker, _own_markers(book, self.domain), _new_ids(book, plan)), LARGEST_PAYLOAD
        )
        size = max(len(json.dumps(batch)) for batch in batches)
        self.record.plan(self._publication(marker, plan, order, size), _written(plan))
        return _Sent(marker, Outcome(plan, size, tuple(map(tuple, batches))))

    def _send(self, sent: _Sent) -> tuple[Astray, ...]:
        shape: dict[str, Any] = {}
        # A tab that is made by the same request cannot have been moved about.
        after = SHAPE if any(tab.now for tab in sent.outcome.plan.tabs) else ""
        for batch in sent.outcome.batches:
            shape = self.client.batch_update(batch, after)
        return gone_astray(sent.outcome.plan, read_book(shape))

    def _take_back(self, sent: _Sent, astray: Sequence[Astray]) -> str:
        """Remember what stands in cells of ours by mistake, so that the next plan puts it right; say what happened."""
        meant = {(each.tab, *each.meant) for each in astray}
        plan = sent.outcome.plan
        self.record.conclude(sent.marker, applied=False)
        self.record.adopt([cell for cell in _written(plan) if cell[:3] not in meant], sent.marker)
        self.record.adopt([(each.tab, *each.landed, each.value) for each in astray if each.landed], sent.marker)
        lost = ", ".join(each.cell for each in astray if each.landed is None)
        moved = "rows or columns were moved while it was published"
        return f"{moved}; see {lost}, where a value of the scorecard may stand by mistake" if lost else moved

    def _finish(self, sent: _Sent) -> Outcome:
        plan = sent.outcome.plan
        if not plan.is_empty:
            self.record.conclude(sent.marker, applied=True)
            overwritten = [write for tab in plan.tabs for write in tab.writes if write.overwrites]
            self.record.overwritten(sent.marker, overwritten, self.now)
        self.record.adopt(_adopted(plan), sent.marker)
        return sent.outcome

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


def _new_ids(book: BookNow, plan: Plan) -> dict[str, int]:
    taken = {tab.sheet_id for tab in book.tabs}
    found: dict[str, int] = {}
    for tab in (tab for tab in plan.tabs if tab.now is None):
        while (number := random.randrange(1, _SHEET_IDS)) in taken:
            pass
        taken.add(number)
        found[tab.wanted.key] = number
    return found


def _written(plan: Plan) -> list[tuple[str, str, str, Value]]:
    return [
        (tab.wanted.key, *write.place, write.new.value) for tab in plan.tabs for write in tab.writes if write.is_ours
    ]


def _adopted(plan: Plan) -> list[tuple[str, str, str, Value]]:
    return [(tab.wanted.key, *place, value) for tab in plan.tabs for place, value in tab.adopted]


def split(requests: Sequence[Request], largest: int) -> list[list[Request]]:
    """Return requests in batches of at most `largest` bytes of JSON, in order, so the publication's mark comes last."""
    batches: list[list[Request]] = [[]]
    room = largest
    for request in requests:
        size = len(json.dumps(request)) + 2
        if batches[-1] and size > room:
            batches.append([])
            room = largest
        batches[-1].append(request)
        room -= size
    return batches
