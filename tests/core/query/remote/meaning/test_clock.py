"""Parts of times and intervals are written by means of others."""

from __future__ import annotations

import pytest

from core.query.remote.statement import interpret
from tests.core.query.remote.engines import TYPES
from tests.core.query.remote.forms import findings


def written(expression: str) -> str:
    tree, found = interpret(f"SELECT {expression} FROM stg.t", TYPES)
    assert found == []
    return tree.sql(dialect="postgres").removeprefix("SELECT ").removesuffix(" FROM stg.t")


@pytest.mark.parametrize(
    ("expression", "same"),
    [
        ("extract(milliseconds FROM ts)", "(EXTRACT(SECOND FROM ts) * 1000)"),
        ("extract(epoch FROM INTERVAL '1 month')", "(CAST(2592000 AS DECIMAL))"),
        ("extract(hour FROM INTERVAL '30 hours')", "(CAST(30 AS DECIMAL))"),
        ("make_timestamp(2026, 2, 28, 1, 2, 3.5)", "CAST('2026-02-28 01:02:03.500000' AS TIMESTA"),
        ("date_trunc('hour', tz)", "DATE_TRUNC('HOUR', (tz) AT TIME ZONE 'UTC') AT TIME ZONE 'UT"),
    ],
)
def test_a_part_is_written_by_means_of_others(expression: str, same: str) -> None:
    assert written(expression).startswith(same)


@pytest.mark.parametrize(
    ("expression", "obstacle"),
    [
        ("extract(epoch FROM INTERVAL '1.5 days')", "the interval INTERVAL '1.5 DAYS'; write whol"),
        ("make_timestamp(i, 1, 1, 0, 0, 0)", "make_timestamp of columns; use make_date and inter"),
        ("date_trunc('day', ts, 'UTC')", "date_trunc of timestamp with a time zone; leave the zo"),
    ],
)
def test_what_depends_on_more_is_refused(expression: str, obstacle: str) -> None:
    assert findings(expression)[0].startswith(obstacle)
