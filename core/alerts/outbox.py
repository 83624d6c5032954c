"""The outbox: sends what is planned, tries again, and escalates to the next channel."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from core.alerts.failure import ChannelError
from core.alerts.summary import SUMMARY
from core.model import SEVERITIES, AlertMessage, MessageStatus, Runner
from core.retry import ATTEMPTS, pause
from core.store import Messages

GIVEN_UP_AFTER = timedelta(days=7)

Send = Callable[[AlertMessage], None]


@dataclass(frozen=True)
class Outbox:
    """The messages of one domain that are not sent yet.

    `send` raises a ChannelError if a channel does not take a message. `pause` waits after an
    attempt of a given number.
    """

    messages: Messages
    domain: str
    runner: Runner
    now: datetime
    send: Send
    pause: Callable[[int], None] = pause
    _down: dict[str, str] = field(default_factory=dict)  # why channels could not be reached

    def deliver(self) -> tuple[str, ...]:
        """Send what is not sent yet; return a sentence on each message that was not."""
        queue = deque(self.messages.read_open(self.domain))
        faults = []
        while queue:
            before = queue.popleft()
            message = self._attempt(before)
            if message.status == "sent":
                continue
            # An earlier run has escalated what was waiting already.
            is_first = before.status != "waiting"
            successor = self._escalated(message) if is_first else None
            if successor:
                self.messages.add([successor])
                queue.append(successor)
            faults.append(_fault(message, successor, is_first=is_first))
        return tuple(faults)

    def _attempt(self, message: AlertMessage) -> AlertMessage:
        """Try to send a message, and store what became of it."""
        if message.status == "sending":
            if message.is_uncertain:
                error = "its sending broke off twice; it may have arrived"
                return self._store(message, "given up", error)
            message = replace(message, is_uncertain=True)
        if self.now - message.planned_at > GIVEN_UP_AFTER:
            return self._store(message, "given up", message.error or "it was never tried")
        for number in range(1, ATTEMPTS + 1):
            if message.channel in self._down:
                break
            # Stored first: after a kill it is known that the message may be out.
            message = self._store(replace(message, attempts=message.attempts + 1), "sending", "")
            try:
                self.send(message)
            except ChannelError as error:
                message = self._store(message, "waiting", str(error))
                if number == ATTEMPTS or not error.transient:
                    self._down[message.channel] = str(error)
                else:
                    self.pause(number)
            else:
                return self._store(message, "sent", "")
        return self._store(message, "waiting", self._down[message.channel])

    def _store(self, message: AlertMessage, status: MessageStatus, error: str) -> AlertMessage:
        changed = replace(message, status=status, error=error, changed_at=self.now)
        self.messages.update(changed)
        return changed

    def _escalated(self, message: AlertMessage) -> AlertMessage | None:
        """Return the message for the next channel that has not been asked to tell it.

        A summary is for its recipients alone.
        """
        if message.severity == SUMMARY:
            return None
        asked = self.messages.channels_of(message.message_id)
        for channel in escalation_order(self.runner):
            if channel not in asked:
                return replace(
                    message,
                    channel=channel,
                    status="planned",
                    attempts=0,
                    is_uncertain=False,
                    error="",
                    planned_at=message.planned_at,
                )
        return None


def escalation_order(runner: Runner) -> Sequence[str]:
    """Return the channels that replace one another: those of `escalation`, then the other ones."""
    names = list(runner.escalation)
    for severity in reversed(SEVERITIES):
        names += runner.channels.get(severity, ())
    return tuple(dict.fromkeys(names))


def _fault(message: AlertMessage, successor: AlertMessage | None, *, is_first: bool) -> str:
    subject = f"{message.channel} did not get {message.subject!r}"
    if message.status == "given up":
        return f"{subject}: {message.error}; given up"
    again = "the next run tries again"
    if message.severity == SUMMARY or not is_first:
        return f"{subject}: {message.error}; {again}"
    instead = f"{successor.channel} gets it instead" if successor else "no other channel is left"
    return f"{subject}: {message.error}; {instead}; {again}"
