"""Mail by SMTP, to the server that SCORECARD_SMTP names."""

from __future__ import annotations

import smtplib
import ssl
from collections.abc import Sequence
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.utils import format_datetime
from urllib.parse import SplitResult, parse_qs, unquote, urlsplit

from core.alerts.attachments import Attachment
from core.alerts.failure import ChannelError
from core.model import AlertMessage
from core.settings import FROM_SETTING, SMTP_SETTING

_TIMEOUT = 10.0  # seconds
_ACCEPTED = 250
_PORTS = {"smtps": 465, "smtp": 25}
_REMEDY = f"set {SMTP_SETTING} to smtps://user:password@host or smtp://host:port"


@dataclass(frozen=True, slots=True)
class MailServer:
    """A server that takes mail: over TLS from the beginning, or as soon as it offers it."""

    host: str
    port: int
    is_encrypted: bool
    user: str
    password: str = field(repr=False)
    sender: str

    def send(
        self,
        message: AlertMessage,
        recipients: tuple[str, ...],
        attachments: Sequence[Attachment] = (),
    ) -> None:
        """Send one mail to all recipients.

        Raises:
            ChannelError: The server cannot be reached or refuses it.
        """
        try:
            with self._connect() as connection:
                self._log_in(connection)
                mail = make_mail(message, self.sender, recipients, attachments)
                connection.send_message(mail)
        except (OSError, smtplib.SMTPException) as error:
            raise ChannelError(f"{self.place}: {_reason(error)}") from None

    @property
    def place(self) -> str:
        """Host and port."""
        return f"{self.host}:{self.port}"

    def examine(self) -> None:
        """Connect, log in and name the sender, without sending a mail.

        Raises:
            ChannelError: The server cannot be reached, or refuses the user or the sender.
        """
        try:
            with self._connect() as connection:
                self._log_in(connection)
                code, answer = connection.mail(self.sender)
                connection.rset()
        except smtplib.SMTPAuthenticationError as error:
            remedy = f"fix user and password in {SMTP_SETTING}"
            raise ChannelError(
                f"{self.place} refuses the user: {_reason(error)}; {remedy}"
            ) from None
        except (OSError, smtplib.SMTPException) as error:
            remedy = f"start the server, or fix {SMTP_SETTING}"
            raise ChannelError(f"{self.place}: {_reason(error)}; {remedy}") from None
        if code != _ACCEPTED:
            said = answer.decode(errors="replace")
            remedy = f"set {FROM_SETTING} to an address that it accepts"
            raise ChannelError(f"{self.place} refuses mail from {self.sender}: {said}; {remedy}")

    def _connect(self) -> smtplib.SMTP:
        if not self.is_encrypted:
            return smtplib.SMTP(self.host, self.port, timeout=_TIMEOUT)
        context = ssl.create_default_context()
        return smtplib.SMTP_SSL(self.host, self.port, timeout=_TIMEOUT, context=context)

    def _log_in(self, connection: smtplib.SMTP) -> None:
        connection.ehlo()
        if not self.is_encrypted and connection.has_extn("starttls"):
            connection.starttls(context=ssl.create_default_context())
            connection.ehlo()
        if self.user:
            connection.login(self.user, self.password)


def _reason(error: Exception) -> str:
    if isinstance(error, smtplib.SMTPResponseException):
        said = error.smtp_error
        text = said.decode(errors="replace") if isinstance(said, bytes) else said
        return f"{error.smtp_code} {text}"
    return str(error)


def parse_server(url: str, sender: str = "") -> MailServer:
    """Read the URL of a mail server.

    Raises:
        ChannelError: It is not one; without the URL, which may hold a password.
    """
    parts = _split(url)
    user = unquote(parts.username or "")
    host = parts.hostname or ""
    usual_sender = user if "@" in user else f"scorecard@{host}"
    return MailServer(
        host=host,
        port=parts.port or _PORTS[parts.scheme],
        is_encrypted=parts.scheme == "smtps",
        user=user,
        password=unquote(parts.password or ""),
        sender=sender or parse_qs(parts.query).get("from", [usual_sender])[0],
    )


def _split(url: str) -> SplitResult:
    try:
        parts = urlsplit(url)
        is_valid = parts.scheme in _PORTS and bool(parts.hostname) and parts.port != 0
    except ValueError:
        is_valid = False
    if not is_valid:
        fault = f"{SMTP_SETTING} is not the URL of a mail server; {_REMEDY}"
        raise ChannelError(fault, transient=False)
    return parts


def make_mail(
    message: AlertMessage,
    sender: str,
    recipients: tuple[str, ...],
    attachments: Sequence[Attachment] = (),
) -> EmailMessage:
    """Return a message as a mail; its Message-ID and Date are the same at every attempt."""
    mail = EmailMessage()
    mail["Message-ID"] = f"<{message.message_id}>"
    mail["Date"] = format_datetime(message.planned_at)
    mail["From"] = sender
    mail["To"] = ", ".join(recipients)
    mail["Subject"] = " ".join(message.subject.split())
    mail["Auto-Submitted"] = "auto-generated"
    mail.set_content(message.text)
    mail.add_alternative(message.html, subtype="html")
    _, html = mail.iter_parts()
    for each in attachments:
        main, _, sub = each.mime.partition("/")
        if each.cid:
            assert isinstance(html, EmailMessage)
            html.add_related(each.content, main, sub, cid=f"<{each.cid}>", filename=each.name)
        else:
            mail.add_attachment(each.content, main, sub, filename=each.name)
    return mail
