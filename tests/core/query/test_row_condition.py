"""The condition that a row is copied."""

from __future__ import annotations

from datetime import UTC, date, datetime

from core.query.row_condition import find_time_columns, row_condition
from core.query.row_set import DaySpan, unite

MAY, JUNE = date(2026, 5, 1), date(2026, 6, 1)


def test_columns_of_time_are_found_by_the_names_of_their_types() -> None:
    types = {
        "day": "date",
        "local_at": "timestamp(3) without time zone",
        "sent_at": "timestamp with time zone",
        "clock": "time without time zone",
        "name": "text",
    }

    assert find_time_columns(types) == {
        "day": "date",
        "local_at": "timestamp",
        "sent_at": "timestamptz",
    }


def test_each_kind_of_column_is_compared_with_its_own_kind() -> None:
    box = (("day", DaySpan(MAY, JUNE)), ("local_at", DaySpan(MAY, None)))
    rows = unite([box, (('sent "at"', DaySpan(None, JUNE)),)])
    kinds = {"day": "date", "local_at": "timestamp", 'sent "at"': "timestamptz"}

    sql, params = row_condition(rows, kinds)  # type: ignore[arg-type]

    assert sql == (
        '("day" >= :first_day_0 AND "day" < :last_day_1 AND "local_at" >= :start_2)'
        ' OR ("sent ""at""" < :end_3)'
    )
    assert params == {
        "first_day_0": MAY,
        "last_day_1": date(2026, 6, 2),
        "start_2": datetime(2026, 5, 1),
        "end_3": datetime(2026, 6, 2, tzinfo=UTC),
    }
