"""Functions and aggregates."""

from __future__ import annotations

import pytest

from tests.core.query.parse.portable.queries import obstacle_to


@pytest.mark.parametrize(
    "expression",
    [
        "count(DISTINCT x)",
        "sum(n) FILTER (WHERE yes)",
        "avg(f)",
        "max(tz - interval '1 day')::date - min(d)",
        "sum(extract(isodow FROM tz))",
        "avg(extract(epoch FROM tz - ts))",
        "count(DISTINCT date_trunc('week', ts))",
        "sum(floor(f))",
        "count(*) FILTER (WHERE i > 1)",
        "percentile_cont(0.5) WITHIN GROUP (ORDER BY f DESC)",
        "max(extract(epoch FROM tz))",
    ],
)
def test_these_functions_give_the_same_on_both_engines(expression: str) -> None:
    assert obstacle_to(expression) == ""


@pytest.mark.parametrize(
    ("expression", "obstacle"),
    [
        ("sum(x)", "SUM of text"),
        (
            "percentile_cont(0.5) WITHIN GROUP (ORDER BY x)",
            "an ordered set of anything but numbers",
        ),
        ("mode() WITHIN GROUP (ORDER BY i)", "an ordered set of anything but numbers"),
        ("min(x)", "MIN of text"),
        ("bool_or(i)", "LOGICALOR of anything but booleans"),
        ("count(DISTINCT f)", "DISTINCT of float"),
        ("count(DISTINCT (i, b))", "TUPLE: (i, b)"),
        ("sum(extract(second FROM tz))", "EXTRACT of SECOND from timestamptz"),
        ("count(DISTINCT date_trunc('month', d))", "DATE_TRUNC of date"),
        ("sum(floor(n))", "FLOOR of decimal"),
        ("count(lower(x))", "LOWER: LOWER(x)"),
    ],
)
def test_these_stay_in_the_server(expression: str, obstacle: str) -> None:
    assert obstacle_to(expression).replace("t.", "") == obstacle
