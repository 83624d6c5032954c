"""Values that a person's edits keep out of the sheet are faults, whatever the edits are."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import combinations

import pytest

from core.publish.google.text import fault_lines
from core.publish.google.withheld import has_news, withheld_lines
from tests.core.publish.google.tabs import PERIODS, ROWS, base, wanted
from tests.core.publish.google.test_trouble_between import (
    AFTER,
    BEFORE,
    TAB,
    WANTED,
    Team,
)
from tests.core.publish.google.wire import Memory, publish
from tests.sheets_emulator import Emulator
from tests.spreadsheets import team_book, values_by_label

PUBLISHED = {place[1:]: value for place, value in base(wanted()).items()}

EDITS: dict[str, Callable[[Team], object]] = {
    "Latest is deleted": lambda team: team.person.delete_columns(TAB, team.column("Latest")),
    "Change is deleted": lambda team: team.person.delete_columns(TAB, team.column("Change")),
    "a month is deleted": lambda team: team.person.delete_columns(TAB, team.column("Feb")),
    "a row is deleted": lambda team: team.person.delete_row(TAB, team.row("Metric 30")),
    "a cell is protected": lambda team: team.person.protect(TAB, team.cell("Metric 2", "Mar")),
    "the tab is protected": lambda team: team.person.protect(TAB, "A:R"),
    "the tab is hidden": lambda team: team.person.hide_tab(TAB),
}
COMBINATIONS = [chosen for count in range(3) for chosen in combinations(EDITS, count)]
HARMLESS = {"the tab is hidden"}


@pytest.fixture
def team(sheets: Emulator) -> Team:
    return Team(sheets, team_book(sheets, "Success"))


def test_a_deleted_line_is_withheld_if_it_has_a_new_number() -> None:
    tab = wanted({(ROWS[0], PERIODS[0]): 5.0})
    assert [*withheld_lines(tab, ROWS, PUBLISHED)] == [ROWS[0]]
    assert [*withheld_lines(tab, PERIODS, PUBLISHED)] == [PERIODS[0]]
    assert [*withheld_lines(wanted(), (*ROWS, *PERIODS), PUBLISHED)] == []


def test_a_new_text_or_label_is_not_withheld() -> None:
    tab = wanted({(ROWS[0], PERIODS[0]): "failed", (ROWS[0], "KPI"): "Calls, all"})
    assert [*withheld_lines(tab, (ROWS[0], "KPI"), PUBLISHED)] == []
    assert not has_news(tab, PUBLISHED)


@pytest.mark.parametrize("chosen", COMBINATIONS, ids=" and ".join)
def test_a_publish_fails_if_a_new_value_was_kept_out(team: Team, chosen: Sequence[str]) -> None:
    memory = Memory()
    publish(team, memory, BEFORE)
    for edit in chosen:
        EDITS[edit](team)

    faults = [*fault_lines(publish(team, memory, AFTER).plan)]

    shown = values_by_label(team.sheet())
    is_kept_out = any(shown.get(place) != value for place, value in WANTED.items())
    news = {"Latest is deleted", "Change is deleted", "the tab is protected"}
    assert bool(faults) == (is_kept_out or bool(news & {*chosen}))
    assert bool(faults) == bool({*chosen} - HARMLESS)


@pytest.mark.parametrize("chosen", COMBINATIONS, ids=" and ".join)
def test_a_publish_without_new_values_keeps_nothing_out(team: Team, chosen: Sequence[str]) -> None:
    memory = Memory()
    publish(team, memory, BEFORE)
    for edit in chosen:
        EDITS[edit](team)

    assert [*fault_lines(publish(team, memory, BEFORE).plan)] == []


@pytest.mark.parametrize(("grid", "count"), [(BEFORE, 0), (AFTER, 1)])
def test_a_deleted_tab_is_a_fault_only_if_there_are_new_values(
    team: Team, grid: object, count: int
) -> None:
    memory = Memory()
    publish(team, memory, BEFORE)
    team.person.delete_tab(TAB)
    assert len([*fault_lines(publish(team, memory, grid).plan)]) == count  # type: ignore[arg-type]
