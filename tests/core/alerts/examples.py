"""A message, as the outbox holds it."""

from __future__ import annotations

from core.model.alert_records import AlertMessage
from tests.core.alerts.series import NOW

MESSAGE = AlertMessage(
    message_id="1.critical@scorecard",
    channel="ana@example.com",
    domain="risk",
    severity="critical",
    subject="critical: PAR90 (Risk scorecard)",
    text="critical: PAR90 in 2026-W45 is 5.2%, above 5.0% – see Café\n",
    html="<p>critical</p>",
    planned_at=NOW,
    changed_at=NOW,
)
