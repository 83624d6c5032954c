"""A condition on the rows of one table, in an engine's dialect."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from core.errors import UntranslatableError
from core.query import translate_condition

TYPES = {"day": "date", "made_at": "timestamp without time zone", "sent_at": "timestamptz"}
CONDITION = '("day" >= :first_day_0 AND "made_at" < :end_1) OR ("sent_at" >= :start_2)'
PARAMS = {
    "first_day_0": date(2026, 1, 1),
    "end_1": datetime(2026, 2, 1),
    "start_2": datetime(2026, 3, 1, tzinfo=UTC),
}


def test_a_condition_is_written_without_its_query() -> None:
    found = translate_condition(CONDITION, PARAMS, "clickhouse", TYPES)

    assert found.sql == (
        '("day" >= toDate32({first_day_0: String})'
        ' AND "made_at" < toDateTime64({end_1_local: String}, 6))'
        " OR (\"sent_at\" >= toDateTime64({start_2: String}, 6, 'UTC'))"
    )
    assert found.params == {
        "first_day_0": "2026-01-01",
        "end_1_local": "2026-02-01 00:00:00.000000",
        "start_2": "2026-03-01 00:00:00.000000",
    }


def test_names_have_no_quotes_on_snowflake() -> None:
    found = translate_condition('"day" >= :first_day_0', PARAMS, "snowflake", TYPES)

    assert found.sql == "day >= TO_DATE(%(first_day_0)s)"


def test_a_condition_that_is_not_proven_is_refused() -> None:
    with pytest.raises(UntranslatableError, match="not proven on Spark"):
        translate_condition("nope(day)", {}, "spark", TYPES)
