"""The import of an author's file, whatever it does."""

from __future__ import annotations

import importlib.util
import io
import time
import traceback
from contextlib import redirect_stdout
from dis import opmap
from importlib.machinery import SourceFileLoader
from pathlib import Path
from types import ModuleType
from typing import Any

_SETTLED = 2.0  # seconds
_LONGEST_MESSAGE = 300  # characters


class FileFaultError(Exception):
    """A file cannot be imported; `line` is where."""

    def __init__(self, message: str, line: int) -> None:
        super().__init__(message)
        self.line = line


def import_file(path: Path) -> ModuleType:
    """Return a file as a module.

    Raises:
        FileFaultError: The file raises anything at all, or prints.
    """
    try:
        with redirect_stdout(_NoOutput()):
            return _import_module(path)
    except SyntaxError as error:
        message = f"does not import: {error.msg}; fix the line"
        raise FileFaultError(message, error.lineno or 1) from None
    except _OutputError as error:
        message = "prints while it is imported; remove the call"
        raise FileFaultError(message, _line_within(path, error)) from None
    except BaseException as error:
        if isinstance(error, KeyboardInterrupt) and not _is_raised_by(path, error):
            raise
        message = f"does not import: {_describe(error)}"
        raise FileFaultError(message, _line_within(path, error)) from None


def _import_module(path: Path) -> ModuleType:
    name = f"{path.parent.name}.{path.stem}"
    spec = importlib.util.spec_from_file_location(name, path, loader=_Loader(name, str(path)))
    if spec is None or spec.loader is None:
        raise ImportError(f"{path} is not a Python file")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


class _Loader(SourceFileLoader):
    """Keeps no compiled file of a source that was saved a moment ago.

    Python compares versions of a source by size and by the second of saving; another version of
    the same size may follow within that second.
    """

    def set_data(self, path: str, data: Any, *, _mode: int = 0o666) -> None:
        if time.time() - Path(self.path).stat().st_mtime > _SETTLED:
            super().set_data(path, data, _mode=_mode)


class _OutputError(Exception):
    """A file prints while it is imported."""


class _NoOutput(io.TextIOBase):
    """Refuses the first text, so that a file that prints for ever ends as well."""

    def write(self, text: str, /) -> int:  # noqa: ARG002 -- the signature of its base
        raise _OutputError


def _is_raised_by(path: Path, error: BaseException) -> bool:
    """Return whether a file raised an error itself; Ctrl-C arrives at any other instruction."""
    innermost = error.__traceback__
    while innermost and innermost.tb_next:
        innermost = innermost.tb_next
    if innermost is None:
        return False
    code = innermost.tb_frame.f_code
    is_raise = code.co_code[innermost.tb_lasti] == opmap["RAISE_VARARGS"]
    return is_raise and code.co_filename == str(path)


def _describe(error: BaseException) -> str:
    """Return an error's class and the beginning of its message, on one line."""
    name = type(error).__name__
    try:
        message = " ".join(str(error).split())
    except Exception:  # noqa: BLE001 -- an author's class may raise all
        message = ""
    return f"{name}: {message[:_LONGEST_MESSAGE]}" if message else name


def _line_within(path: Path, error: BaseException) -> int:
    """Return the line of a file on which an error was raised, or on which it called what did."""
    frames = traceback.extract_tb(error.__traceback__)
    lines = [frame.lineno for frame in frames if frame.filename == str(path)]
    last = lines[-1] if lines else None
    return last or 1
