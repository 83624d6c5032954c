"""A team's spreadsheet on the emulator, and the scorecard that is published to it."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from google.auth import _regional_access_boundary_utils

from core.engines.base import Warehouse
from core.model.definition import Definition
from core.model.period import Period
from core.model.records import Restatement, Row
from core.model.runner import PeriodOrder
from core.model.span import parse_span
from core.publish import publish_domain
from core.publish.scorecard import Order, Published, Scorecard
from core.runner import Runner
from core.settings import Settings
from core.store.definitions import Definitions, UsedDefinition
from core.store.faults import Faults
from core.store.values import Store
from tests.forks import python
from tests.project import NOW, runner_text, settings_of, write_project
from tests.sheets_emulator import Emulator, Person
from tests.sheets_emulator.model import Line, Sheet, Workbook
from tests.warehouses import open_for

ROOT = Path(__file__).parent.parent
ACCOUNT = "publisher@emulator.iam.gserviceaccount.com"
TAB = "sc2026"


@dataclass
class Waits:
    """Stands in for `time` and `random`: a clock that only pauses move, and no jitter."""

    slept: list[float] = field(default_factory=list)

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)

    def monotonic(self) -> float:
        return sum(self.slept)

    def uniform(self, low: float, high: float) -> float:
        return (low + high) / 2


@pytest.fixture(scope="session")
def emulator() -> Iterator[Emulator]:
    """Return a server that a worker's tests share; google-auth does not ask Google about tokens."""
    with Emulator() as running, pytest.MonkeyPatch.context() as patch:
        patch.setattr(
            _regional_access_boundary_utils._RegionalAccessBoundaryRefreshThread,
            "run",
            lambda _: None,
        )
        yield running


@pytest.fixture
def sheets(emulator: Emulator) -> Emulator:
    """Return the server, empty."""
    emulator.reset()
    return emulator


@pytest.fixture
def waits(monkeypatch: pytest.MonkeyPatch) -> Waits:
    """Let requests to spreadsheets pause on a clock of the test's own."""
    waits = Waits()
    monkeypatch.setattr("core.sheets.client.time", waits)
    monkeypatch.setattr("core.sheets.patience.time", waits)
    monkeypatch.setattr("core.sheets.patience.random", waits)
    # Between attempts it is stamina that sleeps, by way of tenacity.
    monkeypatch.setattr("tenacity.nap.time", waits)
    return waits


@pytest.fixture
def office(sheets: Emulator, tmp_path: Path) -> Office:
    """Return a spreadsheet shared with the service account, and a store on DuckDB."""
    return Office(sheets, tmp_path)


def team_book(emulator: Emulator, title: str, *others: str) -> str:
    """Return the id of a new spreadsheet whose first tab a team uses, so that it stays."""
    book = emulator.create(title, writers=(ACCOUNT, *others))
    person = emulator.person(book)
    person.type("Sheet1", "A1", "Notes of the team")
    person.freeze("Sheet1", rows=1)
    return book


