"""The outbox's table."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from core.engines.base import Database
from core.store.messages import Messages
from core.store.schema import migrate
from tests.core.alerts.examples import MESSAGE
from tests.core.alerts.series import NOW


def test_messages_are_open_until_they_are_sent_or_given_up(warehouse: Database) -> None:
    messages = Messages(warehouse)
    assert messages.read_open("risk") == []  # there is no table yet
    migrate(warehouse, ["risk"])
    first, second = MESSAGE, replace(MESSAGE, channel="SLACK_URL")
    messages.add([first, second])
    messages.add([replace(first, text="another")])
    assert messages.read_open("risk") == [second, first]
    assert messages.read_open("sales") == []

    failed = replace(second, status="waiting", attempts=3, is_uncertain=True, error="refused")
    messages.update(failed)
    messages.update(replace(first, status="sent"))
    assert messages.read_open("risk") == [failed]
    assert messages.channels_of(first.message_id) == {"ana@example.com", "SLACK_URL"}
    given_up = replace(failed, status="given up")
    messages.update(given_up)
    assert messages.read_open("risk") == []
    assert messages.read_unsent(["risk", "sales"], NOW) == [given_up]
    assert messages.read_unsent(["risk"], NOW + timedelta(seconds=1)) == []
