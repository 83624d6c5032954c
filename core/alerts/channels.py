"""Channels: mail addresses, and services by URL through apprise, the only importer of it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from core.alerts.failure import ChannelError
from core.alerts.mail import FROM_SETTING, SMTP_SETTING, parse_server
from core.model import AlertMessage
from core.secrets import MASK, scrub

_SHORTEST_PART = 4  # letters; a shorter part of a URL hides nothing


@dataclass(frozen=True, slots=True)
class Channels:
    """The channels that the environment describes; its secrets reach no text of theirs."""

    environment: Mapping[str, str] = field(repr=False)
    secrets: tuple[str, ...] = field(default=(), repr=False)

    def send(self, message: AlertMessage) -> None:
        """Send a message to its channel.

        Raises:
            ChannelError: It did not take it.
        """
        address = message.channel
        if "@" not in address:
            address = self.environment.get(message.channel, "")
            if not address:
                raise ChannelError(f"{message.channel} is not set; set it to the channel's URL")
        clean = replace(
            message,
            subject=scrub(message.subject, self.secrets),
            text=scrub(message.text, self.secrets),
            html=scrub(message.html, self.secrets),
        )
        try:
            self._send_to(address, clean)
        except ChannelError as error:
            raise ChannelError(self._clean(str(error), address)) from None

    def _send_to(self, address: str, message: AlertMessage) -> None:
        if recipients := mail_addresses(address):
            server = self.environment.get(SMTP_SETTING, "")
            if not server:
                raise ChannelError(f"{SMTP_SETTING} is not set; set it to send mail")
            sender = self.environment.get(FROM_SETTING, "")
            parse_server(server, sender).send(message, recipients)
        else:
            _send_by_apprise(address, message)

    def _clean(self, text: str, address: str) -> str:
        """Return a text without the environment's secrets and the parts of a channel's URL."""
        if not mail_addresses(address):
            parts = [part for part in re.split(r"[/:@?&=]+", address) if part]
            longest_first = sorted({address, *parts[1:]}, key=len, reverse=True)
            for part in longest_first:
                if len(part) >= _SHORTEST_PART:
                    text = text.replace(part, MASK)
        return scrub(text, self.secrets)


def mail_addresses(address: str) -> tuple[str, ...]:
    """Return the addresses of a mail channel, `a@example.com` or `mailto:a@example.com,b@…`."""
    if "://" in address:
        return ()
    found = address.removeprefix("mailto:").split(",")
    return tuple(each.strip() for each in found if "@" in each)


def _send_by_apprise(url: str, message: AlertMessage) -> None:
    try:
        import apprise
    except ImportError:
        remedy = "install it: pip install 'scorecard-framework[alerts]'"
        raise ChannelError(f"{message.channel} needs the package apprise; {remedy}") from None
    services = apprise.Apprise()
    with apprise.LogCapture(level=apprise.logging.WARNING, fmt="%(message)s") as log:
        is_known = services.add(url)
        if not is_known:
            remedy = "write it as apprise's documentation of the service does"
            raise ChannelError(f"{message.channel} is not a URL that apprise knows; {remedy}")
        is_sent = services.notify(
            title=message.subject, body=message.text, body_format=apprise.NotifyFormat.TEXT
        )
        said = " ".join(log.getvalue().split())
    if not is_sent:
        raise ChannelError(said or f"{message.channel} did not take the message")
