"""Pages that begin with the newest period, and tabs that keep the order in which they began."""

from __future__ import annotations

from dataclasses import replace

import pytest

from core.publish.google.changes import Insert, TabPlan
from core.publish.google.comment_columns import comment_column
from core.publish.google.period_order import (
    columns_in_order_of,
    is_newest_first,
    keeps_other_order,
)
from core.publish.google.plan import TabBase, plan_tab
from tests.core.publish.google.tabs import LABELS, PERIODS, standing, wanted
from tests.core.publish.google.test_publisher_moves import meanwhile
from tests.core.publish.google.weeks import LEADS, TWO, expected, weeks
from tests.core.publish.samples import row
from tests.spreadsheets import TAB, Office, column_index, entered

JANUARY, FEBRUARY, MARCH = PERIODS
TURNED = replace(wanted(), columns=(*LABELS, *reversed(PERIODS)), is_newest_first=True)


@pytest.fixture
def turned(office: Office) -> Office:
    """Return an office whose page begins with the newest week, published up to W46."""
    office.periods = "newest first"
    office.store(weeks(TWO), TWO)
    office.publish()
    office.asked()
    return office


def shown(office: Office, tab: str = TAB) -> list[str]:
    """Return the headers that a person sees, hidden columns left out."""
    sheet = office.sheet(tab)
    return [
        str(entered(sheet, 2, index))
        for index, column in enumerate(sheet.columns)
        if not column.hidden and entered(sheet, 2, index)
    ]


def trend(office: Office, name: str) -> str:
    return str(entered(office.sheet(), office.row(name) - 1, 5))


def test_the_newest_week_stands_beside_the_labels_and_weeks_to_come_are_hidden(
    turned: Office,
) -> None:
    assert shown(turned)[6:12] == ["Unit", "Owner", "W46", "W45", "W44", "W43"]
    assert shown(turned)[-1] == "W01"
    assert turned.values() == expected(TWO)
    assert not turned.publish().written


def test_a_week_is_shown_once_it_has_values(turned: Office) -> None:
    turned.store(weeks(TWO, first=47, last=47))

    published = turned.publish()

    assert shown(turned)[8:10] == ["W47", "W46"]
    assert "sc2026: shows the hidden W47" in published.lines
    assert turned.asked() == (1, 1)
    assert not turned.publish().written


def test_a_week_that_a_person_hides_stays_hidden(turned: Office) -> None:
    turned.person.hide_columns(TAB, turned.column("W46"))
    turned.store(weeks(TWO, first=46, last=47, plus=1))
    turned.publish()
    assert shown(turned)[8:10] == ["W47", "W45"]


def test_weeks_to_come_that_a_person_hides_in_the_usual_order_stay_hidden(
    published: Office,
) -> None:
    published.person.hide_columns(TAB, published.column("W47"))
    published.store(weeks(TWO, first=47, last=47))
    published.publish()
    assert "W47" not in shown(published)


def test_a_trend_runs_from_the_oldest_to_the_newest_week(turned: Office) -> None:
    assert trend(turned, "Forms").startswith("=SPARKLINE(I6:BI6;")
    assert '"nan";"rtl"};' in trend(turned, "Forms")
    assert trend(turned, "Forms").endswith('"ignore";TRUE()}))')


def test_a_trend_in_the_usual_order_is_not_reversed(published: Office) -> None:
    assert "rtl" not in trend(published, "Forms")


def test_a_tab_keeps_its_order_and_a_new_year_has_the_new_one(published: Office) -> None:
    before = published.sheet()
    published.periods = "newest first"
    published.store([row(each, "2027-W01", 5) for each in TWO])

    lines = published.publish(now="2027-01-11T05:00:00Z").lines

    assert [entered(published.sheet(), 2, column) for column in range(61)] == [
        entered(before, 2, column) for column in range(61)
    ]
    assert published.values() == expected(TWO) | {
        key: value for key, value in published.values().items() if value == "not run"
    }
    assert shown(published, "sc2027")[-2:] == ["Owner", "W01"]
    assert (
        "sc2026: periods stay oldest first, as the tab began; to change it, copy what people added,"
        " delete the tab and run scorecard publish --restore"
    ) in lines
    assert not published.publish(now="2027-01-11T05:00:00Z").written


