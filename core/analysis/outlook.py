"""The outlook of a quarter, a year or a target's own span, and how readers read it. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from core.model import PERIOD_UNIT, Goal, Period, Row, format_value

_FEW = 20
_BOUND = 0.01  # nearer to 0 or 1 no share of earlier forecasts says anything


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlook:
    """What the values of a span will amount to, and whether that reaches the target.

    Attributes:
        row: The newest stored row; all amounts are in its unit.
        span: The span for readers: `2026-Q4`, `2026`, or both ends.
        first: First period of the span.
        last: Last period of the span.
        adds: How its values become one: `sum`, `ratio` or `last`.
        goal: What is to be reached over the whole span; None for no target.
        done: What the stored values amount to; None without one.
        there: How many periods have a value.
        open: How many are still to come.
        expected: What the whole span is expected to amount to; None where nothing can be said.
        low: Lower end of the interval that held in 80 % of earlier forecasts.
        high: Its upper end.
        probability: Of reaching the target; None where it is not known.
        needs_per_period: What each open period needs to have for the target; of states
            (`adds="last"`) by how much each has to change.
        done_per_period: What each had so far; of states by how much each changed.
        has_season: Whether the forecast follows a season.
        forecasts: How many earlier forecasts were compared with what came.
        reason: Why there is no outlook, or no percentage.
        remark: Why the values so far may change.
    """

    row: Row
    span: str
    first: Period
    last: Period
    adds: str
    goal: Goal | None = None
    done: float | None = None
    there: int = 0
    open: int = 0
    expected: float | None = None
    low: float | None = None
    high: float | None = None
    probability: float | None = None
    needs_per_period: float | None = None
    done_per_period: float | None = None
    has_season: bool = False
    forecasts: int = 0
    reason: str = ""
    remark: str = ""

    @property
    def target(self) -> float | None:
        """The value to reach; of a band the lower end."""
        return self.goal.target if self.goal else None

    @property
    def is_over(self) -> bool:
        """Whether each period of the span has a value."""
        return self.open == 0 and self.done is not None

    @property
    def sentence(self) -> str:
        """The outlook for readers, or why there is none."""
        if self.expected is None:
            return self.reason
        if self.is_over:
            return _final_text(self)
        return "; ".join(filter(None, (_chance_text(self), _expected_text(self), _pace_text(self))))


def is_met(goal: Goal, value: float) -> bool:
    """Return whether a value reaches a goal: of a band, whether it lies within."""
    if goal.high is not None:
        return goal.target <= value <= goal.high
    return value <= goal.target if goal.better == "lower" else value >= goal.target


def goal_words(goal: Goal, unit: str) -> str:
    """Return what is to be done for a goal: `reach 1,200`, `stay within 50`."""
    value = format_value(goal.target, unit)
    if goal.high is not None:
        return f"end between {value} and {format_value(goal.high, unit)}"
    return f"stay within {value}" if goal.better == "lower" else f"reach {value}"


def chance_words(probability: float) -> str:
    """Return a probability for readers: whole per cent, never 0 or 100."""
    if probability < _BOUND:
        return "less than 1 %"
    if probability > 1 - _BOUND:
        return "more than 99 %"
    return f"{probability * 100:.0f} %"


def _final_text(outlook: Outlook) -> str:
    value = format_value(outlook.done or 0.0, outlook.row.unit)
    if outlook.goal is None:
        return f"{outlook.span} has {value}"
    met = "met" if is_met(outlook.goal, outlook.done or 0.0) else "missed"
    return f"{outlook.span} has {value}; {met}: to {goal_words(outlook.goal, outlook.row.unit)}"


def _chance_text(outlook: Outlook) -> str:
    if outlook.goal is None:
        return ""
    words = goal_words(outlook.goal, outlook.row.unit)
    if outlook.probability is None:
        return f"no percentage to {words}: {outlook.reason}"
    return f"{chance_words(outlook.probability)} to {words}"


def _expected_text(outlook: Outlook) -> str:
    unit = outlook.row.unit
    low, expected, high = (
        format_value(each or 0.0, unit) for each in (outlook.low, outlook.expected, outlook.high)
    )
    return f"expected {expected} ({low}–{high})"


def _pace_text(outlook: Outlook) -> str:
    """Return what each open period needs, beside what each had so far."""
    needs, had = outlook.needs_per_period, outlook.done_per_period
    if needs is None or outlook.goal is None:
        return ""
    unit, period = outlook.row.unit, PERIOD_UNIT[outlook.first.cadence]
    verbs = ("may have", "has had") if outlook.goal.better == "lower" else ("needs", "has done")
    if outlook.adds == "last":
        verbs = ("may change by" if outlook.goal.better == "lower" else "needs", "has changed by")
    texts = [_amount(each, unit, outlook.adds) for each in (needs, had) if each is not None]
    text = f"{verbs[0]} {texts[0]} a {period}"
    if outlook.adds == "ratio":
        text = f"{verbs[0]} {texts[0]} from now on"
    return f"{text}, {verbs[1]} {texts[1]}" if had is not None else text


def _amount(value: float, unit: str, adds: str) -> str:
    sign = "+" if adds == "last" and value > 0 else ""
    # Of few a week the decimals decide.
    if unit == "count" and abs(value) < _FEW and value % 1:
        return f"{sign}{value:.1f}"
    return sign + format_value(value, unit)
