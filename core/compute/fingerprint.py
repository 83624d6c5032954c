"""Detects whether a file or a tab changed: size, modification time, checksum."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

# To hash more would take seconds of a run; size and modification time are enough.
LARGEST_HASHED = 256 * 2**20
_DIGITS = 16
_CHUNK = 2**20


@dataclass(frozen=True, slots=True)
class FileState:
    """Files as they were when they were read: name, size in bytes, modification time in ns."""

    files: tuple[tuple[str, int, int], ...]

    @property
    def size(self) -> int:
        """Bytes of all of them."""
        return sum(size for _, size, _ in self.files)

    @property
    def modified(self) -> datetime:
        """When the newest of them was modified."""
        newest = max(modified for _, _, modified in self.files)
        return datetime.fromtimestamp(newest / 1e9, UTC)

    def is_unchanged(self) -> bool:
        """Return whether the files are still as they were."""
        try:
            return state_of([name for name, _, _ in self.files]) == self
        except OSError:
            return False

    def checksum(self) -> str:
        """Return the first digits of the SHA-256 of all contents; nothing if they are too large.

        Raises:
            OSError: A file cannot be read.
        """
        if self.size > LARGEST_HASHED:
            return ""
        digest = hashlib.sha256()
        for name, _, _ in self.files:
            with Path(name).open("rb") as file:
                while chunk := file.read(_CHUNK):
                    digest.update(chunk)
        return digest.hexdigest()[:_DIGITS]


def state_of(paths: Sequence[str]) -> FileState:
    """Return the state of files.

    Raises:
        OSError: The state of one cannot be read.
    """
    stats = [(path, Path(path).stat()) for path in paths]
    return FileState(tuple((path, stat.st_size, stat.st_mtime_ns) for path, stat in stats))


def text_checksum(rows: Iterable[Sequence[str | None]]) -> str:
    """Return the first digits of the SHA-256 of rows of text, each as a line of JSON."""
    digest = hashlib.sha256()
    for row in rows:
        digest.update(json.dumps(row, ensure_ascii=False).encode() + b"\n")
    return digest.hexdigest()[:_DIGITS]
