"""Tables on a given day: nothing is known before it happens."""

from __future__ import annotations

from datetime import date, datetime

from core.demo.rows import Job, StageChange
from core.demo.tables import TABLES, SampleTable, rows_known_on
from tests.core.demo.company import Tables


def test_nothing_is_known_that_happened_after_the_last_sunday(tables: Tables) -> None:
    for table in TABLES:
        for column in (table.known_from, *table.later):
            for row in tables[table.name]:
                # An interview is booked ahead; what becomes of it is not known ahead.
                if column != "scheduled_for":
                    assert row[column][:10] <= "2027-01-03", (table.name, row)


def test_columns_stay_empty_until_their_moment_has_passed() -> None:
    table = SampleTable("jobs", Job, "opened_on", {"closed_on": ("closed_on",)})
    job = Job(1, "Marketing", date(2026, 11, 2), date(2026, 11, 20))
    known = {day: list(rows_known_on(table, [job], date(2026, 11, day))) for day in (1, 2, 19, 20)}
    assert known == {1: [], 2: [job._replace(closed_on=None)], 19: known[2], 20: [job]}


def test_a_moment_counts_until_the_end_of_its_day() -> None:
    table = SampleTable("changes", StageChange, "entered_at")
    change = StageChange(1, "hired", datetime(2026, 11, 2, 23, 59))
    assert list(rows_known_on(table, [change], date(2026, 11, 1))) == []
    assert list(rows_known_on(table, [change], date(2026, 11, 2))) == [change]
