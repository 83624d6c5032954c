"""Progress and status of a value against its target: the one place that judges. Pure.

`docs/targets.md` has the table of all answers.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from core.model import Goal, Row, Thresholds, goal_of

# Beyond these a progress is noise of floats: 0.08 of 0.1 is 80 %, and on track.
_DIGITS = 9


class Status(StrEnum):
    """How a value stands beside its target; the text is the one of JSON and CSV."""

    EXCEEDS = "exceeds"
    ON_TRACK = "on_track"
    NEEDS_ATTENTION = "needs_attention"
    CRITICAL = "critical"
    NOT_OVER = "not_over"
    NO_VALUE = "no_value"
    NO_TARGET = "no_target"

    @property
    def words(self) -> str:
        """The status for readers."""
        return self.value.replace("_", " ")

    @property
    def sign(self) -> str:
        """A sign that tells the status without its colour; empty for one that judges nothing."""
        return _SIGNS.get(self, "")

    @property
    def text(self) -> str:
        """Sign and words."""
        return f"{self.sign} {self.words}" if self.sign else self.words


# All of them are in common fonts, and differ in form.
_SIGNS = {
    Status.EXCEEDS: "★",
    Status.ON_TRACK: "✓",
    Status.NEEDS_ATTENTION: "▲",
    Status.CRITICAL: "✗",
}
JUDGED = tuple(_SIGNS)


@dataclass(frozen=True, slots=True)
class Judgement:
    """The status of a value, its progress in per cent, and why it has none."""

    status: Status
    progress: float | None = None
    reason: str = ""


def judge(row: Row) -> Judgement:
    """Return the status of a stored row: by its own target, direction and thresholds."""
    goal = goal_of(row)
    if goal is None:
        return Judgement(Status.NO_TARGET, reason="no target holds for the period")
    if row.value is None:
        return Judgement(Status.NO_VALUE, reason=row.reason or "the period has no value")
    judged = judge_value(row.value, goal)
    if row.partial and judged.status in JUDGED:
        return Judgement(Status.NOT_OVER, judged.progress, "the period is not over")
    return judged


def judge_value(value: float, goal: Goal) -> Judgement:
    """Return the status of a value by its goal."""
    if goal.high is not None:
        return _within(value, goal.target, goal.high, goal.thresholds)
    if goal.better == "lower":
        return _judge_lower(value, goal.target, goal.thresholds)
    if goal.better == "higher":
        return _judge_higher(value, goal.target, goal.thresholds)
    return Judgement(Status.NO_TARGET, reason="the target has no direction")


def _judge_higher(value: float, target: float, thresholds: Thresholds) -> Judgement:
    if target == 0:
        return _met_or_missed(is_met=value >= 0)
    if target > 0:
        return _by_progress(value / target * 100, thresholds)
    return _by_progress(100 + (value - target) / -target * 100, thresholds)


def _judge_lower(value: float, target: float, thresholds: Thresholds) -> Judgement:
    if target == 0:
        return _met_or_missed(is_met=value <= 0)
    if target < 0:
        return _by_progress(100 - (value - target) / -target * 100, thresholds)
    if value <= 0:
        return Judgement(Status.EXCEEDS, reason="no per cent of a value of 0 or less")
    return _by_progress(target / value * 100, thresholds)


def _met_or_missed(*, is_met: bool) -> Judgement:
    status = Status.EXCEEDS if is_met else Status.CRITICAL
    return Judgement(status, reason=f"{'met' if is_met else 'missed'}: no per cent of 0")


def _within(value: float, low: float, high: float, thresholds: Thresholds) -> Judgement:
    """Inside the band a value is on track; outside it needs attention at best."""
    if low <= value <= high:
        return Judgement(Status.ON_TRACK, 100.0)
    is_below = value < low
    judged = (
        _judge_higher(value, low, thresholds) if is_below else _judge_lower(value, high, thresholds)
    )
    is_near = judged.progress is not None and judged.status is not Status.CRITICAL
    status = Status.NEEDS_ATTENTION if is_near else Status.CRITICAL
    side = "below" if is_below else "above"
    return Judgement(status, judged.progress, f"{side} the band")


def _by_progress(progress: float, thresholds: Thresholds) -> Judgement:
    rounded = round(progress, _DIGITS)
    if rounded >= thresholds.exceeds:
        return Judgement(Status.EXCEEDS, rounded)
    if rounded >= thresholds.on_track:
        return Judgement(Status.ON_TRACK, rounded)
    if rounded >= thresholds.needs_attention:
        return Judgement(Status.NEEDS_ATTENTION, rounded)
    return Judgement(Status.CRITICAL, rounded)