@dataclass
class Office:
    """A scorecard, the spreadsheet that it is published to, and a person at work there."""

    emulator: Emulator
    root: Path
    url: str = ""
    domain: str = "success"
    book: str = ""
    numbers: frozenset[int] | None = None
    since: dict[int, Period] = field(default_factory=dict)
    periods: PeriodOrder = "oldest first"
    comments: bool = False
    charts: bool = False

    def __post_init__(self) -> None:
        self.url = self.url or f"duckdb:///{self.root / 'warehouse.duckdb'}"
        if not self.book:
            self.book = team_book(self.emulator, "Success")
        self.environment = {
            f"{self.domain.upper()}_SHEET": self.book,
            "GOOGLE_CREDENTIALS": json.dumps(self.emulator.service_account(ACCOUNT)),
            "GOOGLE_SHEETS_ENDPOINT": self.emulator.url,
            "SCORECARD_WAREHOUSE": self.url,
        }
        if not (self.root / "runners" / f"{self.domain}.py").exists():
            write_project(
                self.root, runners={self.domain: runner_text(self.domain, sheet=self.variable)}
            )

    @property
    def variable(self) -> str:
        return f"{self.domain.upper()}_SHEET"

    def move_to(self, workbook: Workbook) -> None:
        """Work in another spreadsheet from now on; the one before is gone."""
        del self.emulator.store.workbooks[self.book]
        self.emulator.store.workbooks[workbook.id] = workbook
        self.book = self.environment[self.variable] = workbook.id

    def settings(self, now: str | datetime = NOW) -> Settings:
        return settings_of(self.root, now, **self.environment)

    @property
    def runner(self) -> Runner:
        title = f"{self.domain.capitalize()} scorecard"
        return Runner(
            title=title,
            timezone="Europe/Berlin",
            schedule={"weekly": "0 6 * * MON"},
            sheet=self.variable,
            periods=self.periods,
            comments=self.comments,
            charts=self.charts,
        )

    @contextmanager
    def opened(self, now: str | datetime = NOW, wait: float = 0.0) -> Iterator[Warehouse]:
        warehouse = open_for(self.settings(now), wait=wait)
        try:
            Store(warehouse).prepare([self.domain])
            yield warehouse
        finally:
            warehouse.close()

    def store(
        self,
        rows: Sequence[Row],
        definitions: Sequence[Definition] = (),
        restated: Sequence[Restatement] = (),
    ) -> None:
        """Put rows into the store, as a run does."""
        known = {row.kpi_number for row in rows}
        self.numbers = (self.numbers or frozenset()) | known
        with self.opened() as warehouse:
            now = self.settings().now
            used = [UsedDefinition(definition, "run-1", now) for definition in definitions]
            Definitions(warehouse).append(used)
            Store(warehouse).write(rows, (), restated)

    def faults(self) -> tuple[str, ...]:
        """Return what the store says that the newest publish could not write."""
        with self.opened(NOW, 0.0) as warehouse:
            return Faults(warehouse, self.domain, self.book).read()

    def publish(
        self, *, now: str | datetime = NOW, period: str = "", wait: float = 0.0, **asked: bool
    ) -> Published:
        """Publish as `scorecard publish` does, within this process."""
        settings = self.settings(now)
        span = parse_span(period, settings.now.date()) if period else None
        with self.opened(now, wait) as warehouse:
            numbers = self.numbers or frozenset()
            scorecard = Scorecard(
                settings, self.runner, self.domain, numbers, warehouse, self.since
            )
            return publish_domain(scorecard, Order("scorecard publish", span, **asked))

    def command(self, *arguments: str, **environment: str) -> subprocess.Popen[str]:
        """Start `scorecard` as another process."""
        here = {"SCORECARD_HOME": str(self.root), "SCORECARD_NOW": NOW}
        return python(
            "-m",
            "core",
            *arguments,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            cwd=ROOT,
            env={**os.environ, **self.environment, **here, **environment},
        )

    def run(self, *arguments: str, **environment: str) -> tuple[int, str, str]:
        """Return the exit code of a command, and what it printed on both channels."""
        with self.command(*arguments, **environment) as process:
            out, err = process.communicate(timeout=60)
        return process.returncode, out, err

    def asked(self) -> tuple[int, int]:
        """Return how many reads and writes the server counted since last asked."""
        found = self.emulator.counters
        self.emulator.journal.clear()
        return found["reads"], found["writes"]

    @property
    def person(self) -> Person:
        return self.emulator.person(self.book)

    def tabs(self) -> list[str]:
        return [sheet.title for sheet in self.emulator.workbook(self.book).sheets]

    def sheet(self, tab: str = TAB) -> Sheet:
        found = self.emulator.workbook(self.book).by_title(tab)
        assert found is not None, f"{tab} is not among {self.tabs()}"
        return found

    def values(self, tab: str = TAB) -> dict[tuple[str, str], Any]:
        return values_by_label(self.sheet(tab))

    def notes(self, tab: str = TAB) -> dict[tuple[str, str], str]:
        return notes_by_label(self.sheet(tab))

    def cell(self, name: str, column: str, tab: str = TAB) -> str:
        """Return where a value stands, as `AV12`."""
        row, index = places_by_label(self.sheet(tab))[name, column]
        return f"{letters(index)}{row + 1}"

    def column(self, label: str, tab: str = TAB) -> str:
        """Return the letters of the column under a header."""
        sheet = self.sheet(tab)
        return letters(_columns(sheet, _header(sheet))[label])

    def row(self, name: str, tab: str = TAB) -> int:
        """Return the number that a person sees at a KPI's row."""
        return (
            next(
                row
                for (found, _), (row, _) in places_by_label(self.sheet(tab)).items()
                if found == name
            )
            + 1
        )

    def stored(self, columns: str, table: str, order: str = "1, 2") -> list[tuple[Any, ...]]:
        with self.opened() as warehouse:
            found = warehouse.execute(
                f"SELECT {columns} FROM vl_analytics.{table} ORDER BY {order}"
            )
            return list(found.rows)


