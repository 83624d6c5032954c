"""Progress and status, each worked out with pencil and paper."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from core.model import Goal, Thresholds
from core.status import Status, judge, judge_value
from tests.core.status.rows import row

STRICT = Thresholds(105, 100, 90)
A, B, C, D = Status.EXCEEDS, Status.ON_TRACK, Status.NEEDS_ATTENTION, Status.CRITICAL


@pytest.mark.parametrize(
    ("value", "target", "progress", "status"),
    [
        (120, 100, 120, A),
        (100, 100, 100, A),
        (99.9, 100, 99.9, B),
        (83, 100, 83, B),  # one source document says "needs attention": the thresholds win
        (0.08, 0.1, 80, B),
        (79.9, 100, 79.9, C),
        (60, 100, 60, C),
        (59.9, 100, 59.9, D),
        (0, 100, 0, D),
        (-20, 100, -20, D),
        (-5, -5, 100, A),
        (-4, -5, 120, A),  # a fifth of the target better
        (-6, -5, 80, B),
        (-7, -5, 60, C),
        (-10, -5, 0, D),
        (3, -5, 260, A),
    ],
)
def test_higher_is_better(value: float, target: float, progress: float, status: Status) -> None:
    found = judge_value(value, Goal(target, None, "higher"))

    assert (found.status, found.progress, found.reason) == (status, pytest.approx(progress), "")


@pytest.mark.parametrize(
    ("value", "target", "progress", "status"),
    [
        (0.10, 0.12, 120, A),
        (0.12, 0.12, 100, A),
        (0.15, 0.12, 80, B),
        (0.2, 0.12, 60, C),
        (0.24, 0.12, 50, D),
        (-5, -5, 100, A),
        (-6, -5, 120, A),
        (-4, -5, 80, B),
        (0, -5, 0, D),
        (5, -5, -100, D),
    ],
)
def test_lower_is_better(value: float, target: float, progress: float, status: Status) -> None:
    found = judge_value(value, Goal(target, None, "lower"))

    assert (found.status, found.progress, found.reason) == (status, pytest.approx(progress), "")


@pytest.mark.parametrize("value", [0, -3])
def test_nothing_at_all_is_better_than_any_upper_limit(value: float) -> None:
    found = judge_value(value, Goal(12, None, "lower"))

    assert (found.status, found.progress) == (A, None)
    assert found.reason == "no per cent of a value of 0 or less"


@pytest.mark.parametrize(
    ("value", "better", "status"),
    [
        (0, "higher", A),
        (2, "higher", A),
        (-1, "higher", D),
        (0, "lower", A),
        (-1, "lower", A),
        (3, "lower", D),
    ],
)
def test_a_target_of_zero_is_met_or_missed(value: float, better: Any, status: Status) -> None:
    found = judge_value(value, Goal(0, None, better))

    assert (found.status, found.progress) == (status, None)
    assert found.reason in ("met: no per cent of 0", "missed: no per cent of 0")
    assert found.reason.startswith("missed") == (status is D)


@pytest.mark.parametrize(
    ("value", "progress", "status", "reason"),
    [
        (20, 100, B, ""),
        (35, 100, B, ""),
        (50, 100, B, ""),
        (19, 95, C, "below the band"),
        (12, 60, C, "below the band"),
        (11, 55, D, "below the band"),
        (62.5, 80, C, "above the band"),  # 50 / 62.5
        (100, 50, D, "above the band"),
    ],
)
def test_a_band_is_kept_or_left(value: float, progress: float, status: Status, reason: str) -> None:
    found = judge_value(value, Goal(20, 50, "within"))

    assert (found.status, found.progress, found.reason) == (
        status,
        pytest.approx(progress),
        reason,
    )


@pytest.mark.parametrize(
    ("low", "high", "value", "status"),
    [(-2, 0, 0.5, D), (0, 5, -0.1, D), (-10, -5, -4, C), (-10, -5, -11, C), (-10, -5, 0, D)],
)
def test_a_band_may_end_at_zero_or_below(
    low: float, high: float, value: float, status: Status
) -> None:
    assert judge_value(value, Goal(low, high, "within")).status is status


def test_a_kpi_has_its_own_thresholds() -> None:
    statuses = [
        judge_value(each, Goal(100, None, "higher", STRICT)).status for each in (106, 104, 99, 89)
    ]

    assert statuses == [A, B, C, D]


@pytest.mark.parametrize(
    ("given", "status", "progress", "reason"),
    [
        ({}, Status.NO_TARGET, None, "no target holds for the period"),
        ({"target": 5.0}, Status.NO_TARGET, None, "the target has no direction"),
        ({"target": 5.0, "better": "higher"}, B, 80, ""),
        ({"target": 5.0, "better": "higher", "partial": True}, Status.NOT_OVER, 80,
         "the period is not over"),
        ({"target": 5.0, "better": "higher", "by_hand": True}, B, 80, ""),
        ({"target": 3.0, "target_high": 5.0, "better": "within"}, B, 100, ""),
        (
            {
                "target": 4.0,
                "better": "higher",
                "thresholds": '{"exceeds": 110, "on_track": 100, "needs_attention": 90}',
            },
            B,
            100,
            "",
        ),
    ],
)  # fmt: skip
def test_a_row_is_judged_by_what_it_was_stored_with(
    given: dict[str, Any], status: Status, progress: float | None, reason: str
) -> None:
    found = judge(row("2026-W46", 4.0, **given))

    assert (found.status, found.progress, found.reason) == (status, progress, reason)


def test_a_provisional_value_is_judged() -> None:
    until = date(2026, 12, 7)
    given = row("2026-W46", 4.0, target=5.0, better="higher", provisional_until=until)

    assert judge(given).status is B


def test_no_value_has_no_progress_and_says_why() -> None:
    none = judge(row("2026-W46", None, target=5.0, better="higher"))
    reason = "the database says no"
    failed = judge(
        row("2026-W46", None, target=5.0, better="higher", outcome="failed", reason=reason)
    )

    assert (none.status, none.progress) == (Status.NO_VALUE, None)
    assert none.reason == "the query returned no row"
    assert (failed.status, failed.reason) == (Status.NO_VALUE, reason)


def test_a_status_is_told_without_its_colour() -> None:
    texts = [status.text for status in Status]

    assert texts == [
        "★ exceeds",
        "✓ on track",
        "▲ needs attention",
        "✗ critical",
        "not over",
        "no value",
        "no target",
    ]
