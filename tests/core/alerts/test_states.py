"""The state machine of alerts: each change of state is told once, whatever runs how often."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from core.alerts.states import find_transition, judge
from core.model.alerts import AlertRule, above, below, trend_down
from tests.core.alerts.series import growing, look, points, told_over

PAR90 = [above(0.05, "critical"), above(0.03, "warning", clear=0.025)]
RULES: list[list[AlertRule]] = [
    PAR90,
    [above(5, "critical", for_=2), above(3, "warning")],
    [below(2, "info"), above(6, "good"), trend_down(30, "warning", over=2)],
]
VALUES = st.lists(st.one_of(st.none(), st.integers(0, 8)), max_size=14)


def test_each_change_of_state_is_told_once() -> None:
    weeks = growing(points(0.02, 0.052, 0.06, 0.04, 0.04, 0.02, 0.02))

    assert told_over(PAR90, weeks) == [("critical", ""), ("warning", ""), ("", "")]


def test_between_limit_and_clear_an_alert_goes_on_but_none_begins() -> None:
    assert told_over(PAR90, growing(points(0.027, 0.04, 0.027, 0.025))) == [
        ("warning", ""),
        ("", ""),
    ]
    assert told_over(PAR90, growing(points(0.02, 0.027, 0.029))) == []


def test_a_recovery_because_the_value_was_corrected_says_so() -> None:
    alarmed, corrected = points(0.02, 0.052), points(0.02, 0.021)

    assert told_over(PAR90, [alarmed, corrected]) == [("critical", ""), ("", "corrected")]
    assert told_over(PAR90, [alarmed, corrected, alarmed]) == [
        ("critical", ""),
        ("", "corrected"),
        ("critical", "corrected"),
    ]


def test_a_correction_of_a_value_that_was_worse_since_is_seen_as_a_correction() -> None:
    runs = [points(0.052), points(0.06), points(0.02)]
    state = None
    told = []
    for series in runs:
        transition, state = look(PAR90, series, state)
        told.append(transition and (transition.cause, transition.value_before))

    assert told == [("", None), None, ("corrected", 0.06)]


def test_other_rules_on_the_same_value_are_the_cause() -> None:
    _, state = look(PAR90, points(0.052), None)
    found = judge([above(0.08, "critical")], points(0.052), state)
    assert found
    told = find_transition(found, state)

    assert told
    assert (told.change, told.cause) == ("over", "rules")


def test_a_week_without_a_value_changes_nothing() -> None:
    assert told_over(PAR90, [points(0.052), points(0.052, None), points(0.052, None, 0.06)]) == [
        ("critical", "")
    ]
    assert judge(PAR90, [], None) is None


def test_a_newest_value_that_goes_away_brings_no_earlier_state_back() -> None:
    assert told_over(PAR90, [points(0.02, 0.052), points(0.02), points(0.02, 0.052)]) == [
        ("critical", "")
    ]


@given(values=VALUES, rules=st.sampled_from(RULES), repeats=st.lists(st.integers(1, 3)))
def test_runs_that_are_repeated_tell_nothing_more(
    values: list[int | None], rules: list[AlertRule], repeats: list[int]
) -> None:
    weeks = growing(points(*values))
    often: list[Sequence[object]] = []
    for index, week in enumerate(weeks):
        often += [week] * (repeats[index] if index < len(repeats) else 1)

    assert told_over(rules, often) == told_over(rules, weeks)  # type: ignore[arg-type]


@given(values=VALUES, rules=st.sampled_from(RULES), killed=st.sets(st.integers(0, 13)))
def test_runs_that_were_killed_delay_an_alert_but_the_last_state_is_always_told(
    values: list[int | None], rules: list[AlertRule], killed: set[int]
) -> None:
    weeks = growing(points(*values))
    looked = [week for index, week in enumerate(weeks) if index not in killed] + weeks[-1:]
    told = told_over(rules, looked)
    last = judge(rules, weeks[-1], None) if weeks else None

    assert (told[-1][0] if told else "") == (last.level if last else "")


@given(values=VALUES, rules=st.sampled_from(RULES))
def test_neighbouring_alerts_of_a_series_differ_in_level(
    values: list[int | None], rules: list[AlertRule]
) -> None:
    levels = [""] + [level for level, _ in told_over(rules, growing(points(*values)))]

    assert all(one != other for one, other in pairwise(levels))


@given(old=VALUES, new=st.lists(st.integers(0, 8), min_size=1, max_size=5))
def test_a_backfill_of_old_weeks_tells_nothing(old: list[int | None], new: list[int]) -> None:
    rules = [above(5, "critical"), above(3, "warning"), below(1, "info")]
    newest = points(*new, first="2026-W20")
    history = points(*old, first="2026-W01")

    assert told_over(rules, [newest, [*history, *newest]]) == told_over(rules, [newest])
