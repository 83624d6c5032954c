"""Random edits between publishes: no edit is lost, and every value is in its cell."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import hypothesis.strategies as st
from hypothesis import HealthCheck, settings
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule

from core.model.definition import Definition
from core.model.records import Row
from core.publish.layout import make_grid
from tests.core.publish.google.wire import Memory, Wire, publish
from tests.core.publish.samples import BERLIN, RETENTION, row
from tests.sheets_emulator import Emulator, Person
from tests.sheets_emulator.errors import ApiError
from tests.sheets_emulator.model import Sheet
from tests.spreadsheets import entered, letters, team_book

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
LABELS = ("No", "KPI", "Latest", "Change", "Target", "Trend", "Unit", "Owner")
NUMBERS = (2, 11, 30)

index = st.integers(0, 60)
# Half of what people do, they do to our own cells: a KPI's number and a month, or else a row and a
# column.
spot = st.one_of(
    st.tuples(st.sampled_from(NUMBERS), st.integers(0, 11), st.just(True)),
    st.tuples(index, index, st.just(False)),
)
Spot = tuple[int, int, bool]
kpi = st.sampled_from(NUMBERS)
month = st.integers(0, 11)


def kpi_of(number: int) -> Definition:
    owner = f"{'zma'[NUMBERS.index(number)]}@example.com"
    return replace(
        RETENTION,
        kpi_number=number,
        field_name=f"kpi{number}",
        name=f"KPI {number}",
        owner=owner,
        unit="count",
    )


class Team(RuleBasedStateMachine):
    """People and publishes take turns in one spreadsheet."""

    def __init__(self) -> None:
        super().__init__()
        self.emulator = Emulator()
        self.book = team_book(self.emulator, "Team")
        self.wire, self.memory = Wire(self.emulator, self.book), Memory()
        self.person: Person = self.emulator.person(self.book)
        self.stored: dict[tuple[int, int], Row] = {}
        self.cleared: set[tuple[str, str]] = set()
        self.count = 0
        self.tab = ""

    def fresh(self) -> int:
        """Return a number that no cell has yet, so that values differ wherever they go."""
        self.count += 1
        return 1000 + self.count

    @initialize(numbers=st.sets(kpi, min_size=1))
    def begin(self, numbers: set[int]) -> None:
        for number in sorted(numbers):
            self.store(number, 0)
            self.store(number, 3)
        self.publish()
        self.tab = "sc2026 monthly"

    # The data changes

    @rule(number=kpi, month=month)
    def store(self, number: int, month: int) -> None:
        self.stored[number, month] = row(kpi_of(number), f"2026-{month + 1:02}", self.fresh())

    @rule(number=kpi, month=month)
    def lose_value(self, number: int, month: int) -> None:
        self.stored[number, month] = row(kpi_of(number), f"2026-{month + 1:02}", None)

    # People do things

    @property
    def sheet(self) -> Sheet:
        found = self.emulator.workbook(self.book).by_title(self.tab)
        assert found is not None
        return found

    def attempt(self, act: Callable[..., Any], *arguments: Any, **options: Any) -> bool:
        """Do what a person would do; whether Google lets them."""
        try:
            act(self.tab, *arguments, **options)
        except ApiError:
            return False
        return True

    def somewhere(self, spot: Spot) -> tuple[int, int]:
        line, column, is_ours = spot
        if is_ours and (place := values_of(self.sheet).get((f"KPI {line}", MONTHS[column]))):
            return place
        return line % len(self.sheet.rows), column % len(self.sheet.columns)

    @rule(spot=spot)
    def type_over(self, spot: Spot) -> None:
        place = self.somewhere(spot)
        if self.attempts_at(place):
            self.attempt(self.person.type, name(place), f"human {self.fresh()}")

    @rule(spot=spot)
    def clear(self, spot: Spot) -> None:
        place = self.somewhere(spot)
        if self.attempts_at(place) and self.attempt(self.person.clear, name(place)):
            self.cleared |= {key for key, found in values_of(self.sheet).items() if found == place}

    def attempts_at(self, place: tuple[int, int]) -> bool:
        """Labels are looked up by this test, and typed over in others."""
        sheet = self.sheet
        header = header_of(sheet)
        columns = columns_of(sheet, header)
        return place[0] > header + 1 and place[1] not in (columns["KPI"], columns["No"])

    @rule(spot=spot)
    def note(self, spot: Spot) -> None:
        place = self.somewhere(spot)
        before = str(self.sheet.cell(*place).get("note", ""))
        self.attempt(self.person.note, name(place), f"human {self.fresh()}\n\n{before}".strip())

    @rule(line=index, count=st.integers(1, 2))
    def insert_rows(self, line: int, count: int) -> None:
        line = line % len(self.sheet.rows)
        if line != header_of(self.sheet) + 1:  # between the two lines of the header
            self.attempt(self.person.insert_rows, line + 1, count)

    @rule(column=index, count=st.integers(1, 2))
    def insert_columns(self, column: int, count: int) -> None:
        self.attempt(self.person.insert_columns, letters(column % len(self.sheet.columns)), count)

    @rule(line=index)
    def delete_row(self, line: int) -> None:
        line = line % len(self.sheet.rows)
        if line > header_of(self.sheet) + 1:
            self.attempt(self.person.delete_row, line + 1)

    @rule(column=index)
    def delete_column(self, column: int) -> None:
        column = column % len(self.sheet.columns)
        columns = columns_of(self.sheet, header_of(self.sheet))
        if column not in (columns["KPI"], columns["No"]):
            self.attempt(self.person.delete_columns, letters(column))

    @rule(column=index, to=index)
    def move_column(self, column: int, to: int) -> None:
        count = len(self.sheet.columns)
        self.attempt(self.person.move_columns, letters(column % count), letters(to % count))

    @rule(line=index, to=index)
    def move_row(self, line: int, to: int) -> None:
        first, count = header_of(self.sheet) + 2, len(self.sheet.rows)
        if count > first:
            self.attempt(
                self.person.move_rows,
                first + line % (count - first) + 1,
                first + to % (count - first) + 1,
            )

    @rule(by=st.sampled_from(("No", "KPI", "Owner", "Jan", "Apr")), descending=st.booleans())
    def sort(self, by: str, descending: bool) -> None:
        header = header_of(self.sheet)
        column = columns_of(self.sheet, header).get(by)
        if column is not None and len(self.sheet.rows) > header + 2:
            area = f"A{header + 3}:{letters(len(self.sheet.columns) - 1)}{len(self.sheet.rows)}"
            self.attempt(self.person.sort, area, letters(column), descending)

    @rule(number=kpi)
    def copy_row_to_the_end(self, number: int) -> None:
        sheet = self.sheet
        line = next(
            (
                line
                for (found, _), (line, _) in values_of(sheet).items()
                if found == f"KPI {number}"
            ),
            None,
        )
        if line is None or sheet.cells.get(len(sheet.rows) - 1):
            return
        width, last = letters(len(sheet.columns) - 1), len(sheet.rows)
        source, target = (
            self.person._range(self.tab, f"A{at}:{width}{at}") for at in (line + 1, last)
        )
        try:
            self.person._do({"copyPaste": {"source": source, "destination": target}})
        except ApiError:
            return
        # Its name is theirs now, so that this test tells it from ours.
        column = columns_of(sheet, header_of(sheet))["KPI"]
        self.person.type(self.tab, name((last - 1, column)), "human copy")

    @rule(spot=spot)
    def merge(self, spot: Spot) -> None:
        place = self.somewhere(spot)
        if (
            self.attempts_at(place)
            and place[1] + 1 < len(self.sheet.columns)
            and self.attempts_at((place[0], place[1] + 1))
        ):
            self.attempt(self.person.merge, f"{name(place)}:{name((place[0], place[1] + 1))}")

    @rule(spot=spot)
    def protect(self, spot: Spot) -> None:
        if len(self.sheet.protected) < 2:
            self.attempt(self.person.protect, name(self.somewhere(spot)))

    @rule()
    def unprotect(self) -> None:
        self.attempt(self.person.unprotect)

    @rule()
    def rename(self) -> None:
        title = f"renamed {self.fresh()}"
        if self.attempt(self.person.rename, title):
            self.tab = title

    @rule(column=index)
    def forget_metadata_of_rows(self, column: int) -> None:
        """As some tools do."""
        lookup = {"developerMetadataLookup": {"metadataKey": "sc-r"}}
        if column < 6:
            self.person._do({"deleteDeveloperMetadata": {"dataFilter": lookup}})

    # And the scorecard is published

    @rule(losing=st.sampled_from(("", "", "before", "after")))
    def publish(self, losing: str = "") -> None:
        before = self.theirs() if self.tab else set()
        self.wire.losing = losing
        self.bring()
        self.wire.losing = ""
        if self.tab:
            assert before <= self.theirs()
            self.check_values()
        writes = self.wire.writes
        self.bring()
        assert self.wire.writes == writes, "the second publish wrote something"

    @rule(number=kpi, month=month, more=st.integers(0, 11))
    def store_and_publish(self, number: int, month: int, more: int) -> None:
        self.store(number, month)
        self.store(number, more)
        self.publish()

    @rule(number=kpi, month=month)
    def lose_value_and_publish(self, number: int, month: int) -> None:
        self.lose_value(number, month)
        self.publish()

    @rule()
    def refresh_everything(self) -> None:
        for number, month in list(self.stored):
            self.store(number, month)
        self.publish()

    @rule()
    def restore(self) -> None:
        self.bring(restore=True)
        self.cleared = {key for key in self.cleared if key in values_of(self.sheet)}
        self.publish()

    def bring(self, **asked: bool) -> None:
        definitions = {number: kpi_of(number) for number in NUMBERS}
        grid = make_grid("Success", self.stored.values(), definitions, BERLIN)
        publish(self.wire, self.memory, grid, **asked)

    def theirs(self) -> set[str]:
        """Return everything in cells and notes that a person wrote."""
        found: set[str] = set()
        for cells in self.sheet.cells.values():
            for cell in cells.values():
                texts = (
                    str(next(iter(cell.get("userEnteredValue", {}).values()), "")),
                    cell.get("note", ""),
                )
                found |= {
                    part for text in texts for part in text.split("\n") if part.startswith("human")
                }
        return found

    def check_values(self) -> None:
        """Check that every value is in its cell, unless a person took or hid that."""
        sheet = self.sheet
        for (kpi_name, label), place in values_of(sheet).items():
            due = self.expected(int(kpi_name.removeprefix("KPI ")), MONTHS.index(label))
            value = entered(sheet, *place)
            if str(value).startswith("human") or hidden(sheet, place):
                continue
            if (kpi_name, label) in self.cleared and value is None:
                continue
            assert value == due, (kpi_name, label, place)

    def expected(self, number: int, month: int) -> float | str | None:
        """Return the value of a month, or what stands for it between the KPI's other months."""
        if stored := self.stored.get((number, month)):
            return "no data" if stored.value is None else stored.value
        others = [other for kpi, other in self.stored if kpi == number]
        return "not run" if others and min(others) < month < max(others) else None


