"""Alerts in sentences, with values as the scorecard shows them. Pure."""

from __future__ import annotations

from collections.abc import Iterable

from core.alerts.rules import rule_text
from core.alerts.states import LevelFound, Transition
from core.model import AlertRule, format_value


def value_sentence(
    name: str, unit: str, found: LevelFound, told: Transition, rule_before: str
) -> str:
    """Return what an alert says of a value; `rule_before` is the condition that held before."""
    point = found.point
    sentence = f"{name} in {point.period} is {format_value(point.value, unit)}"
    if found.rule:
        sentence += f", {rule_text(found.rule, unit)}{_target_text(found, unit)}"
        if told.change == "eased" and rule_before:
            sentence += f" but no longer {rule_before}"
    else:
        sentence += f", no longer {rule_before}" if rule_before else ", without an alert"
    return sentence + _cause_text(told, unit)


def condition_before(rules: Iterable[AlertRule], rule: str, unit: str) -> str:
    """Return the condition of the rule that an author wrote so; empty if there is none any more."""
    for each in rules:
        if str(each) == rule:
            return rule_text(each, unit)
    return ""


def _target_text(found: LevelFound, unit: str) -> str:
    is_about_target = found.rule is not None and found.rule.kind.endswith("_target")
    if not is_about_target or found.point.target is None:
        return ""
    text = format_value(found.point.target, unit)
    if found.point.target_high is not None:
        text += f"–{format_value(found.point.target_high, unit)}"
    return f" ({text})"


def _cause_text(told: Transition, unit: str) -> str:
    if told.cause == "corrected" and told.value_before is not None:
        return f" (corrected from {format_value(told.value_before, unit)})"
    if told.cause == "rules":
        return " (the value is the same; its rules, its target or earlier values changed)"
    return ""
