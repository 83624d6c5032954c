"""Aggregates and windows."""

from __future__ import annotations

import pytest

from tests.core.query.remote.forms import findings, text_of


@pytest.mark.parametrize(
    ("expression", "found"),
    [
        ("min(x)", 'an order of text by a collation; write x COLLATE "C"'),
        ("count(DISTINCT f)", "rows grouped by float; round it or cast it"),
        ("mode() WITHIN GROUP (ORDER BY g)", "mode() WITHIN GROUP, which depends on the order"),
        ("percentile_cont(f) WITHIN GROUP (ORDER BY i)", "a percentile of a computed share"),
        ("row_number() OVER (ORDER BY x)", 'an order of text by a collation; write x COLLATE "C"'),
        ("sum(x)", "sum of text"),
    ],
)
def test_what_engines_aggregate_differently_is_refused(expression: str, found: str) -> None:
    assert findings(expression)[0].startswith(found)


def test_a_percentile_is_exact() -> None:
    percentile = "percentile_cont(0.9) WITHIN GROUP (ORDER BY i)"

    assert text_of(percentile, "spark") == "PERCENTILE(CAST(i AS DOUBLE), 0.9)"
    assert text_of(percentile, "clickhouse") == "quantileExactInclusive(0.9)(toFloat64(i))"
