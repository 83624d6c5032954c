"""Today so far in a spreadsheet: beside yesterday, with its sign, and within view."""

from __future__ import annotations

from dataclasses import replace

import pytest

from core.model.records import Row
from core.model.runner import PeriodOrder
from tests.core.publish.samples import TICKETS, row
from tests.spreadsheets import Office

TAB = "sc2026 daily"
NOON, LATER = "2026-11-17T12:00+01:00", "2026-11-17T13:00+01:00"
TOMORROW = "2026-11-18T06:30+01:00"


def so_far(day: str, value: float) -> Row:
    return replace(row(TICKETS, day, value), partial=True)


def shown(office: Office) -> list[tuple[str, str]]:
    """Return the days in view, and what the line of the KPI shows below them; blank cells apart."""
    sheet = office.sheet(TAB)
    last = len(sheet.columns)
    days, texts = (
        (*office.person.read(TAB, cells)[0], *[""] * last) for cells in ("A4:NZ4", "A5:NZ5")
    )
    first = days.index("1 Jan") if office.periods == "oldest first" else days.index("31 Dec")
    return [
        (days[index], texts[index])
        for index in range(first, last)
        if texts[index] and not sheet.columns[index].hidden
    ]


@pytest.fixture(params=["oldest first", "newest first"])
def morning(office: Office, request: pytest.FixtureRequest) -> Office:
    """Return an office that was published on Tuesday morning, up to Monday."""
    order: PeriodOrder = request.param
    office.periods = order
    office.store([row(TICKETS, "2026-11-15", 7), row(TICKETS, "2026-11-16", 8)], [TICKETS])
    office.publish(now="2026-11-17T06:30+01:00")
    office.asked()
    return office


def in_order(office: Office, *cells: tuple[str, str]) -> list[tuple[str, str]]:
    return list(cells) if office.periods == "oldest first" else list(reversed(cells))


def test_today_stands_beside_yesterday_with_its_sign(morning: Office) -> None:
    morning.store([so_far("2026-11-17", 3)])
    morning.publish(now=NOON)
    assert morning.asked() == (1, 1)
    assert shown(morning) == in_order(morning, ("15 Nov", "7"), ("16 Nov", "8"), ("17 Nov", "3…"))

    morning.publish(now=LATER)
    assert morning.asked() == (1, 0)
    morning.store([so_far("2026-11-17", 5)])
    morning.publish(now=LATER)
    assert ("17 Nov", "5…") in shown(morning)


def test_the_news_are_those_of_the_newest_whole_day(morning: Office) -> None:
    headers = morning.person.read(TAB, "A4:E5")
    morning.store([so_far("2026-11-17", 3)])
    morning.publish(now=NOON)
    assert morning.person.read(TAB, "A4:E5") == headers
    assert "8" in headers[1]

    morning.store([row(TICKETS, "2026-11-17", 9), so_far("2026-11-18", 1)])
    morning.publish(now=TOMORROW)
    assert "9" in morning.person.read(TAB, "A5:E5")[0]
    assert shown(morning) == in_order(
        morning, ("15 Nov", "7"), ("16 Nov", "8"), ("17 Nov", "9"), ("18 Nov", "1…")
    )


def test_a_first_publish_at_noon_has_today_in_view(office: Office) -> None:
    office.periods = "newest first"
    office.store([row(TICKETS, "2026-11-16", 8), so_far("2026-11-17", 3)], [TICKETS])
    office.publish(now=NOON)
    assert shown(office) == [("17 Nov", "3…"), ("16 Nov", "8")]
