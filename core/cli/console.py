"""Everything that a command prints: secrets masked, and copied to its log."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO, cast

from core.cli.log import Log, is_same_file, open_log
from core.cli.masking import Masking
from core.secrets import scrub


@dataclass(frozen=True, slots=True)
class Console:
    """The secrets that a command must not print, and its log."""

    masking: Masking
    log: Log

    @classmethod
    @contextmanager
    def open(cls, environment: Mapping[str, str]) -> Iterator[Console]:
        """Mask what is printed on stdout and stderr, and copy it to the log if there is one."""
        out, err = (is_same_file(stream, environment) for stream in (sys.stdout, sys.stderr))
        console = cls(Masking(environment), open_log(environment))
        log = console.log
        with (
            log.copy(sys.stdout, silently=out) as logged_out,
            log.copy(sys.stderr, silently=err) as logged_err,
            redirect_stdout(cast("TextIO", logged_out)),
            redirect_stderr(cast("TextIO", logged_err)),
            console.masking.output(),
        ):
            yield console

    def mask(self, text: str) -> str:
        """Return a text without the secrets."""
        return scrub(text, self.masking.secrets)


def typed_command() -> str:
    """Return the command as typed; it may hold a secret."""
    name = Path(sys.argv[0]).stem
    program = "scorecard" if name in ("scorecard", "__main__") else f"runners.{name}"
    return " ".join((program, *sys.argv[1:]))
