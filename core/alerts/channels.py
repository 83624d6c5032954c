"""Channels: mail addresses, and services by URL through apprise, the only importer of it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from core.alerts.attachments import Attachment
from core.alerts.failure import ChannelError
from core.model import AlertMessage, counted
from core.secrets import MASK, scrub
from core.settings import FROM_SETTING, SMTP_SETTING

if TYPE_CHECKING:
    import apprise

    from core.alerts.mail import MailServer

_SHORTEST_PART = 4  # letters; a shorter part of a URL hides nothing


@dataclass(frozen=True, slots=True)
class Channels:
    """The channels that the environment describes; its secrets reach no text of theirs."""

    environment: Mapping[str, str] = field(repr=False)
    secrets: tuple[str, ...] = field(default=(), repr=False)

    def send(self, message: AlertMessage, attachments: Sequence[Attachment] = ()) -> None:
        """Send a message to its channel, with files as far as the channel takes some.

        Raises:
            ChannelError: It did not take it.
        """
        address = self.address_of(message.channel)
        clean = replace(
            message,
            subject=scrub(message.subject, self.secrets),
            text=scrub(message.text, self.secrets),
            html=scrub(message.html, self.secrets),
        )
        with self._without_secrets(address):
            self._send_to(address, clean, attachments)

    def examine(self, channel: str) -> str:
        """Return what a channel is, without sending to it.

        Raises:
            ChannelError: It is not set, or its URL is not one that apprise knows.
        """
        address = self.address_of(channel)
        if recipients := mail_addresses(address):
            return f"mail to {counted(len(recipients), 'recipient')}"
        with self._without_secrets(address):
            (service, *_) = _services(channel, address)
        return f"a URL of {service.service_name}"

    def examine_mail(self) -> str:
        """Return which server takes mail from whom, without sending any.

        Raises:
            ChannelError: It is not set, cannot be reached, or refuses the user or the sender.
        """
        try:
            server = self._mail_server()
            server.examine()
        except ChannelError as error:
            raise ChannelError(scrub(str(error), self.secrets)) from None
        return f"{server.place} takes mail from {server.sender}"

    def address_of(self, channel: str) -> str:
        """Return the URL or the addresses of a channel; they may be secret.

        Raises:
            ChannelError: Its variable is not set.
        """
        if "@" in channel:
            return channel
        address = self.environment.get(channel, "")
        if not address:
            remedy = "set it in .env to a URL of apprise, or to mailto: and an address"
            raise ChannelError(f"{channel} is not set; {remedy}", transient=False)
        return address

    def _mail_server(self) -> MailServer:
        # Imported here because few runs send mail.
        from core.alerts.mail import parse_server

        url = self.environment.get(SMTP_SETTING, "")
        if not url:
            remedy = "set it to smtps://user:password@host or smtp://host:port"
            raise ChannelError(f"{SMTP_SETTING} is not set; {remedy}", transient=False)
        return parse_server(url, self.environment.get(FROM_SETTING, ""))

    def _send_to(
        self, address: str, message: AlertMessage, attachments: Sequence[Attachment]
    ) -> None:
        if recipients := mail_addresses(address):
            self._mail_server().send(message, recipients, attachments)
        else:
            _send_by_apprise(address, message, attachments)

    @contextmanager
    def _without_secrets(self, address: str) -> Iterator[None]:
        """Mask secrets and a channel's address in the error of the block."""
        try:
            yield
        except ChannelError as error:
            text = self._clean(str(error), address)
            raise ChannelError(text, transient=error.transient) from None

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


def _services(channel: str, url: str) -> apprise.Apprise:
    """Return the services that a URL names.

    Raises:
        ChannelError: apprise is not installed, or does not know the URL.
    """
    try:
        import apprise
    except ImportError:
        remedy = "install it: pip install 'scorecard-framework[alerts]'"
        raise ChannelError(
            f"{channel} needs the package apprise; {remedy}", transient=False
        ) from None
    services = apprise.Apprise()
    with apprise.LogCapture(level=apprise.logging.WARNING):  # it would print the URL
        is_known = services.add(url)
    if not is_known:
        remedy = "write it as apprise's documentation of the service does"
        raise ChannelError(f"{channel} is not a URL that apprise knows; {remedy}", transient=False)
    return services


def _send_by_apprise(url: str, message: AlertMessage, attachments: Sequence[Attachment]) -> None:
    services = _services(message.channel, url)
    import apprise
    from apprise.attachment.memory import AttachMemory

    files = [
        AttachMemory(content=each.content, name=each.name, mimetype=each.mime)
        for each in attachments
    ]
    with apprise.LogCapture(level=apprise.logging.WARNING, fmt="%(message)s") as log:
        is_sent = services.notify(
            title=message.subject,
            body=message.text,
            body_format=apprise.NotifyFormat.TEXT,
            attach=files or None,
        )
        said = " ".join(log.getvalue().split())
    if not is_sent:
        raise ChannelError(said or f"{message.channel} did not take the message")