def test_the_remedy_works(published: Office) -> None:
    published.periods = "newest first"
    published.person.delete_tab(TAB)
    lines = published.publish(restore=True).lines
    assert shown(published)[8:10] == ["W46", "W45"]
    assert "periods stay" not in "".join(lines)
    published.periods = "oldest first"
    assert "sc2026: periods stay newest first" in "".join(published.publish().lines)


def test_a_row_that_is_inserted_into_a_tab_of_the_other_order_has_its_trend_in_time(
    published: Office,
) -> None:
    published.periods = "newest first"
    published.store(weeks((LEADS,)), (LEADS,))
    published.publish()
    assert "rtl" not in trend(published, LEADS.name)
    assert published.values() == expected((*TWO, LEADS))


def test_without_metadata_a_tab_has_the_order_in_which_its_columns_stand(turned: Office) -> None:
    book = turned.emulator.workbook(turned.book).copy()
    for sheet in book.sheets:
        sheet.metadata = ()
        sheet.rows = [replace(line, metadata=()) for line in sheet.rows]
        sheet.columns = [replace(line, metadata=()) for line in sheet.columns]
    turned.emulator.store.workbooks[turned.book] = book
    turned.periods = "oldest first"
    turned.store(weeks(TWO, first=47, last=47))

    lines = turned.publish().lines

    assert shown(turned)[8:10] == ["W47", "W46"]
    assert turned.values() == expected(TWO, last=47)
    assert "periods stay newest first" in "".join(lines)


def test_columns_of_people_between_ours_stay_where_they_are(turned: Office) -> None:
    column = turned.column("W45")
    turned.person.insert_columns(TAB, before=column)
    turned.person.type(TAB, f"{column}6", "a comment")
    turned.store(weeks(TWO, first=46, last=47, plus=1))
    turned.publish()
    assert turned.sheet().cell(5, column_index(column))["userEnteredValue"] == {
        "stringValue": "a comment"
    }
    assert turned.values()["Forms", "W47"] == expected(TWO, last=47, plus=1)["Forms", "W47"]


def test_weeks_moved_while_it_is_published_are_planned_anew(
    turned: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    turned.store(weeks(TWO, first=46, last=47, plus=1))
    move = lambda: turned.person.move_columns(TAB, turned.column("W46"), before="BI")  # noqa: E731
    with meanwhile(monkeypatch, move):
        turned.publish()
    assert turned.values() == expected(TWO) | expected(TWO, first=46, last=47, plus=1)
    assert shown(turned)[8] == "W47"
    assert not turned.publish().written


def test_the_order_of_a_tab_is_that_of_most_of_its_periods() -> None:
    now = standing(wanted())
    moved = replace(now, columns=(*LABELS, MARCH, JANUARY, FEBRUARY))
    single = replace(now, columns=(*LABELS, MARCH))
    assert not is_newest_first(wanted(), now)
    assert is_newest_first(TURNED, standing(TURNED))
    assert not is_newest_first(wanted(), moved)
    assert is_newest_first(TURNED, single)
    assert not is_newest_first(wanted(), single)


def test_a_restored_column_goes_to_its_place_in_the_order_of_the_tab() -> None:
    now = standing(wanted())
    without = replace(now, columns=tuple(key for key in now.columns if key != FEBRUARY))
    assert columns_in_order_of(TURNED, without) == (*LABELS, *PERIODS)
    plan = plan_tab(TURNED, without, TabBase({}, {}), overwrite=False, restore=True)
    assert plan.columns == (Insert(len(LABELS) + 1, FEBRUARY),)
    assert keeps_other_order(plan)


def test_comments_stay_behind_their_period_in_both_orders() -> None:
    columns = (*LABELS, MARCH, comment_column(MARCH), FEBRUARY, JANUARY)
    turned = replace(TURNED, columns=columns)
    expected_columns = (*LABELS, JANUARY, FEBRUARY, MARCH, comment_column(MARCH))
    assert columns_in_order_of(turned, standing(wanted())) == expected_columns


def test_a_new_tab_keeps_no_other_order() -> None:
    assert not keeps_other_order(TabPlan(TURNED, None))
