"""The outbox of alerts: messages planned, sent, tried again and given up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from core.engines import Database
from core.model import AlertMessage
from core.store.columns import make_columns
from core.store.tables import full_name, insert, query, read

_TABLE = "scorecard_alert_message"


@dataclass(frozen=True, slots=True)
class Messages:
    """The messages of all domains in one store."""

    database: Database

    def add(self, messages: Sequence[AlertMessage]) -> None:
        """Store messages that are planned; those that are stored already stay as they are."""
        conflict = "ON CONFLICT (message_id, channel) DO NOTHING"
        insert(self.database, _TABLE, make_columns(messages), conflict)

    def update(self, message: AlertMessage) -> None:
        """Store what became of a message."""
        self.database.execute(
            f"UPDATE {full_name(_TABLE)} SET status = :status, attempts = :attempts, "
            "is_uncertain = :is_uncertain, error = :error, changed_at = :changed_at "
            "WHERE message_id = :message_id AND channel = :channel",
            {
                "status": message.status,
                "attempts": message.attempts,
                "is_uncertain": message.is_uncertain,
                "error": message.error,
                "changed_at": message.changed_at,
                "message_id": message.message_id,
                "channel": message.channel,
            },
        )

    def read_open(self, domain: str) -> list[AlertMessage]:
        """Return the messages of a domain that are neither sent nor given up, oldest first."""
        return read(
            self.database,
            AlertMessage,
            _TABLE,
            "WHERE domain = :domain AND status NOT IN ('sent', 'given up') "
            "ORDER BY planned_at, message_id, channel",
            {"domain": domain},
        )

    def read_unsent(self, domains: Sequence[str], since: datetime) -> list[AlertMessage]:
        """Return the messages from an instant on that are not sent, newest first."""
        return read(
            self.database,
            AlertMessage,
            _TABLE,
            "WHERE domain = ANY(:domains::text[]) AND status <> 'sent' "
            "AND planned_at >= :since::timestamptz ORDER BY planned_at DESC, message_id, channel",
            {"domains": list(domains), "since": since},
        )

    def sent_to(self, message_id: str) -> frozenset[str]:
        """Return the channels that took a message."""
        found = query(
            self.database,
            f"SELECT channel FROM {full_name(_TABLE)} "
            "WHERE message_id = :message_id AND status = 'sent'",
            {"message_id": message_id},
        )
        return frozenset(str(channel) for (channel,) in found.rows)

    def channels_of(self, message_id: str) -> frozenset[str]:
        """Return the channels that were asked to tell a message."""
        found = query(
            self.database,
            f"SELECT channel FROM {full_name(_TABLE)} WHERE message_id = :message_id",
            {"message_id": message_id},
        )
        return frozenset(str(channel) for (channel,) in found.rows)
