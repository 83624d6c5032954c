"""The wire to a spreadsheet, with what was sent over it, and the ways in which it breaks."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from core.errors import PublishError
from tests.core.publish.google.wire import Wire
from tests.sheets_emulator.errors import ApiError
from tests.sheets_emulator.model import Workbook

Lines = list[int | None]  # where each line was before, None for one that was inserted


@dataclass
class Tap(Wire):
    """One publish: how often it read, what it sent, and the spreadsheet before and after.

    `breaks` is what happens at the first write: "quota" refuses it, "killed before" and "killed
    after" end the process there. `meanwhile` is what a person does just before it arrives.
    """

    breaks: str = ""
    meanwhile: Callable[[], Any] | None = None
    reads: int = 0
    sent: list[Mapping[str, Any]] = field(default_factory=list)
    before: Workbook | None = None

    def __post_init__(self) -> None:
        self.before = self.copy()

    def copy(self) -> Workbook:
        return self.emulator.workbook(self.book).copy()

    def get(self, fields: str, ranges: Sequence[str] = ()) -> dict[str, Any]:
        self.reads += 1
        return super().get(fields, ranges)

    def batch_update(
        self, requests: Sequence[Mapping[str, Any]], after: str = ""
    ) -> dict[str, Any]:
        if self.meanwhile:
            act, self.meanwhile = self.meanwhile, None
            act()
            self.before = self.copy()
        breaks, self.breaks = self.breaks, ""
        if breaks == "quota":
            raise PublishError(
                "SHEET: Google's quota is used up; the next run publishes what is missing"
            )
        if breaks == "killed before":
            raise KeyboardInterrupt
        is_sent = self.losing != "before"
        state = self.emulator.workbook(self.book)
        try:
            return super().batch_update(requests, after)
        except ApiError as error:
            raise PublishError(str(error)) from None
        finally:
            if is_sent and self.emulator.workbook(self.book) is not state:
                self.sent += requests
            if breaks == "killed after":
                raise KeyboardInterrupt

    def lines_of(self, sheet_id: int) -> tuple[Lines, Lines]:
        """Return where the rows and columns of a sheet were before the first write."""
        assert self.before is not None
        sheet = self.before.find_sheet(sheet_id)
        count = (len(sheet.rows), len(sheet.columns)) if sheet else (0, 0)
        lines: dict[str, Lines] = {"ROWS": [*range(count[0])], "COLUMNS": [*range(count[1])]}
        for request in self.sent:
            for kind, body in request.items():
                _rearrange(lines, sheet_id, kind, body)
        return lines["ROWS"], lines["COLUMNS"]


def _rearrange(lines: dict[str, Lines], sheet_id: int, kind: str, body: Mapping[str, Any]) -> None:
    """Do to the numbers of lines what a request does to the lines of its sheet."""
    if kind == "appendDimension" and body.get("sheetId", 0) == sheet_id:
        lines[body["dimension"]] += [None] * body["length"]
    span = body.get("source") if kind == "moveDimension" else body.get("range")
    if kind not in ("insertDimension", "deleteDimension", "moveDimension") or not span:
        return
    if span.get("sheetId", 0) != sheet_id:
        return
    there = lines[span["dimension"]]
    start, end = span.get("startIndex", 0), span["endIndex"]
    if kind == "insertDimension":
        there[start:start] = [None] * (end - start)
        return
    moved = there[start:end]
    del there[start:end]
    if kind == "moveDimension":
        to = body["destinationIndex"]
        to -= (end - start) if to > start else 0
        there[to:to] = moved
