"""ClickHouse's HTTP interface over chdb: the same engine behind a server of our own.

A real server cannot be installed here. What is ClickHouse's is every statement and answer; what is
ours is the little of its interface that a client of Python's uses: settings and parameters in the
URL, a query in the body, an error as a status and a text.
"""

from __future__ import annotations

import base64
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import chdb

from tests.core.engines.remote.loopback import listening

_REFUSAL = b"Code: 516. DB::Exception: Authentication failed (AUTHENTICATION_FAILED)"
_OURS = ("database", "query", "query_id", "session_id", "user", "password", "compress")
_CONTEXT = (
    "wait_end_of_query",
    "client_protocol_version",
    "default_format",
    "enable_http_compression",
)


def _statements(given: dict[str, str]) -> Iterator[str]:
    for name, value in given.items():
        if name not in (*_OURS, *_CONTEXT) and not name.startswith("http_"):
            text = value.replace("\\", "\\\\").replace("'", "\\'")
            yield f"SET {name} = '{text}'"


@dataclass
class Queries:
    """The ids that a client gives to queries: those that run, that were ended, and the endless one.

    chdb numbers queries itself. So a query is ended by ending all that run beside the statement.
    """

    running: set[str] = field(default_factory=set)
    ended: list[str] = field(default_factory=list)
    endless: str = ""
    is_endless: threading.Event = field(default_factory=threading.Event)

    def begin(self, number: str, query: str) -> None:
        self.running.add(number)
        if "a.n > b.n" in query:
            self.endless = number
            self.is_endless.set()

    def translated(self, query: str, number: str) -> str:
        """Return a statement; one that ends the query of a number, in chdb's way."""
        if query != "KILL QUERY WHERE query_id = {id:String}":
            return query
        self.ended.append(number)
        is_running = number in self.running
        return "KILL QUERY WHERE query_id <> queryID()" if is_running else "SELECT 1 WHERE false"


@contextmanager
def clickhouse_over_http(
    folder: Path, password: str, queries: Queries | None = None
) -> Iterator[int]:
    """Serve the tables of a folder of chdb until the block ends; yield the port."""
    known = queries or Queries()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode()
            given = dict(parse_qsl(urlsplit(self.path).query))
            if not self._is_welcome(given):
                self._send(403, _REFUSAL)
                return
            connection: Any = chdb.connect(str(folder))
            query = known.translated(given.get("query", "") + body, given.get("param_id", ""))
            try:
                known.begin(given.get("query_id", ""), query)
                for statement in _statements(given):
                    connection.query(statement)
                self._send(200, bytes(connection.query(query, "TabSeparated").bytes()))
            except Exception as error:  # noqa: BLE001 -- as a server answers
                self._send(500, str(error).encode())
            finally:
                known.running.discard(given.get("query_id", ""))
                connection.close()

        def _is_welcome(self, given: dict[str, str]) -> bool:
            return self.headers.get("X-ClickHouse-Key", given.get("password")) == password or (
                f":{password}" in _decoded(self.headers.get("Authorization", ""))
            )

        def _send(self, status: int, content: bytes) -> None:
            self.send_response(status)
            self.send_header("Content-Length", str(len(content)))
            if status != 200:
                self.send_header("X-ClickHouse-Exception-Code", "1")
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_: object) -> None:
            """Log nothing."""

    with listening(Handler) as port:
        yield port


def _decoded(header: str) -> str:
    _, _, text = header.partition("Basic ")
    return base64.b64decode(text).decode() if text else ""
