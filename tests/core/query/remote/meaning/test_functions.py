"""Functions of one row mean what they mean on PostgreSQL."""

from __future__ import annotations

import pytest

from tests.core.query.remote.forms import findings, text_of


@pytest.mark.parametrize(
    ("expression", "found"),
    [
        ("extract(julian FROM d)", "extract(julian FROM date)"),
        ("date_trunc('decade', ts)", "date_trunc('decade') of timestamp"),
        ("age(ts, ts)", "age(…)"),
    ],
)
def test_what_engines_compute_differently_is_refused(expression: str, found: str) -> None:
    assert findings(expression)[0].startswith(found)


def test_an_instant_is_truncated_as_local_time() -> None:
    text = text_of("date_trunc('week', tz)", "clickhouse")

    assert "toStartOfWeek(toDateTime64(toString(toTimeZone(tz, 'Europe/Berlin')), 6), 1)" in text
