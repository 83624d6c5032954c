"""Layouts of to_char, to_date and to_timestamp."""

from __future__ import annotations

import pytest

from tests.core.query.remote.forms import findings, text_of


def test_a_plain_layout_is_one_function() -> None:
    text = text_of("to_char(d, 'YYYY-MM-DD\"T\"')", "clickhouse")

    assert text == "formatDateTime(d, '%Y-%m-%dT')"


def test_a_quarter_is_computed() -> None:
    text = text_of("to_char(d, 'YYYY\"-Q\"Q')", "spark")

    assert text == (
        "(CONCAT(DATE_FORMAT(d, 'yyyy')) || '-Q' || (CAST(CAST(QUARTER((d)) AS INT) AS STRING)))"
    )


def test_a_text_in_the_query_becomes_a_time() -> None:
    assert text_of("to_date('31.01.2026', 'DD.MM.YYYY')", "spark") == "CAST('2026-01-31' AS DATE)"


@pytest.mark.parametrize(
    ("expression", "found"),
    [
        ("to_char(d, 'TMDay')", "to_char(d, 'TMDay'); use YYYY, MM, DD"),
        ("to_char(d, 'HH12')", "extract(hour FROM date)"),
        ("to_char(i, 'FM000')", "to_char(i, 'FM000'); use YYYY"),
        ("to_date(x, 'YYYY-MM-DD')", "to_date(x, 'YYYY-MM-DD'); let a view hold the time"),
        ("to_date('31.1', 'DD.MM.YYYY')", "to_date('31.1', 'DD.MM.YYYY'); write the text in"),
    ],
)
def test_what_engines_write_differently_is_refused(expression: str, found: str) -> None:
    assert findings(expression)[0].startswith(found)
