"""Alert rules as an author declares them: when a value deserves a message, and how urgently."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from core.model.requirement import require, require_texts

Severity = Literal["good", "info", "warning", "critical"]
SEVERITIES: tuple[Severity, ...] = ("good", "info", "warning", "critical")  # the most severe last

RuleKind = Literal[
    "above",
    "below",
    "above_target",
    "below_target",
    "off_target",
    "trend_up",
    "trend_down",
    "unusual",
]
_USUAL_SEVERITY: Severity = "warning"
_TREND_PERIODS = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertRule:
    """A condition on a KPI's values and the severity of its alert; the functions below make it.

    Attributes:
        kind: The condition.
        severity: `critical`, `warning`, `info`, or `good` for good news.
        limit: A value in the KPI's unit for `above` and `below`; else per cent. None for `unusual`.
        clear: The limit that ends the alert, in the same unit; None for `limit` itself.
        over: For a trend, the number of periods that lie between the two values.
        for_: The number of values in a row that must satisfy the condition.
        since: For `unusual`, the first period whose values give the limits: the KPI's
            `limits_since`; empty for all.
        base: For `unusual`, the values of the recorded base of limits; empty for those of now.
    """

    kind: RuleKind
    severity: Severity
    limit: float | None = None
    clear: float | None = None
    over: int = 0
    for_: int = 1
    since: str = ""
    base: tuple[float, ...] = ()

    def __post_init__(self) -> None:
        require_texts(self, "kind", "severity")
        if self.kind != "unusual":
            require(self.limit, int | float, "the limit of an alert", "a number")
        require(self.clear, int | float | None, "clear", "a number")
        require(self.over, int, "over", "a number of periods")
        require(self.for_, int, "for_", "a number of periods")

    def __str__(self) -> str:
        """Return the rule as an author writes it."""
        given = [] if self.limit is None else [f"{self.limit:g}"]
        given.append(repr(self.severity))
        if self.kind in ("trend_up", "trend_down"):
            given.append(f"over={self.over}")
        if self.clear is not None:
            given.append(f"clear={self.clear:g}")
        if self.for_ != 1:
            given.append(f"for_={self.for_}")
        return f"{self.kind}({', '.join(given)})"


def above(
    limit: float,
    severity: Severity = _USUAL_SEVERITY,
    *,
    clear: float | None = None,
    for_: int = 1,
) -> AlertRule:
    """Return a rule for values above `limit`, in the KPI's unit; from `clear` down it is over."""
    return AlertRule(kind="above", severity=severity, limit=limit, clear=clear, for_=for_)


def below(
    limit: float,
    severity: Severity = _USUAL_SEVERITY,
    *,
    clear: float | None = None,
    for_: int = 1,
) -> AlertRule:
    """Return a rule for values below `limit`, in the KPI's unit; from `clear` up it is over."""
    return AlertRule(kind="below", severity=severity, limit=limit, clear=clear, for_=for_)


def above_target(
    percent: float = 0,
    severity: Severity = _USUAL_SEVERITY,
    *,
    clear: float | None = None,
    for_: int = 1,
) -> AlertRule:
    """Return a rule for values more than `percent` per cent of the target above it."""
    return AlertRule(kind="above_target", severity=severity, limit=percent, clear=clear, for_=for_)


def below_target(
    percent: float = 0,
    severity: Severity = _USUAL_SEVERITY,
    *,
    clear: float | None = None,
    for_: int = 1,
) -> AlertRule:
    """Return a rule for values more than `percent` per cent of the target below it."""
    return AlertRule(kind="below_target", severity=severity, limit=percent, clear=clear, for_=for_)


def off_target(
    percent: float = 0,
    severity: Severity = _USUAL_SEVERITY,
    *,
    clear: float | None = None,
    for_: int = 1,
) -> AlertRule:
    """Return a rule for values that miss the target by more than `percent` per cent of it.

    The KPI's `better` says on which side: below it for `higher`, above it for `lower`, either for
    `within`.
    """
    return AlertRule(kind="off_target", severity=severity, limit=percent, clear=clear, for_=for_)


def trend_up(
    percent: float,
    severity: Severity = _USUAL_SEVERITY,
    *,
    over: int = _TREND_PERIODS,
    clear: float | None = None,
    for_: int = 1,
) -> AlertRule:
    """Return a rule for values that rose by more than `percent` per cent over some periods."""
    return AlertRule(
        kind="trend_up", severity=severity, limit=percent, clear=clear, over=over, for_=for_
    )


def trend_down(
    percent: float,
    severity: Severity = _USUAL_SEVERITY,
    *,
    over: int = _TREND_PERIODS,
    clear: float | None = None,
    for_: int = 1,
) -> AlertRule:
    """Return a rule for values that fell by more than `percent` per cent over some periods."""
    return AlertRule(
        kind="trend_down", severity=severity, limit=percent, clear=clear, over=over, for_=for_
    )


def unusual(severity: Severity = _USUAL_SEVERITY) -> AlertRule:
    """Return a rule for values outside the limits of the series' own variation (XmR)."""
    return AlertRule(kind="unusual", severity=severity)


def require_rules(rules: object, name: str) -> None:
    """Refuse what is not a list of rules.

    Raises:
        TypeError: It is not.
    """
    what = "a list of rules such as above(0.05, 'critical')"
    require(rules, list | tuple, name, what)
    assert isinstance(rules, list | tuple)
    for rule in rules:
        require(rule, AlertRule, f"each of {name}", "a rule such as above(0.05, 'critical')")
