"""The standard streams: each one open, none with a character that ends a command."""

from __future__ import annotations

import codecs
import os
import sys
from io import TextIOWrapper
from typing import TextIO

_STREAMS = (("stdin", "r"), ("stdout", "w"), ("stderr", "w"))


def prepare_streams() -> None:
    """Open the streams that the starter closed, and replace characters that they lack.

    Without that the next file that is opened, such as the store, would take the number of a closed
    one, and get what a library prints.
    """
    for number, (name, mode) in enumerate(_STREAMS):
        if getattr(sys, name) is None:
            _open_nothing(number)
            setattr(sys, name, os.fdopen(number, mode, encoding="utf-8", closefd=False))
    _replace_unknown_characters()


def _open_nothing(number: int) -> None:
    """Let a file descriptor that is closed lead nowhere."""
    try:
        os.fstat(number)
    except OSError:
        sink = os.open(os.devnull, os.O_RDWR)
        if sink != number:
            os.dup2(sink, number)
            os.close(sink)


def _replace_unknown_characters() -> None:
    """Have characters that the terminal or locale lacks written as question marks.

    A locale without an encoding gets UTF-8.
    """
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            has_none = codecs.lookup(stream.encoding).name == "ascii"
            stream.reconfigure(encoding="utf-8" if has_none else None, errors="replace")


def drop_unwritten(stream: TextIO) -> None:
    """Drop text that cannot be written, which Python would try again and end with 120."""
    if not isinstance(stream, TextIOWrapper):
        return
    try:
        stream.flush()
    except OSError:
        sink = os.open(os.devnull, os.O_WRONLY)
        os.dup2(sink, stream.fileno())
        os.close(sink)
