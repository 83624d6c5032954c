"""Failures on demand: which requests they hit, how often, and what goes wrong."""

from __future__ import annotations

import fnmatch
import threading
from dataclasses import asdict, dataclass
from urllib.parse import unquote

from .errors import ApiError, Json, invalid, quota_exceeded

KINDS = ("quota", "status", "html", "reset", "timeout", "slow", "cut")


@dataclass
class Fault:
    """One kind of failure.

    kind    quota    429 with Google's body
            status   `code` with a JSON body
            html     `code` with an HTML page, as from Google's front end
            reset    the connection is reset
            timeout  `seconds` of silence, then the connection is dropped
            slow     `seconds` of silence, then the right answer
            cut      an answer that ends half-way
    method, path     which requests: an HTTP method and a shell pattern over the decoded path; * is
    any count            how many requests it hits; None is for ever skip             how many
    matching requests it lets pass first applied          whether the request is carried out before
    it fails retry_after      seconds for a Retry-After header
    """

    kind: str
    method: str = "*"
    path: str = "*"
    count: int | None = 1
    skip: int = 0
    applied: bool = False
    code: int = 503
    seconds: float = 30.0
    retry_after: float | None = None
    message: str = "The service is currently unavailable."

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise invalid(f"Unknown kind of fault: {self.kind}")

    def matches(self, method: str, path: str) -> bool:
        return fnmatch.fnmatch(method, self.method.upper()) and fnmatch.fnmatch(
            unquote(path), self.path
        )

    def error(self, writes: bool) -> ApiError:
        """The JSON answer of a quota or status fault."""
        if self.kind == "quota":
            return quota_exceeded("Write" if writes else "Read")
        return ApiError(self.code, self.message)


class Faults:
    """The failures that are waiting to happen, in the order in which they were set."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._waiting: list[Fault] = []

    def add(self, kind: str, **options: object) -> Fault:
        """`add("html", path="*:batchUpdate", code=502, count=2)`."""
        fault = Fault(kind, **options)  # type: ignore[arg-type]
        with self._lock:
            self._waiting.append(fault)
        return fault

    def clear(self) -> None:
        with self._lock:
            self._waiting.clear()

    def waiting(self) -> list[Json]:
        with self._lock:
            return [asdict(fault) for fault in self._waiting]

    def take(self, method: str, path: str) -> Fault | None:
        """The failure that this request is to have, if any."""
        if path.startswith("/emulator/"):
            return None
        with self._lock:
            for fault in self._waiting:
                if not fault.matches(method, path):
                    continue
                if fault.skip:
                    fault.skip -= 1
                    continue
                if fault.count is not None:
                    fault.count -= 1
                    if fault.count <= 0:
                        self._waiting.remove(fault)
                return fault
        return None
