"""Alerts: rules over stored values become changes of state, and these become messages.

It computes no value and publishes no scorecard.
"""

from __future__ import annotations

from core.alerts.backtest import RuleRecord, backtest
from core.alerts.evaluation import Evaluation, has_rules, rules_of
from core.alerts.rules import rule_text

__all__ = [
    "Evaluation",
    "RuleRecord",
    "backtest",
    "has_rules",
    "rule_text",
    "rules_of",
]
