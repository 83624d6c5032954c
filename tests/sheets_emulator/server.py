"""HTTP: reads requests, lets faults happen, writes answers."""

from __future__ import annotations

import contextlib
import json
import os
import socket
import struct
import time
import traceback
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, unquote, urlsplit

from . import api_sheets, api_values, control, drive, federation, masks
from .calls import Call, find, query_of
from .errors import ApiError, html_page
from .faults import Fault
from .journal import Entry

if TYPE_CHECKING:
    from .emulator import Emulator

ROUTES = [*api_sheets.ROUTES, *api_values.ROUTES, *drive.ROUTES]
JSON = "application/json; charset=UTF-8"


@dataclass(frozen=True)
class Answer:
    """What goes back over the wire."""

    status: int
    kind: str
    body: bytes
    headers: dict[str, str] = field(default_factory=dict)


class Dropped(Exception):
    """The connection ends without an answer."""


class Server(ThreadingHTTPServer):
    """One thread a connection; connections stay open between requests."""

    daemon_threads = True
    block_on_close = False
    request_queue_size = 128

    def __init__(self, emulator: Emulator, port: int) -> None:
        self.emulator = emulator
        super().__init__(("127.0.0.1", port), Handler)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that goes away is no news."""


class Handler(BaseHTTPRequestHandler):
    """One connection."""

    protocol_version = "HTTP/1.1"
    server_version = "ESF"
    sys_version = ""
    disable_nagle_algorithm = True
    wbufsize = -1
    server: Server

    def log_message(self, format: str, *args: Any) -> None:
        """The journal keeps the log."""

    def _handle(self) -> None:
        length = int(self.headers.get("Content-Length") or 0)
        raw = self.rfile.read(length)
        parts = urlsplit(self.path)
        entry = Entry(self.command, self.path, bytes_in=length)
        if not parts.path.startswith("/emulator/"):
            self.server.emulator.journal.add(entry)
        started = time.perf_counter()
        with contextlib.suppress(Dropped, ConnectionError):
            self._answer(entry, parts.path, parts.query, raw)
        entry.seconds = round(time.perf_counter() - started, 4)

    do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = _handle

    def _answer(self, entry: Entry, path: str, query: str, raw: bytes) -> None:
        fault = self.server.emulator.faults.take(self.command, path)
        entry.fault = fault.kind if fault else ""
        gentle = fault is None or fault.kind in ("slow", "cut")
        self._identify(entry, path)
        if fault and not gentle and not fault.applied:
            self._fail(entry, fault)
            return
        answer = self._carried_out(entry, path, query, raw)
        if fault and not gentle:
            self._fail(entry, fault)
            return
        if fault and fault.kind == "slow":
            self.server.emulator.stopping.wait(fault.seconds)
        self._send(entry, answer, cut=bool(fault and fault.kind == "cut"))

    def _identify(self, entry: Entry, path: str) -> None:
        """Which method a request is for, also when it never gets there."""
        if found := find(ROUTES, self.command, path):
            entry.api, entry.kind = found[0].api, found[0].access.kind
        elif path in ("/token", "/v1/token") or federation.IMPERSONATE.match(unquote(path)):
            entry.api = entry.kind = "token"

    def _carried_out(self, entry: Entry, path: str, query: str, raw: bytes) -> Answer:
        """The right answer."""
        try:
            answer = self._dispatch(entry, path, query, raw)
        except ApiError as error:
            return Answer(error.code, JSON, _json(error.body()))
        except Exception:  # noqa: BLE001 -- a bug of the emulator must be seen by the test, not swallowed by its thread
            trace = traceback.format_exc()
            return Answer(
                500,
                JSON,
                _json({"error": {"code": 500, "message": trace, "status": "EMULATOR_BUG"}}),
            )
        if isinstance(answer, bytes):
            return Answer(200, "application/octet-stream", answer)
        return Answer(204, JSON, b"") if answer is None else Answer(200, JSON, _json(answer))

    def _dispatch(self, entry: Entry, path: str, query: str, raw: bytes) -> Any:
        emulator = self.server.emulator
        call = Call(emulator, raw=raw)
        with emulator.store.lock:
            if path.startswith("/emulator/"):
                return control.run(call, path)
            if path == "/token" and self.command == "POST":
                return emulator.accounts.exchange(dict(parse_qsl(raw.decode())))
            if path == "/v1/token" and self.command == "POST":
                return federation.exchange(emulator.accounts, dict(parse_qsl(raw.decode())))
            if match := federation.IMPERSONATE.match(unquote(path)):
                bearer = self.headers.get("Authorization")
                return federation.impersonate(emulator.accounts, match[1], bearer, call.json())
            found = find(ROUTES, self.command, path)
            if found is None:
                raise ApiError(404, f"The emulator has no method for {self.command} {path}")
            route, call.parts = found
            entry.account = emulator.accounts.account(
                self.headers.get("Authorization"), route.access.scopes, route.api
            )
            emulator.journal.check_quota(entry)
            call.account, call.query = entry.account, query_of(query, route)
            answer = route.run(call)
            fields = call.one("fields")
            return (
                masks.project(answer, masks.parse(fields))
                if fields and "values" in route.api
                else answer
            )

    def _fail(self, entry: Entry, fault: Fault) -> None:
        if fault.kind == "timeout":
            self.server.emulator.stopping.wait(fault.seconds)
            self._drop()
        elif fault.kind == "reset":
            self._drop(reset=True)
        extra = {} if fault.retry_after is None else {"Retry-After": f"{fault.retry_after:g}"}
        if fault.kind == "html":
            page = html_page(fault.code).encode()
            self._send(entry, Answer(fault.code, "text/html; charset=UTF-8", page, extra))
        else:
            error = fault.error(writes=entry.kind == "write")
            self._send(entry, Answer(error.code, JSON, _json(error.body()), extra))

    def _drop(self, reset: bool = False) -> None:
        self.close_connection = True
        if reset:  # closing with a linger time of zero sends RST rather than FIN
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            self.rfile.close()
            os.close(self.connection.detach())
        raise Dropped

    def _send(self, entry: Entry, answer: Answer, cut: bool = False) -> None:
        body = answer.body
        entry.status, entry.bytes_out = answer.status, len(body)
        self.send_response(answer.status)
        headers = {
            "Content-Type": answer.kind,
            "Content-Length": str(len(body)),
            "Cache-Control": "private",
        }
        for name, value in (headers | answer.headers).items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body[: len(body) // 2] if cut else body)
        self.wfile.flush()
        if cut:
            self._drop()


def _json(answer: Any) -> bytes:
    return (json.dumps(answer, ensure_ascii=False) + "\n").encode()