def name(place: tuple[int, int]) -> str:
    return f"{letters(place[1])}{place[0] + 1}"


def header_of(sheet: Sheet) -> int:
    return next(
        line
        for line, cells in sorted(sheet.cells.items())
        if "No" in {entered(sheet, line, column) for column in cells}
    )


def columns_of(sheet: Sheet, header: int) -> dict[str, int]:
    found: dict[str, int] = {}
    for column in range(len(sheet.columns)):
        label = entered(sheet, header, column)
        if label in LABELS or label in MONTHS:
            found.setdefault(str(label), column)
    return found


def values_of(sheet: Sheet) -> dict[tuple[str, str], tuple[int, int]]:
    """Return the cells where a KPI and a month meet, by their labels."""
    header = header_of(sheet)
    columns = columns_of(sheet, header)
    return {
        (str(text), label): (line, column)
        for line in range(header + 2, len(sheet.rows))
        if str(text := entered(sheet, line, columns["KPI"])).startswith("KPI ")
        for label, column in columns.items()
        if label in MONTHS
    }


def hidden(sheet: Sheet, place: tuple[int, int]) -> bool:
    """Whether a merged cell covers a cell, or a protected range keeps us out of it."""

    def holds(box: dict[str, int]) -> bool:
        return box.get("startRowIndex", 0) <= place[0] < box.get("endRowIndex", 10**6) and box.get(
            "startColumnIndex", 0
        ) <= place[1] < box.get("endColumnIndex", 10**6)

    return any(holds(merge) for merge in sheet.merges) or any(
        holds(each["range"]) for each in sheet.protected
    )


TestTeam = Team.TestCase
TestTeam.settings = settings(
    max_examples=25,
    stateful_step_count=25,
    deadline=None,
    derandomize=True,
    suppress_health_check=list(HealthCheck),
    print_blob=False,
)
