"""Replaces a file in one step."""

from __future__ import annotations

import contextlib
import errno
import os
import shutil
from pathlib import Path

from core.errors import PublishError

_ADVICE = {
    errno.ENOSPC: "free some space and publish again",
    errno.EDQUOT: "free some space and publish again",
    errno.EACCES: "make its folder writable for this user and publish again",
    errno.EPERM: "make its folder writable for this user and publish again",
}
_OTHER_ADVICE = "give the path of a file in a folder that can be written"


def replace_file(path: Path, content: bytes) -> None:
    """Give `path` this content, and its folder if missing; on failure the old file is as it was.

    Raises:
        PublishError: The file cannot be written.
    """
    try:
        # A link stays a link: the file to which it points is replaced.
        target = path.resolve()
        target.parent.mkdir(parents=True, exist_ok=True)
        _replace(target, content)
    except OSError as error:
        reason = error.strerror or str(error)
        advice = _ADVICE.get(error.errno or 0, _OTHER_ADVICE)
        raise PublishError(f"{path}: {reason}; {advice}") from error


def _replace(target: Path, content: bytes) -> None:
    # In the same folder, since only within one file system is a rename atomic.
    temporary = target.with_name(f".{target.name}.{os.getpid()}.tmp")
    try:
        with temporary.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        with contextlib.suppress(FileNotFoundError):
            shutil.copymode(target, temporary)
        temporary.replace(target)
    finally:
        temporary.unlink(missing_ok=True)
