"""Operators, over the kinds for which both engines agree."""

from __future__ import annotations

import pytest

from tests.core.query.parse.portable.queries import obstacle_to, obstacle_to_condition


@pytest.mark.parametrize(
    "condition",
    [
        "tz >= :start AND d < :first_day",
        "d = '2026-01-01' OR x = 'a'",
        "f > 0.5",
        "i IN (1, 2) AND NOT yes",
        "i BETWEEN 1 AND 3",
        "x LIKE 'a%'",
        "x IS NULL AND yes IS TRUE",
        "d + 3 > :first_day AND d - :last_day < 7",
        "ts - interval '36 hours' > :start",
        "i % 2 = 0",
        "i IN (SELECT i FROM stg.t AS o)",
        "EXISTS (SELECT 1 FROM stg.t AS o WHERE o.i = t.i)",
    ],
)
def test_these_conditions_mean_the_same_on_both_engines(condition: str) -> None:
    assert obstacle_to_condition(condition) == ""


@pytest.mark.parametrize(
    ("condition", "obstacle"),
    [
        ("x < 'b'", "the order of text"),
        ("x = 5", "a comparison of text with int"),
        ("f = n", "a comparison of float with decimal"),
        (r"x LIKE 'a\_%'", "LIKE of anything but text and a plain pattern"),
        ("i BETWEEN SYMMETRIC 3 AND 1", "BETWEEN SYMMETRIC"),
        ("i IS TRUE", "IS TRUE or IS FALSE of int"),
        ("n % 2 = 0", "the remainder of anything but whole numbers"),
        ("ts - interval '1.5 hours' > :start", "an interval: INTERVAL '1.5 HOURS'"),
    ],
)
def test_these_stay_in_the_server(condition: str, obstacle: str) -> None:
    assert obstacle_to_condition(condition) == obstacle


def test_the_sum_of_bigints_is_not_divided_by_a_count() -> None:
    assert obstacle_to("sum(b) / count(*)") == "a division of a whole numeric"
    assert obstacle_to("sum(i) / count(*)") == ""
    assert obstacle_to("sum(b)::float / count(*)") == ""
