"""Questions to the git repository of a project."""

from __future__ import annotations

import subprocess
from collections.abc import Sequence
from pathlib import Path


def ask_git(root: Path, arguments: Sequence[str], timeout: float) -> str | None:
    """Return what git says of the project at `root`; None without a repository or an answer.

    `timeout` is in seconds.
    """
    folder = root / ".git"
    if not folder.exists():
        return None
    # The folder is named, so that git looks in no other one and does not ask who owns it.
    place = [f"--git-dir={folder}", f"--work-tree={root}"]
    try:
        answer = subprocess.run(
            ["git", "--no-optional-locks", *place, *arguments],
            cwd=root,
            capture_output=True,
            text=True,
            encoding="utf-8",
            errors="replace",
            timeout=timeout,
            check=True,
        )
    except (OSError, ValueError, subprocess.SubprocessError):
        return None
    return answer.stdout
