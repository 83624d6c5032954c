"""Standard deviations are computed as double precision, where that is sure to be enough."""

from __future__ import annotations

import pytest

from tests.core.query.remote.forms import findings, text_of


@pytest.mark.parametrize(
    ("dialect", "parts"),
    [
        (
            "spark",
            [
                "ABS(AVG(CAST(n AS DOUBLE))) > 100000 * STDDEV_POP(CAST(n AS DOUBLE))",
                "RAISE_ERROR('values too close together",
                "WHEN COUNT(CAST(n AS DOUBLE)) > 1 THEN VAR_SAMP(CAST(n AS DOUBLE)) END",
            ],
        ),
        (
            "clickhouse",
            [
                "abs(avg(toFloat64(n))) > 100000 * stddevPopStable(toFloat64(n))",
                "'values too close together",
                "WHEN count(toFloat64(n)) > 1 THEN varSampStable(toFloat64(n)) END",
            ],
        ),
    ],
)
def test_a_variance_fails_where_digits_would_be_lost(dialect: str, parts: list[str]) -> None:
    text = text_of("variance(n)", dialect)  # type: ignore[arg-type]

    assert [part for part in parts if part.lower() not in text.lower()] == []


def test_a_filter_moves_into_a_deviation() -> None:
    text = text_of("stddev(i) FILTER (WHERE yes)", "clickhouse")

    assert "FILTER" not in text
    assert "stddevSampStable(toFloat64(CASE WHEN yes THEN i END))" in text


def test_a_deviation_over_a_window_is_refused() -> None:
    obstacle = "a standard deviation over a window; put it into a query with GROUP BY"

    assert findings("stddev(i) OVER ()") == [obstacle]
    assert findings("stddev(i) FILTER (WHERE yes) OVER ()") == [obstacle]
