"""Arithmetic keeps the kinds that it has on PostgreSQL."""

from __future__ import annotations

import pytest

from tests.core.query.remote.forms import findings, text_of


def test_whole_numbers_are_divided_as_whole_numbers() -> None:
    assert text_of("i / j", "spark") == "((i) DIV (CASE WHEN (i) IS NULL THEN NULL ELSE j END))"
    assert text_of("i / j", "clickhouse") == "intDiv(toInt64(i), multiIf(isNull(i), 1, toInt64(j)))"


def test_days_are_counted_between_dates() -> None:
    assert text_of("d - :first_day", "spark") == "DATEDIFF(d, TO_DATE(:first_day))"


@pytest.mark.parametrize(
    ("expression", "found"),
    [
        ("x + 1", "arithmetic of text with int"),
        ("f % 2", "a remainder of float"),
        ("INTERVAL '1 day' + INTERVAL '1 hour'", "arithmetic of intervals; "),
        ("(tz - tz) / 2", "a quotient of intervals; divide extract(epoch FROM …)"),
    ],
)
def test_other_arithmetic_is_refused(expression: str, found: str) -> None:
    assert findings(expression)[0].startswith(found)
