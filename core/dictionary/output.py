"""Files and folders of the dictionary, written as a whole and only where they differ."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from core.errors import UsageError

MARK = "<!-- written by scorecard catalog -->"


def write_file(path: Path, text: str) -> bool:
    """Write a file at once, unless it holds the text already; return whether it was written.

    Raises:
        UsageError: The path is that of a folder.
    """
    if path.is_dir():
        raise UsageError(f"{path} is a folder; name a file in it, such as {path / 'kpis.html'}")
    content = text.encode()
    if path.exists() and path.read_bytes() == content:
        return False
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    beside.write_bytes(content)
    beside.replace(path)
    return True


def write_folder(folder: Path, files: Mapping[str, str]) -> int:
    """Write files below a folder, each with our mark; remove marked ones that are not among them.

    Return how many were written or removed. Files of people are left alone.

    Raises:
        UsageError: A file of a person has the name of one of ours, or the folder is a file.
    """
    if folder.exists() and not folder.is_dir():
        raise UsageError(f"{folder} is a file; name a folder for the pages")
    marked = {path for path in folder.rglob("*.md") if _is_ours(path)}
    paths = {folder / name: f"{MARK}\n{text}" for name, text in files.items()}
    for path in paths:
        if path.exists() and path not in marked:
            raise UsageError(f"{path} was written by a person; move it, or choose another folder")
    gone = marked - paths.keys()
    written = [write_file(path, text) for path, text in paths.items()]
    for path in gone:
        path.unlink()
    return sum(written) + len(gone)


def _is_ours(path: Path) -> bool:
    try:
        with path.open(encoding="utf-8") as file:
            return file.readline().strip() == MARK
    except (OSError, UnicodeDecodeError):
        return False
