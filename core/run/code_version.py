"""The version of the code that runs."""

from __future__ import annotations

import subprocess
from pathlib import Path

DISTRIBUTION = "scorecard-framework"

_DIGITS = 12
_TIMEOUT = 2.0  # seconds; git answers within milliseconds


def code_version(root: Path) -> str:
    """Return the first twelve digits of the project's git commit.

    Outside of a checkout, return the version of the installed package.
    """
    git = root / ".git"
    if not git.exists():
        return _installed_version()
    return _ask_git(git) or _read_head(git) or _installed_version()


def _ask_git(git: Path) -> str:
    """Return the commit that git names; empty if git is not installed or does not answer."""
    # The directory is named, so that git looks in no other one and does not ask who owns it.
    command = ["git", f"--git-dir={git}", "rev-parse", f"--short={_DIGITS}", "HEAD"]
    try:
        answer = subprocess.run(
            command, capture_output=True, text=True, timeout=_TIMEOUT, check=True
        )
    except (OSError, ValueError, subprocess.SubprocessError):
        return ""
    return answer.stdout.strip()[:_DIGITS]


def _read_head(git: Path) -> str:
    """Return the commit in the files of a `.git` folder; empty if they do not hold it."""
    head = _read(git / "HEAD")
    if not head.startswith("ref: "):
        return head[:_DIGITS]
    branch = head.removeprefix("ref: ")
    commit = _read(git / branch) or _packed_commit(git, branch)
    return commit[:_DIGITS]


def _packed_commit(git: Path, branch: str) -> str:
    for line in _read(git / "packed-refs").splitlines():
        commit, _, name = line.partition(" ")
        if name == branch:
            return commit
    return ""


def _read(path: Path) -> str:
    try:
        return path.read_text().strip()
    except (OSError, ValueError):
        return ""


def _installed_version() -> str:
    # A checkout, the usual case, does not need it.
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version(DISTRIBUTION)
    except PackageNotFoundError:
        return "unknown"
