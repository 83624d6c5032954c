"""Applications at the desk: every week has some, and some weeks have long queues."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from core.demo.desk import is_short_staffed
from core.demo.rhythm import RECORDS_BEGIN, weeks
from tests.core.demo.company import LAST_DAY, Tables


def test_things_happen_in_the_weeks_that_cross_the_year_and_that_change_the_clocks(
    tables: Tables,
) -> None:
    days = {row["received_at"][:10] for row in tables["stg_desk.applications"]}
    for day in ("2024-12-30", "2026-12-30", "2027-01-02", "2026-03-29", "2026-10-25"):
        assert day in days


def test_checks_take_longer_while_the_desk_lacks_people(tables: Tables) -> None:
    troubled = {week for week in weeks(RECORDS_BEGIN, LAST_DAY) if is_short_staffed(week)}
    hours: dict[bool, list[float]] = {True: [], False: []}
    for row in tables["stg_desk.applications"]:
        if row["checked_at"]:
            received = datetime.fromisoformat(row["received_at"])
            monday = received.date() - timedelta(days=received.weekday())
            waited = datetime.fromisoformat(row["checked_at"]) - received
            hours[monday in troubled].append(waited / timedelta(hours=1))
    means = {key: sum(values) / len(values) for key, values in hours.items()}
    assert troubled == {date(2025, 8, 4) + timedelta(weeks=n) for n in range(4)} | {
        date(2026, 8, 24) + timedelta(weeks=n) for n in range(4)
    }
    assert means[True] > 1.2 * means[False]
