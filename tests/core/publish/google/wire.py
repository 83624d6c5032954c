"""A publisher without network and store: the emulator's own methods, and cells in memory."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from core.errors import AmbiguousError, RefusedError
from core.publish.comments import add_comments
from core.publish.google.changes import Base, Notes
from core.publish.google.publisher import Publisher, PublishOutcome
from core.publish.google.wanted import Wanted, wanted_tabs
from core.publish.grid import Grid
from core.publish.scorecard import Order
from core.sheets.patience import Attempts, Deadline, Patience
from core.store.comments import Comment
from core.store.publications import Publication
from core.store.published_cells import OverwrittenCell, WrittenCell
from core.store.published_tabs import PublishedTab
from tests.sheets_emulator import Emulator
from tests.sheets_emulator.api_sheets import batch_update, get
from tests.sheets_emulator.calls import Call
from tests.sheets_emulator.errors import ApiError
from tests.spreadsheets import ACCOUNT


@dataclass
class Wire:
    """Stands in for `SheetsClient`.

    `losing`: the next answer is lost, "after" the write or "before" it.
    """

    emulator: Emulator
    book: str
    losing: str = ""
    writes: int = 0
    variable: str = "SHEET"
    patience: Patience = field(default_factory=Patience)

    def get(self, fields: str, ranges: Sequence[str] = ()) -> dict[str, Any]:
        call = self._call(fields)
        call.query |= {"ranges": list(ranges)} if ranges else {}
        try:
            return through_json(get(call))
        except ApiError as error:
            raise RefusedError(f"Google answers {error.code}: {error.message}") from None

    def batch_update(
        self, requests: Sequence[Mapping[str, Any]], after: str = ""
    ) -> dict[str, Any]:
        self.writes += 1
        told = (
            {"includeSpreadsheetInResponse": True, "responseIncludeGridData": True} if after else {}
        )
        fields = f"spreadsheetId,updatedSpreadsheet({after})" if after else "spreadsheetId"
        losing, self.losing = self.losing, ""
        if losing == "before":
            raise AmbiguousError("lost")
        try:
            answer = batch_update(self._call(fields, {"requests": list(requests), **told}))
        except ApiError as error:
            raise RefusedError(f"Google answers {error.code}: {error.message}") from None
        if losing == "after":
            raise AmbiguousError("lost")
        return through_json(answer.get("updatedSpreadsheet", {}))

    def attempts(self) -> Attempts:
        return Attempts(self.patience, Deadline.after(self.patience.deadline))

    def wait(self, attempts: Attempts, cause: str) -> bool:  # noqa: ARG002 -- its name
        """No time passes."""
        return attempts.next_pause() is not None

    def _call(self, fields: str, body: Mapping[str, Any] | None = None) -> Call:
        raw = json.dumps(body).encode() if body else b""
        return Call(self.emulator, ACCOUNT, {"id": self.book}, {"fields": [fields]}, raw)


def through_json(answer: Any) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(json.dumps(answer))
    return found


@dataclass
class TabMemory:
    """Stands in for `PublishedTabs`."""

    tabs: Sequence[PublishedTab] = ()

    def read(self) -> Sequence[PublishedTab]:
        return self.tabs

    def replace(self, tabs: Sequence[PublishedTab]) -> None:
        self.tabs = tabs


@dataclass
class CommentMemory:
    """Stands in for `Comments`."""

    comments: list[Comment] = field(default_factory=list)

    def read(self) -> Sequence[Comment]:
        return tuple(self.comments)

    def add(self, comments: Sequence[Comment]) -> None:
        self.comments += comments

    def texts(self) -> list[tuple[tuple[int, str], str, str]]:
        """Return series, period and text of each, oldest first."""
        return [
            ((each.kpi_number, each.field_details), each.period, each.text)
            for each in self.comments
        ]

    def current(self) -> dict[tuple[tuple[int, str], str], str]:
        return {(series, period): text for series, period, text in self.texts()}


@dataclass
class Memory:
    """Stands in for `PublishedCells`; `comments` are those of the scorecard, if it has any."""

    cells: dict[tuple[str, str, str], Any] = field(default_factory=dict)
    notes: dict[tuple[str, str, str], str] = field(default_factory=dict)
    waiting: dict[str, list[WrittenCell]] = field(default_factory=dict)
    tabs: TabMemory = field(default_factory=TabMemory)
    comments: CommentMemory | None = None

    def read(self) -> Base:
        return dict(self.cells)

    def read_notes(self) -> Notes:
        return dict(self.notes)

    def first_publication_time(self) -> datetime | None:
        return None

    def last_publication_time(self) -> datetime | None:
        return None

    def add_reading(self, publication: Publication) -> None:
        """Forget it."""

    def add_plan(self, publication: Publication, cells: Sequence[WrittenCell]) -> None:
        self.waiting[publication.marker] = list(cells)

    def read_planned(self) -> dict[str, list[WrittenCell]]:
        return dict(self.waiting)

    def conclude(self, marker: str, *, applied: bool) -> None:
        cells = self.waiting.pop(marker)
        if applied:
            self.adopt(cells, marker)

    def adopt(self, cells: Sequence[WrittenCell], marker: str) -> None:  # noqa: ARG002 -- its name
        for cell in cells:
            if cell.sets_value:
                self.cells[cell.keys] = cell.value
            if cell.note is not None:
                self.notes[cell.keys] = cell.note

    def add_overwritten(self, cells: Sequence[OverwrittenCell]) -> None:
        """Forget them."""


def publish(
    wire: Wire, memory: Memory, grid: Grid, domain: str = "success", **asked: Any
) -> PublishOutcome:
    """Publish a grid as the product does."""
    now = datetime(2026, 11, 16, 5, 0, tzinfo=UTC)
    order = Order("publish", **asked)
    publisher = Publisher(
        wire,  # type: ignore[arg-type]  # stand-ins
        memory,  # type: ignore[arg-type]
        domain,
        now,
        comments=memory.comments,  # type: ignore[arg-type]
    )

    def wanted(_: datetime | None) -> Sequence[Wanted]:
        has = memory.comments
        shown = add_comments(grid, has.read()) if has else grid
        return wanted_tabs(domain, shown, order.covers)

    return publisher.publish(wanted, order)
