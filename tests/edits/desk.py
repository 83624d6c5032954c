"""A team's spreadsheet, two scorecards that are published to it, and everything that was told."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from itertools import count
from random import Random
from typing import Any

from core.errors import PublishError
from core.publish.google.comment_records import comment_lines
from core.publish.google.effects_text import effect_details
from core.publish.google.text import fault_lines, plan_details, plan_lines
from tests.core.publish.google.wire import CommentMemory, Memory, publish
from tests.edits.company import Company, Place
from tests.edits.sight import Cell, Sight, a1, look
from tests.edits.tap import Tap
from tests.sheets_emulator import Emulator, Person
from tests.sheets_emulator.model import Line, Sheet, Workbook
from tests.spreadsheets import entered, letters, team_book

DOMAINS = ("success", "sales")
COMMENTED = "success"  # has columns for comments
COLLEAGUE = "colleague@example.com"
MAIN = "sc2026 monthly"


class NotPossible(Exception):
    """There is nothing in the spreadsheet to which a step applies."""


@dataclass(frozen=True)
class Told:
    """What a publish said: lines for people, faults, the plan for programs, and its end."""

    lines: tuple[str, ...] = ()
    faults: tuple[str, ...] = ()
    details: dict[str, Any] = field(default_factory=dict)
    end: str = ""

    @property
    def text(self) -> str:
        tabs = self.details.get("tabs", ())
        keys = [f" {key} " for tab in tabs for key in tab.get("names", ())]
        return "\n".join((*self.lines, *self.faults, *keys))

    def names(self, title: str, cell: Cell) -> str:
        """Return the line that names a cell, "" if there is none."""
        quoted = title.replace("'", "''")
        pattern = re.compile(rf"{re.escape(quoted)}'?!{a1(cell)}\b")
        lines = (*self.lines, *self.faults)
        return next((line for line in lines if pattern.search(line)), "")


@dataclass
class Desk:
    """The spreadsheet. `ours` are the tabs that publishes made: domain and year by id.

    `claims` are numbers of ours that a person put into a cell. `last` are the cells that the last
    publish changed: old values by tab and labels. `seen` are all numbers that a tab ever showed.
    """

    emulator: Emulator = field(default_factory=Emulator)
    numbers: count[int] = field(default_factory=lambda: count(1))
    tokens: count[int] = field(default_factory=lambda: count(1))
    ours: dict[int, tuple[str, str]] = field(default_factory=dict)
    claims: dict[tuple[int, Place], Any] = field(default_factory=dict)
    last: dict[tuple[int, Place], Any] = field(default_factory=dict)
    seen: dict[tuple[str, str], set[Any]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.book = team_book(self.emulator, "Team", COLLEAGUE)
        self.companies = {domain: Company(domain, self.numbers) for domain in DOMAINS}
        self.memories = {domain: Memory() for domain in DOMAINS}
        self.memories[COMMENTED].comments = CommentMemory()
        self.person: Person = self.emulator.person(self.book)
        self.colleague: Person = self.emulator.person(self.book, COLLEAGUE)

    # The spreadsheet

    @property
    def workbook(self) -> Workbook:
        return self.emulator.workbook(self.book)

    def sheet(self, title: str) -> Sheet:
        found = self.workbook.by_title(title)
        if found is None:
            raise NotPossible(title)
        return found

    def our_sheets(self) -> list[Sheet]:
        return [sheet for sheet in self.workbook.sheets if sheet.id in self.ours]

    def their_sheets(self) -> list[Sheet]:
        return [sheet for sheet in self.workbook.sheets if sheet.id not in self.ours]

    def pick(self, rng: Random) -> Sheet:
        """Return one of our tabs, usually the first scorecard's."""
        sheets = self.our_sheets()
        if not sheets:
            raise NotPossible("none of our tabs is there")
        main = [sheet for sheet in sheets if self.ours[sheet.id] == ("success", "2026")]
        return main[0] if main and rng.random() < 0.8 else rng.choice(sheets)

    def sight(self, sheet: Sheet) -> Sight:
        domain, year = self.ours[sheet.id]
        sight = look(sheet, self.companies[domain], year)
        if sight is None:
            raise NotPossible(f"the header of {sheet.title} is gone")
        return sight

    def values(self, sheet: Sheet) -> dict[Place, Cell]:
        """Return the cells of values that both labels name once."""
        sight, found = self.sight(sheet), {}
        for series in sight.rows:
            for label in sight.columns:
                cell = sight.only(series, label)
                if cell and label[:1] == "2":
                    found[(*series, label)] = cell
        return found

    def token(self) -> int:
        """Return a number that stands in no cell yet."""
        return next(self.tokens)

    def human(self, said: object = None) -> str:
        """Return a text that a person types, over what a cell said."""
        hint = "" if said is None else f" ({str(said).removesuffix('.0')})"
        return f"human {self.token()}{hint}"

    def relabel(self, sheet: Sheet, dimension: str, lines: dict[int, Line]) -> None:
        """Give rows or columns other metadata, as Google or another tool may do."""
        book = self.workbook.copy()
        there = book.sheet(sheet.id).lines(dimension)
        for index, line in lines.items():
            there[index] = replace(there[index], metadata=line.metadata)
        self.emulator.store.workbooks[self.book] = book

    # Publishing

    def publish(
        self,
        domain: str,
        *,
        losing: str = "",
        breaks: str = "",
        meanwhile: Callable[[], Any] | None = None,
        **asked: Any,
    ) -> tuple[Tap, Told]:
        """Publish a domain as the product does; return what was sent, and what was told."""
        tap = Tap(self.emulator, self.book, losing, breaks=breaks, meanwhile=meanwhile)
        grid = self.companies[domain].grid()
        try:
            outcome = publish(tap, self.memories[domain], grid, domain, **asked)
        except PublishError as error:
            return tap, Told(tuple(str(error).splitlines()), (str(error),), end="refused")
        except KeyboardInterrupt:
            return tap, Told(end="killed")
        finally:
            self._learn(domain, tap)
        lines = (
            *outcome.notices,
            *plan_lines(outcome.plan, cells=False),
            *comment_lines(outcome.plan),
        )
        faults = (*filter(None, [outcome.refusal]), *fault_lines(outcome.plan))
        details = plan_details(outcome.plan) | {"effects": effect_details(outcome.effects)}
        return tap, Told(lines, faults, details)

    def _learn(self, domain: str, tap: Tap) -> None:
        """Remember the tabs that were made, and the numbers in them."""
        for request in tap.sent:
            properties = request.get("addSheet", {}).get("properties")
            if properties:
                made = domain, re.findall(r"20\d\d", properties["title"])[0]
                others = {sheet_id: key for sheet_id, key in self.ours.items() if key != made}
                self.ours = {**others, properties["sheetId"]: made}
        for sheet in self.our_sheets():
            for row, cells in sheet.cells.items():
                shown = {entered(sheet, row, column) for column in cells}
                self.seen.setdefault(self.ours[sheet.id], set()).update(shown)


def area(top: int, left: int, bottom: int, right: int) -> str:
    """Return a rectangle's name, the last row and column included."""
    return f"{letters(left)}{top + 1}:{letters(right)}{bottom + 1}"


def filled_rows(sheet: Sheet, first: int) -> Iterator[int]:
    """Yield the rows below a header in which something is."""
    yield from (row for row in sorted(sheet.cells) if row >= first)