def column_index(text: str) -> int:
    """Return a column's index: Z is 25, AA is 26."""
    index = 0
    for letter in text:
        index = index * 26 + ord(letter) - ord("A") + 1
    return index - 1


def shifted(column: str, count: int) -> str:
    """Return the letters of the column some columns further right."""
    return letters(column_index(column) + count)


def letters(index: int) -> str:
    """Return a column's letters: 25 is Z, 26 is AA."""
    text = ""
    while index >= 0:
        text = chr(ord("A") + index % 26) + text
        index = index // 26 - 1
    return text


def entered(sheet: Sheet, row: int, column: int) -> Any:
    """Return what was entered into a cell; a formula as its text."""
    return next(iter(sheet.cell(row, column).get("userEnteredValue", {}).values()), None)


def _header(sheet: Sheet) -> int:
    for row in range(len(sheet.rows)):
        texts = {entered(sheet, row, column) for column in sheet.cells.get(row, {})}
        if {"No", "KPI"} <= texts:
            return row
    raise AssertionError(f"{sheet.title} has no header")


def _columns(sheet: Sheet, header: int) -> dict[str, int]:
    found: dict[str, int] = {}
    for column in range(len(sheet.columns)):
        label = entered(sheet, header, column)
        if isinstance(label, str):
            found.setdefault(label, column)
    return found


def places_by_label(sheet: Sheet) -> dict[tuple[str, str], tuple[int, int]]:
    """Return where each line and column meet, both found by their labels as a person finds them."""
    header = _header(sheet)
    columns = _columns(sheet, header)
    found: dict[tuple[str, str], tuple[int, int]] = {}
    for row in range(header + 2, len(sheet.rows)):
        name = entered(sheet, row, columns["KPI"])
        if isinstance(name, str) and entered(sheet, row, columns["No"]) is not None:
            for label, column in columns.items():
                found.setdefault((name, label), (row, column))
    return found


def values_by_label(sheet: Sheet) -> dict[tuple[str, str], Any]:
    """Return what is entered under the headers of periods, where anything is."""
    labels = ("No", "KPI", "Latest", "Change", "Target", "Trend", "Unit", "Owner")
    found = {
        key: entered(sheet, *place)
        for key, place in places_by_label(sheet).items()
        if key[1] not in labels
    }
    return {key: value for key, value in found.items() if value is not None}


def notes_by_label(sheet: Sheet) -> dict[tuple[str, str], str]:
    """Return the notes in a scorecard's lines."""
    places = places_by_label(sheet).items()
    found = {key: str(sheet.cell(*place).get("note", "")) for key, place in places}
    return {key: note for key, note in found.items() if note}


def picture(sheets: Sequence[Sheet]) -> list[dict[str, Any]]:
    """Return what a person or a later publish can see of tabs, so that two can be compared."""
    return [_picture(sheet) for sheet in sheets]


def _picture(sheet: Sheet) -> dict[str, Any]:
    return {
        "properties": without_id(sheet.properties),
        "rows": [_line_picture(line) for line in sheet.rows],
        "columns": [_line_picture(line) for line in sheet.columns],
        "tab": [entry.key for entry in sheet.metadata],
        "cells": sheet.cells,
        "merges": [without_id(merge) for merge in sheet.merges],
        "conditional": len(sheet.conditional),
    }


def _line_picture(line: Line) -> tuple[Line, list[tuple[str, str]]]:
    marks = [(entry.key, entry.value) for entry in line.metadata]
    return replace(line, metadata=()), marks


def without_id(holder: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in holder.items() if key != "sheetId"}
