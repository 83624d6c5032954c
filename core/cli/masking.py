"""Masks secrets in everything that a command prints."""

from __future__ import annotations

import sys
import traceback
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from types import TracebackType
from typing import Any, TextIO, cast

from core.secrets import find_secrets, scrub


class Masking:
    """The secrets that a command must not print: those of its environment, then of `.env` too."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        self.secrets = find_secrets(environment)

    def add(self, secrets: Iterable[str]) -> None:
        """Mask more secrets."""
        self.secrets = tuple(sorted({*self.secrets, *secrets}, key=len, reverse=True))

    @contextmanager
    def output(self) -> Iterator[None]:
        """Mask the secrets in what is printed on stdout and stderr."""
        out, err = MaskedStream(sys.stdout, self), MaskedStream(sys.stderr, self)
        with redirect_stdout(cast("TextIO", out)), redirect_stderr(cast("TextIO", err)):
            yield

    def print_trace(
        self, kind: type[BaseException], error: BaseException, trace: TracebackType | None
    ) -> None:
        """Print a stack trace on stderr, as `sys.excepthook` does."""
        text = "".join(traceback.format_exception(kind, error, trace))
        sys.stderr.write(scrub(text, self.secrets))


class MaskedStream:
    """A text stream; each secret within one write is masked."""

    def __init__(self, stream: TextIO, masking: Masking) -> None:
        self._stream = stream
        self._masking = masking

    def write(self, text: str) -> int:
        """Write a text without its secrets."""
        return self._stream.write(scrub(text, self._masking.secrets))

    def writelines(self, lines: Iterable[str]) -> None:
        """Write texts without their secrets."""
        for line in lines:
            self.write(line)

    def __getattr__(self, name: str) -> Any:
        if name == "buffer":  # would lead around the mask
            raise AttributeError(name)
        return getattr(self._stream, name)
