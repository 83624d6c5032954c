"""The column of the status in a spreadsheet: with the first target, and harmless to people."""

from __future__ import annotations

from dataclasses import replace

from core.model.records import Row
from tests.core.publish.google.weeks import TWO, weeks
from tests.spreadsheets import TAB, Office

CALLS = TWO[0].kpi_number


def judged() -> list[Row]:
    """Return weeks of Calls (3001 and on) with the target 3500, and of Forms without."""
    rows = weeks(TWO)
    calls = [replace(row, target=3500.0, better="higher") for row in rows if is_call(row)]
    return [*calls, *(row for row in rows if not is_call(row))]


def is_call(row: Row) -> bool:
    return row.kpi_number == CALLS


def test_the_first_target_brings_a_column_and_nothing_of_people_is_lost(office: Office) -> None:
    office.store(weeks(TWO), TWO)
    office.publish()
    assert "Status" not in office.person.read(TAB, "A3:L3")[0]
    office.person.insert_columns(TAB, "E")
    office.person.type(TAB, "E5", "ask Ann")
    office.person.colour(TAB, "C5:C5", "#00ff00")

    office.store(judged())
    office.publish()

    texts = office.person.read(TAB, "A3:L6")
    column = texts[0].index("Status")
    # 3046 of 3500 is 87 %.
    assert texts[2][column] == "✓ on track"
    assert "ask Ann" in texts[2]
    assert len(texts[3]) <= column or texts[3][column] == ""
    office.asked()
    office.publish()
    assert office.asked() == (1, 0)


def test_a_status_follows_the_newest_value(office: Office) -> None:
    office.store(judged(), TWO)
    office.publish()
    column = office.person.read(TAB, "A3:L3")[0].index("Status")
    assert office.person.read(TAB, "A5:L5")[0][column] == "✓ on track"

    office.store([replace(each, value=1000.0) for each in judged() if each.value == 3046.0])
    office.publish()
    assert office.person.read(TAB, "A5:L5")[0][column] == "✗ critical"


def test_the_status_stays_in_view_in_a_new_tab_and_in_one_from_before(office: Office) -> None:
    office.store(weeks(TWO), TWO)
    office.publish()
    assert in_view(office) == ["No", "KPI", "Latest", "Change"]
    office.store(judged())
    office.publish()
    assert in_view(office) == ["No", "KPI", "Status", "Latest", "Change"]


def in_view(office: Office) -> list[str]:
    """Return the headers of the columns that stay in view."""
    frozen = office.sheet().grid["frozenColumnCount"]
    header, below = office.person.read(TAB, "A3:L4")
    return [top or low for top, low in zip(header, below, strict=False)][:frozen]
