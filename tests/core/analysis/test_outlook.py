"""An outlook in words."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from core.analysis.outlook import Outlook, chance_words, is_met
from core.model import Goal, parse_period
from tests.core.status.rows import row

GOAL = Goal(1200, None, "higher")


def outlook(**changes: Any) -> Outlook:
    facts: dict[str, Any] = {
        "row": row("2026-W47", 100.0),
        "span": "2026-Q4",
        "first": parse_period("2026-W40"),
        "last": parse_period("2026-W53"),
        "adds": "sum",
        "goal": GOAL,
        "done": 744.0,
        "there": 8,
        "open": 6,
        "expected": 1214.0,
        "low": 1090.0,
        "high": 1330.0,
        "probability": 0.62,
        "needs_per_period": 96.0,
        "done_per_period": 93.0,
    }
    return Outlook(**(facts | changes))


def test_the_chance_comes_first_then_what_is_expected_and_needed() -> None:
    assert outlook().sentence == (
        "62 % to reach 1,200; expected 1,214 (1,090–1,330); needs 96 a week, has done 93"
    )


def test_what_should_stay_low_says_what_it_may_have() -> None:
    assert outlook(goal=Goal(1200, None, "lower")).sentence == (
        "62 % to stay within 1,200; expected 1,214 (1,090–1,330); may have 96 a week, has had 93"
    )


def test_a_band_has_two_ends_and_no_pace() -> None:
    found = outlook(goal=Goal(1100, 1300, "within"), needs_per_period=None)
    assert found.sentence == "62 % to end between 1,100 and 1,300; expected 1,214 (1,090–1,330)"


def test_without_a_year_of_values_there_is_no_percentage() -> None:
    found = outlook(probability=None, reason="less than a year of values")
    assert found.sentence == (
        "no percentage to reach 1,200: less than a year of values;"
        " expected 1,214 (1,090–1,330); needs 96 a week, has done 93"
    )


def test_without_a_target_only_what_is_expected_is_said() -> None:
    found = outlook(goal=None, probability=None, needs_per_period=None)
    assert (found.sentence, found.target) == ("expected 1,214 (1,090–1,330)", None)


def test_a_ratio_needs_a_ratio_from_now_on() -> None:
    found = outlook(
        row=row("2026-W47", 0.93, unit="percent"),
        adds="ratio",
        goal=Goal(0.95, None, "higher"),
        expected=0.94,
        low=0.92,
        high=0.96,
        needs_per_period=0.98,
        done_per_period=0.93,
    )
    assert found.sentence == (
        "62 % to reach 95.0%; expected 94.0% (92.0%–96.0%); needs 98.0% from now on, has done 93.0%"
    )


def test_a_state_needs_a_change() -> None:
    found = outlook(adds="last", needs_per_period=12.0, done_per_period=-3.0)
    assert found.sentence.endswith("; needs +12 a week, has changed by -3")
    lower = replace(found, goal=Goal(1200, None, "lower"), done_per_period=None)
    assert lower.sentence.endswith("; may change by +12 a week")


@pytest.mark.parametrize(
    ("goal", "text"),
    [
        (GOAL, "2026-Q4 has 1,250; met: to reach 1,200"),
        (Goal(1200, None, "lower"), "2026-Q4 has 1,250; missed: to stay within 1,200"),
        (None, "2026-Q4 has 1,250"),
    ],
)
def test_a_span_that_is_over_says_how_it_ended(goal: Goal | None, text: str) -> None:
    found = outlook(goal=goal, done=1250.0, expected=1250.0, open=0)
    assert found.is_over
    assert found.sentence == text


def test_a_refusal_is_the_sentence() -> None:
    found = outlook(expected=None, reason="values of this KPI are not added up")
    assert found.sentence == "values of this KPI are not added up"


@pytest.mark.parametrize(
    ("probability", "words"),
    [
        (0.0, "less than 1 %"),
        (0.009, "less than 1 %"),
        (0.5, "50 %"),
        (0.991, "more than 99 %"),
        (1.0, "more than 99 %"),
    ],
)
def test_no_chance_is_certain(probability: float, words: str) -> None:
    assert chance_words(probability) == words


def test_a_goal_is_met_on_its_side() -> None:
    assert is_met(GOAL, 1200)
    assert not is_met(GOAL, 1199)
    assert is_met(Goal(5, None, "lower"), 5)
    assert not is_met(Goal(5, 8, "within"), 9)
