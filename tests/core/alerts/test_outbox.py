"""The outbox: three attempts, then the next channel, and nothing lost or repeated by a kill."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from core.alerts.channels import Channels
from core.alerts.failure import ChannelError
from core.alerts.outbox import Outbox, escalation_order
from core.model.alert_records import AlertMessage
from core.runner import Runner
from core.store.messages import Messages
from core.store.schema import migrate
from tests.core.alerts.examples import MESSAGE
from tests.core.alerts.series import NOW
from tests.warehouses import open_for, settings_for

RUNNER = Runner(
    title="Risk scorecard",
    timezone="Europe/Berlin",
    schedule={},
    channels={"warning": ("SLACK_URL",), "critical": ("SLACK_URL", "SMS_URL")},
    escalation=("boss@example.com",),
)


@pytest.fixture
def messages(warehouse_url: str, tmp_path: Path) -> Iterator[Messages]:
    with closing(open_for(settings_for(tmp_path, warehouse_url))) as database:
        migrate(database, ["risk"])
        yield Messages(database)


class Wire:
    """What was sent to which channel; those that are `down` take nothing."""

    def __init__(self, *down: str) -> None:
        self.down = set(down)
        self.sent: list[str] = []
        self.tried: list[str] = []

    def __call__(self, message: AlertMessage) -> None:
        self.tried.append(message.channel)
        if message.channel in self.down:
            raise ChannelError("connection refused")
        self.sent.append(f"{message.message_id} to {message.channel}")


def outbox(messages: Messages, send: Callable[[AlertMessage], None], days: int = 0) -> Outbox:
    now = NOW + timedelta(days=days)
    return Outbox(messages, "risk", RUNNER, now, send, pause=lambda _: None)


def status_of(messages: Messages) -> dict[str, tuple[str, int]]:
    """Return status and attempts of the messages that are not sent, by channel."""
    return {each.channel: (each.status, each.attempts) for each in messages.read_open("risk")}


def test_a_message_is_sent_once(messages: Messages) -> None:
    wire = Wire()
    slack = replace(MESSAGE, channel="SLACK_URL")
    messages.add([slack, replace(MESSAGE, channel="SMS_URL")])
    messages.add([slack])

    assert outbox(messages, wire).deliver() == ()
    assert outbox(messages, wire).deliver() == ()
    assert wire.sent == ["1.critical@scorecard to SLACK_URL", "1.critical@scorecard to SMS_URL"]


def test_after_three_attempts_the_next_channel_is_told_and_later_runs_try_again(
    messages: Messages,
) -> None:
    wire = Wire("SLACK_URL")
    messages.add([replace(MESSAGE, channel="SLACK_URL")])
    (fault,) = outbox(messages, wire).deliver()

    assert fault == (
        "SLACK_URL did not get 'critical: PAR90 (Risk scorecard)': connection refused;"
        " boss@example.com gets it instead; the next run tries again"
    )
    assert wire.tried == ["SLACK_URL"] * 3 + ["boss@example.com"]
    assert status_of(messages) == {"SLACK_URL": ("waiting", 3)}
    assert outbox(messages, wire).deliver() == (
        "SLACK_URL did not get 'critical: PAR90 (Risk scorecard)': connection refused;"
        " the next run tries again",
    )
    wire.down.clear()
    assert outbox(messages, wire, days=1).deliver() == ()
    assert wire.sent == [
        "1.critical@scorecard to boss@example.com",
        "1.critical@scorecard to SLACK_URL",
    ]


def test_a_channel_that_is_down_is_not_asked_for_each_message(messages: Messages) -> None:
    wire = Wire("SLACK_URL", "SMS_URL", "boss@example.com")
    other = replace(MESSAGE, message_id="2.critical@scorecard")
    messages.add([replace(each, channel="SLACK_URL") for each in (MESSAGE, other)])
    faults = outbox(messages, wire).deliver()

    assert wire.tried == ["SLACK_URL"] * 3 + ["boss@example.com"] * 3 + ["SMS_URL"] * 3
    assert len(faults) == 6
    assert faults[-1].endswith("; no other channel is left; the next run tries again")


def test_a_channel_that_is_not_set_is_asked_once_and_not_waited_for(messages: Messages) -> None:
    messages.add([replace(MESSAGE, channel="SLACK_URL")])
    pauses: list[int] = []
    send = Channels({}).send

    (slack, boss, sms) = Outbox(messages, "risk", RUNNER, NOW, send, pause=pauses.append).deliver()

    assert ("SLACK_URL is not set" in slack, "SMS_URL is not set" in sms) == (True, True)
    assert "SCORECARD_SMTP is not set" in boss
    assert pauses == []
    waiting = ("waiting", 1)
    assert status_of(messages) == dict.fromkeys(
        ("SLACK_URL", "boss@example.com", "SMS_URL"), waiting
    )


def test_an_attempt_that_succeeds_later_needs_no_other_channel(messages: Messages) -> None:
    wire = Wire("SLACK_URL")
    messages.add([replace(MESSAGE, channel="SLACK_URL")])

    def recover(number: int) -> None:
        wire.down.clear()

    found = Outbox(messages, "risk", RUNNER, NOW, wire, pause=recover).deliver()
    assert found == ()
    assert wire.tried == ["SLACK_URL"] * 2


def test_a_kill_between_sending_and_recording_repeats_a_message_once_at_most(
    messages: Messages,
) -> None:
    wire = Wire()
    messages.add([replace(MESSAGE, channel="SLACK_URL")])

    def send_and_die(message: AlertMessage) -> None:
        wire(message)
        raise KeyboardInterrupt

    for _ in range(2):
        with pytest.raises(KeyboardInterrupt):
            outbox(messages, send_and_die).deliver()
    (fault,) = outbox(messages, wire).deliver()

    to_slack = "1.critical@scorecard to SLACK_URL"
    assert wire.sent == [to_slack, to_slack, "1.critical@scorecard to boss@example.com"]
    assert fault.endswith("its sending broke off twice; it may have arrived; given up")


def test_after_a_week_a_message_is_given_up(messages: Messages) -> None:
    wire = Wire("SLACK_URL", "SMS_URL", "boss@example.com")
    messages.add([replace(MESSAGE, channel="SLACK_URL")])
    outbox(messages, wire).deliver()
    faults = outbox(messages, wire, days=8).deliver()

    assert {fault.rpartition("; ")[2] for fault in faults} == {"given up"}
    assert messages.read_open("risk") == []


def test_channels_replace_one_another_in_a_stated_order() -> None:
    assert escalation_order(RUNNER) == ("boss@example.com", "SLACK_URL", "SMS_URL")
