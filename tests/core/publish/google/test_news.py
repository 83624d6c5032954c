"""News in a spreadsheet: they repeat what the newest column shows."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from core.publish.google.sheet import EMPTY, Content
from core.publish.google.wanted import Wanted, wanted_tabs
from tests.core.publish.google.test_publisher_edits import strip
from tests.core.publish.google.weeks import PARTS, TEAM, TWO, parts, weeks
from tests.core.publish.samples import FORMS, row
from tests.spreadsheets import TAB, Office, entered, places_by_label

OLD_LABELS = ("No", "KPI", "Owner", "Unit", "Target", "Trend")


def news(office: Office, name: str = "Forms") -> tuple[Any, Any]:
    """Return what stands under `Latest` and `Change`."""
    places, sheet = places_by_label(office.sheet()), office.sheet()
    return entered(sheet, *places[name, "Latest"]), entered(sheet, *places[name, "Change"])


def header(office: Office) -> tuple[Any, Any]:
    sheet = office.sheet()
    column = next(c for c in range(9) if entered(sheet, 2, c) == "Latest")
    return entered(sheet, 3, column), entered(sheet, 3, column + 1)


def settled(office: Office) -> bool:
    office.asked()
    office.publish()
    return office.asked() == (1, 0)


def test_the_next_week_replaces_the_news_in_one_write(published: Office) -> None:
    assert (news(published), header(published)) == ((6046, 1), ("W46", "vs W45"))
    published.store([row(FORMS, "2026-W47", 6040)])
    published.asked()
    published.publish()
    assert published.asked() == (1, 1)
    assert (news(published), header(published)) == ((6040, -6), ("W47", "vs W46"))
    assert settled(published)


def test_a_publish_of_older_weeks_leaves_the_news(published: Office) -> None:
    published.store([row(FORMS, "2026-W40", 5), row(FORMS, "2026-W47", 6040)])
    published.publish(period="2026-W40")
    assert published.values()["Forms", "W40"] == 5
    assert (news(published), header(published)) == ((6046, 1), ("W46", "vs W45"))


def test_a_number_typed_over_the_newest_one_is_latest_too_and_has_no_change(
    published: Office,
) -> None:
    published.person.type(TAB, published.cell("Forms", "W46"), 12)
    published.publish()
    assert news(published) == (12, None)
    assert published.notes()["Forms", "Latest"] == "Scorecard: 2026-W46: a person typed over it"
    assert settled(published)
    published.publish(overwrite=True)
    assert news(published) == (6046, 1)
    assert ("Forms", "Latest") not in published.notes()


def test_a_typed_value_of_the_week_before_takes_the_change_away(published: Office) -> None:
    published.person.type(TAB, published.cell("Forms", "W45"), 12)
    published.publish()
    assert news(published) == (6046, None)


def test_news_that_a_person_typed_over_or_deleted_stay_theirs(published: Office) -> None:
    published.person.type(TAB, published.cell("Forms", "Latest"), "ask Ann")
    published.person.delete_columns(TAB, published.column("Change"))
    published.store([row(FORMS, "2026-W47", 6040)])
    published.publish()
    places = places_by_label(published.sheet())
    assert entered(published.sheet(), *places["Forms", "Latest"]) == "ask Ann"
    assert ("Forms", "Change") not in places


def test_news_without_metadata_are_recognised_a_week_later(published: Office) -> None:
    strip(published)
    published.store([row(FORMS, "2026-W47", 6040)])
    published.publish()
    assert news(published) == (6040, -6)
    assert settled(published)


@pytest.fixture
def older(office: Office, monkeypatch: pytest.MonkeyPatch) -> Office:
    """Return an office whose sheet has the columns of the version before, and a person's things."""
    with monkeypatch.context() as before:
        before.setattr("core.publish.google.publish.wanted_tabs", as_before)
        office.store([*weeks(TWO), *parts()], [*TWO, TEAM])
        office.publish()
    person = office.person
    person.insert_columns(TAB, before="C")
    line = office.row("Forms")
    person.type(TAB, f"C{line}", "ask Ann")
    person.note(TAB, office.cell("Forms", "W46"), "a good week")
    person.move_columns(TAB, office.column("Target"), before=office.column("W01"))
    return office


def as_before(*arguments: Any) -> tuple[Wanted, ...]:
    """Return the tabs as the version before had them."""
    return tuple(map(with_old_labels, wanted_tabs(*arguments)))


def with_old_labels(tab: Wanted) -> Wanted:
    columns = (*OLD_LABELS, *tab.periods)
    cells = {place: content for place, content in tab.cells.items() if place[1] in columns}
    for key, look in tab.rows.items():
        if look.is_breakdown:
            cells |= {(key, "Owner"): Content("mia@example.com"), (key, "Unit"): Content("count")}
        elif "/" in key:
            cells[key, "Owner"] = Content("ann@example.com")
            cells[key, "2026-W46"] = replace(cells.get((key, "2026-W46"), EMPTY), note="1 / 2")
    return replace(tab, columns=columns, cells=cells)


def test_a_sheet_of_an_earlier_version_gets_the_news_beside_the_names_and_loses_nothing(
    older: Office,
) -> None:
    line = older.row("Forms")
    before = [entered(older.sheet(), 2, column) for column in range(len(older.sheet().columns))]
    trend = entered(older.sheet(), line - 1, before.index("Trend"))
    values = older.values()
    assert "Latest" not in before

    older.publish()

    sheet = older.sheet()
    after = [entered(sheet, 2, column) for column in range(len(sheet.columns))]
    assert after == [*before[:2], "Latest", "Change", *before[2:]]
    assert entered(sheet, line - 1, 4) == "ask Ann"
    assert older.values() == values
    assert older.notes()["Forms", "W46"] == "a good week"
    assert news(older) == (6046, 1)
    assert trend.startswith("=SPARKLINE(H")
    assert entered(sheet, line - 1, after.index("Trend")).startswith("=SPARKLINE(J")
    owners = {name: entered(sheet, older.row(name) - 1, after.index("Owner")) for name in PARTS}
    assert owners == {"North": None, "South": None}
    assert settled(older)
