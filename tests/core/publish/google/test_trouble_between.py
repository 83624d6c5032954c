"""What a person does between our reading and our writing, at each moment and with each answer.

In the end every value of ours is in its cell, what the person did stays, and the next publish
writes nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import pytest

from core.model.definition import Definition
from core.model.records import Row
from core.publish.google.text import fault_lines
from core.publish.grid import Grid
from core.publish.layout import make_grid
from tests.core.publish.google.wire import Memory, Wire, publish
from tests.core.publish.samples import BERLIN, RETENTION, row
from tests.sheets_emulator import Emulator, Person
from tests.sheets_emulator.model import Sheet
from tests.spreadsheets import letters, places_by_label, team_book, values_by_label

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun")
OLD, NEW = (2, 11, 30), (2, 7, 11, 30)
TAB = "sc2026 monthly"
Values = dict[tuple[str, str], Any]
# One sentence: the place, what is wrong there, and what to do.
MESSAGE = re.compile(rf"'?({TAB}|Ours|Copy)\b[^.;]*: [^.;]+; [^.;]+")


def kpi_of(number: int) -> Definition:
    # Owners in another order than numbers, so that sorting by owner moves every line.
    owner = f"{'zyma'[NEW.index(number)]}@example.com"
    name, unit = f"Metric {number}", "count"
    return replace(
        RETENTION, kpi_number=number, field_name=f"k{number}", name=name, owner=owner, unit=unit
    )


def rows(numbers: Sequence[int], months: int, plus: float) -> list[Row]:
    return [
        row(kpi_of(number), f"2026-{month:02}", number * 100 + month + plus)
        for number in numbers
        for month in range(1, months + 1)
    ]


def grid(numbers: Sequence[int], months: int, plus: float) -> Grid:
    definitions = {number: kpi_of(number) for number in numbers}
    return make_grid("Success", rows(numbers, months, plus), definitions, BERLIN)


def expected(numbers: Sequence[int], months: int, plus: float) -> Values:
    return {
        (f"Metric {number}", MONTHS[month - 1]): number * 100 + month + plus
        for number in numbers
        for month in range(1, months + 1)
    }


BEFORE = grid(OLD, 5, 0.0)
# Every value changes, a month comes, and a KPI between two others.
AFTER, WANTED = grid(NEW, 6, 0.5), expected(NEW, 6, 0.5)


@dataclass
class Team(Wire):
    """A spreadsheet of people who act at a moment of the first write."""

    moment: str = ""
    acts: list[Callable[[], None]] = field(default_factory=list)

    def batch_update(self, requests: Sequence[Mapping[str, Any]], after: str = "") -> Any:
        if not self.acts:
            return super().batch_update(requests, after)
        act = self.acts.pop(0)
        self.losing = {"lost": "after", "unsent": "before"}.get(self.moment, "")
        if self.moment == "before":
            act()
        try:
            return super().batch_update(requests, after)
        finally:
            if self.moment != "before":
                act()

    @property
    def person(self) -> Person:
        return self.emulator.person(self.book)

    def sheet(self, title: str = TAB) -> Sheet:
        found = self.emulator.workbook(self.book).by_title(title)
        assert found is not None
        return found

    def place(self, name: str, header: str) -> tuple[int, int]:
        return places_by_label(self.sheet())[name, header]

    def cell(self, name: str, header: str) -> str:
        line, column = self.place(name, header)
        return f"{letters(column)}{line + 1}"

    def row(self, name: str) -> int:
        return self.place(name, "No")[0] + 1

    def column(self, header: str) -> str:
        return letters(self.place("Metric 11", header)[1])


@pytest.fixture
def team(sheets: Emulator) -> Team:
    book = team_book(sheets, "Success")
    return Team(sheets, book)


@dataclass(frozen=True)
class Case:
    """What a person does; `gone` are labels of ours that stay away, `text` is what they wrote.

    `blocked` labels may keep old values, because nobody may write them. `title` is the tab's title
    afterwards, "" where it is gone.
    """

    act: Callable[[Team], Any]
    gone: tuple[str, ...] = ()
    text: str = ""
    blocked: tuple[str, ...] = ()
    title: str = TAB


def forget(team: Team, kind: str) -> None:
    """Delete the metadata of all rows or columns, as no menu does, but other programs can."""
    lookup = {"metadataKey": f"scorecard-{kind}"}
    team.person._do(
        {"deleteDeveloperMetadata": {"dataFilter": {"developerMetadataLookup": lookup}}}
    )


def delete_rows(team: Team, *names: str) -> None:
    for name in names:
        team.person.delete_row(TAB, team.row(name))


def shrink(team: Team) -> None:
    """Delete the spare rows below ours."""
    last = len(team.sheet().rows)
    team.person.delete_rows(TAB, last - 15, 15)


CASES = {
    "deletes a row": Case(
        lambda team: team.person.delete_row(TAB, team.row("Metric 30")), gone=("Metric 30",)
    ),
    "deletes two rows": Case(
        lambda team: delete_rows(team, "Metric 2", "Metric 11"), gone=("Metric 2", "Metric 11")
    ),
    "deletes a month": Case(
        lambda team: team.person.delete_columns(TAB, team.column("Feb")), gone=("Feb",)
    ),
    "deletes the months from May on": Case(
        lambda team: team.person.delete_columns(TAB, team.column("May"), 8), gone=("May", "Jun")
    ),
    "deletes the spare rows": Case(shrink),
    "deletes the owners": Case(
        lambda team: team.person.delete_columns(TAB, team.column("Owner")), gone=("Owner",)
    ),
    "inserts a row": Case(
        lambda team: team.person.insert_rows(TAB, before=team.row("Metric 2"), count=2)
    ),
    "inserts a column": Case(
        lambda team: team.person.insert_columns(TAB, before=team.column("Jan"), count=2)
    ),
    "sorts the rows": Case(
        lambda team: team.person.sort(TAB, f"A{team.row('Metric 2')}:R{team.row('Metric 30')}", "C")
    ),
    "moves a month": Case(
        lambda team: team.person.move_columns(TAB, team.column("May"), before=team.column("Jan"))
    ),
    "deletes the tab": Case(lambda team: team.person.delete_tab(TAB), title=""),
    "renames the tab": Case(lambda team: team.person.rename(TAB, "Ours"), title="Ours"),
    "copies the tab": Case(lambda team: team.person.duplicate_tab(TAB, "Copy")),
    "adds a tab": Case(lambda team: team.person.add_tab("Budget")),
    "protects a month": Case(
        lambda team: team.person.protect(TAB, f"{team.column('Mar')}:{team.column('Mar')}"),
        # A new row would change the protected column.
        blocked=("Mar", "Metric 7"),
    ),
    "protects the tab": Case(lambda team: team.person.protect(TAB, "A:R"), blocked=("",)),
    "merges cells": Case(
        lambda team: team.person.merge(
            TAB, f"{team.cell('Metric 2', 'Jan')}:{team.cell('Metric 2', 'Feb')}"
        ),
        blocked=("Feb",),
    ),
    "types over a label": Case(
        lambda team: team.person.type(TAB, team.cell("Metric 2", "Owner"), "us"), text="us"
    ),
    "writes a note": Case(
        lambda team: team.person.note(TAB, team.cell("Metric 2", "Jan"), "why?"), text="why?"
    ),
    "loses the marks of rows": Case(lambda team: forget(team, "row")),
    "loses the marks of columns": Case(lambda team: forget(team, "column")),
    "loses the marks of publications": Case(lambda team: forget(team, "publication")),
}


def check(found: Values, old: Values, case: Case) -> None:
    """Check all values of ours; where nobody may write, an old one may still be there."""
    for (name, header), value in WANTED.items():
        shown = found.get((name, header))
        if name in case.gone or header in case.gone:
            assert shown is None, (name, header)
        elif {name, header, ""} & {*case.blocked}:
            assert shown in (value, old.get((name, header)), None), (name, header)
        else:
            assert shown == value, (name, header)


@pytest.mark.parametrize("moment", ["before", "after", "lost", "unsent"])
@pytest.mark.parametrize("what", CASES)
def test_whatever_a_person_does_meanwhile_the_sheet_is_right_in_the_end(
    team: Team, what: str, moment: str
) -> None:
    case, memory = CASES[what], Memory()
    publish(team, memory, BEFORE)
    team.moment, team.acts = moment, [lambda: case.act(team)]

    first = publish(team, memory, AFTER)
    second = publish(team, memory, AFTER)
    third = publish(team, memory, AFTER)

    for outcome in (first, second, third):
        for message in (*outcome.notices, *fault_lines(outcome.plan)):
            assert MESSAGE.fullmatch(message), message

    if case.title:
        check(values_by_label(team.sheet(case.title)), expected(OLD, 5, 0.0), case)
        assert case.text in str(team.sheet(case.title).cells)
    else:
        assert [sheet.title for sheet in team.emulator.workbook(team.book).sheets] == ["Sheet1"]
    # Marks that are lost while it is published are set again by the next one.
    if moment in ("before", "unsent") and "marks" not in what:
        assert not second.batches
    assert not third.batches
    assert not team.acts
