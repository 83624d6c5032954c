"""The requests to the server: a log, counters over it, and Google's quota if wanted."""

from __future__ import annotations

import threading
import time
from collections import Counter
from dataclasses import asdict, dataclass

from .errors import Json, quota_exceeded

WINDOW = 60.0


@dataclass
class Entry:
    """One request."""

    method: str
    path: str
    api: str = ""
    kind: str = ""
    account: str = ""
    status: int = 0
    bytes_in: int = 0
    bytes_out: int = 0
    fault: str = ""
    at: float = 0.0
    seconds: float = 0.0


class Journal:
    """Every request but those to the control endpoint."""

    def __init__(self, quota: int | None = None) -> None:
        self.quota = quota
        self._lock = threading.Lock()
        self.entries: list[Entry] = []

    def add(self, entry: Entry) -> None:
        entry.at = time.time()
        with self._lock:
            self.entries.append(entry)

    def clear(self) -> None:
        with self._lock:
            self.entries.clear()

    def log(self) -> list[Json]:
        with self._lock:
            return [asdict(entry) for entry in self.entries]

    def counters(self) -> Json:
        """Sheets reads and writes as the quota counts them, requests by API method and status, and
        bytes.
        """
        with self._lock:
            entries = list(self.entries)
        return {
            "requests": len(entries),
            "reads": sum(entry.kind == "read" for entry in entries),
            "writes": sum(entry.kind == "write" for entry in entries),
            "by_method": dict(Counter(entry.api for entry in entries)),
            "by_status": {
                str(code): n for code, n in Counter(entry.status for entry in entries).items()
            },
            "bytes_in": sum(entry.bytes_in for entry in entries),
            "bytes_out": sum(entry.bytes_out for entry in entries),
            "largest_in": max((entry.bytes_in for entry in entries), default=0),
        }

    def check_quota(self, current: Entry) -> None:
        """429 when the account has had its reads or writes of the last minute."""
        if self.quota is None or current.kind not in ("read", "write"):
            return
        since = time.time() - WINDOW
        with self._lock:
            used = sum(
                entry is not current
                and entry.at > since
                and entry.status != 429
                and (entry.kind, entry.account) == (current.kind, current.account)
                for entry in self.entries
            )
        if used >= self.quota:
            raise quota_exceeded(current.kind.capitalize())
