"""Real servers for alerts on loopback: mail by SMTP, and a web service that takes JSON."""

from __future__ import annotations

import json
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import Message
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult


@dataclass
class MailBox:
    """The mails that a server took; it refuses all while `refuses` is set."""

    port: int = 0
    mails: list[Message] = field(default_factory=list)
    refuses: bool = False

    async def handle_DATA(self, _: Any, __: Any, envelope: Any) -> str:
        """Take a mail; the server calls it by this name."""
        if self.refuses:
            return "451 try again later"
        self.mails.append(message_from_bytes(envelope.content))
        return "250 taken"

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.port}"

    def subjects(self, recipient: str) -> list[str]:
        """Return the subjects of the mails to a recipient."""
        return [str(mail["Subject"]) for mail in self.mails if recipient in str(mail["To"])]


def text_of(mail: Message) -> str:
    """Return the plain text of a mail."""
    (part, *_) = [each for each in mail.walk() if each.get_content_type() == "text/plain"]
    content = part.get_payload(decode=True)
    assert isinstance(content, bytes)
    return content.decode()


@contextmanager
def mail_server(password: str = "") -> Iterator[MailBox]:
    """Run a mail server; with a password it takes mail of its user `ana` only."""
    box = MailBox(free_port())
    options: dict[str, Any] = {}
    if password:

        def authenticate(server: SMTP, session: Any, envelope: Any, kind: str, data: Any) -> Any:
            is_right = (data.login, data.password) == (b"ana@example.com", password.encode())
            return AuthResult(success=is_right, handled=is_right)

        options = {
            "authenticator": authenticate,
            "auth_required": True,
            "auth_require_tls": False,
        }
    controller = Controller(box, hostname="127.0.0.1", port=box.port, **options)
    controller.start()
    try:
        yield box
    finally:
        controller.stop()


@dataclass
class Hook:
    """The bodies that a web service took; it answers with `status`."""

    port: int = 0
    bodies: list[dict[str, Any]] = field(default_factory=list)
    status: int = 200

    @property
    def url(self) -> str:
        return f"json://127.0.0.1:{self.port}/secretpath"

    @property
    def titles(self) -> list[str]:
        return [body["title"] for body in self.bodies]


@contextmanager
def web_service() -> Iterator[Hook]:
    hook = Hook()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            if hook.status < 300:
                hook.bodies.append(json.loads(body))
            self.send_response(hook.status)
            self.end_headers()

        def log_message(self, format: str, *args: Any) -> None:
            """Print nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    hook.port = server.server_port
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield hook
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    assert isinstance(port, int)
    return port
