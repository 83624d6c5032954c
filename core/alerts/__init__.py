"""Alerts: rules over stored values become changes of state, and these become messages.

It computes no value and publishes no scorecard.
"""

from __future__ import annotations

from core.alerts.attachments import Attachment
from core.alerts.backtest import RuleRecord, backtest
from core.alerts.channels import Channels
from core.alerts.evaluation import Evaluation, rules_of
from core.alerts.failure import ChannelError
from core.alerts.incidents import Incident, Incidents
from core.alerts.messages import trial_message
from core.alerts.outbox import Outbox
from core.alerts.recipients import Summaries
from core.alerts.rules import rule_text

__all__ = [
    "Attachment",
    "ChannelError",
    "Channels",
    "Evaluation",
    "Incident",
    "Incidents",
    "Outbox",
    "RuleRecord",
    "Summaries",
    "backtest",
    "rule_text",
    "rules_of",
    "trial_message",
]
