"""Which conditions bound the time of rows."""

from __future__ import annotations

import pytest
import sqlglot

from core.query.parse.bounds import TimeBound, bounds_obstacle, split_conditions
from core.query.parse.expressions import text_of
from core.query.time_aggregate import Bound


def split(condition: str) -> tuple[list[TimeBound], list[str]]:
    tree = sqlglot.parse_one(f"SELECT 1 FROM t WHERE {condition}", dialect="duckdb")
    bounds, others = split_conditions(tree.args["where"].this)
    return bounds, [text_of(other) for other in others]


@pytest.mark.parametrize(
    ("condition", "bounds"),
    [
        ("x >= $start", [TimeBound("since", "x", Bound("start", after=False))]),
        ("x > $start", [TimeBound("since", "x", Bound("start", after=True))]),
        ("$end > x", [TimeBound("until", "x", Bound("end", after=False))]),
        ("$end >= x", [TimeBound("until", "x", Bound("end", after=True))]),
        (
            "x BETWEEN $first_day AND $last_day",
            [
                TimeBound("since", "x", Bound("first_day", after=False)),
                TimeBound("until", "x", Bound("last_day", after=True)),
            ],
        ),
        ("coalesce(x, y) < $end", [TimeBound("until", "COALESCE(x, y)", Bound("end", False))]),
    ],
)
def test_a_comparison_with_a_parameter_is_a_bound(condition: str, bounds: list[TimeBound]) -> None:
    assert split(condition) == (bounds, [])


@pytest.mark.parametrize(
    "condition",
    ["x < $cut_off", "x = $end", "NOT x < $end", "x < $end OR y = 1", "x + random() < $end"],
)
def test_any_other_condition_is_no_bound(condition: str) -> None:
    bounds, others = split(condition)

    assert bounds == []
    assert len(others) == 1


def test_conditions_joined_by_and_are_split() -> None:
    bounds, others = split("x < $end AND (y = 1 OR z) AND w IS NULL")

    assert [bound.time for bound in bounds] == ["x"]
    assert others == ["y = 1 OR z", "w IS NULL"]


@pytest.mark.parametrize(
    ("condition", "obstacle"),
    [
        ("x < $end", ""),
        ("x >= $start AND x < $end", ""),
        ("x >= $start", "no parameter such as :end bounds the time of the rows from above"),
        ("x < $end AND x < $period_end", "time is bounded twice on one side"),
        ("x >= $start AND y < $end", "the bounds are of two times, x and y"),
        ("x >= $first_day AND x < $end", "one bound is a day and the other an instant"),
    ],
)
def test_bounds_make_one_span_of_one_time_or_say_why_not(condition: str, obstacle: str) -> None:
    bounds, _ = split(condition)

    assert bounds_obstacle(bounds) == obstacle
