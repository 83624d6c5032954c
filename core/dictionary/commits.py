"""Commits of KPI files, as git tells of them."""

from __future__ import annotations

import subprocess
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

_TIMEOUT = 10.0  # seconds
_FOLDERS = ("scorecards", "sql")
_RECORD, _FIELD = "\x1e", "\x1f"


@dataclass(frozen=True, slots=True)
class FileCommit:
    """A commit that changed a file."""

    digits: str
    author: str
    committed_at: datetime
    subject: str

    def __str__(self) -> str:
        return f"{self.author}, {self.committed_at.date()}: {self.subject} ({self.digits})"


CommitsByFile = Mapping[str, tuple[FileCommit, ...]]


def read_commits(root: Path) -> CommitsByFile:
    """Return the commits of each KPI file and query file, newest first; none without git."""
    git = root / ".git"
    if not git.exists():
        return {}
    # The directory is named, so that git looks in no other one and does not ask who owns it.
    command = ["git", "--no-optional-locks", f"--git-dir={git}", f"--work-tree={root}"]
    command += ["-c", "core.quotePath=false", "log", "--no-merges", "--no-renames"]
    command += [f"--format={_RECORD}%h{_FIELD}%an{_FIELD}%cI{_FIELD}%s", "--name-only", "--"]
    try:
        answer = subprocess.run(
            [*command, *_FOLDERS],
            cwd=root,
            capture_output=True,
            text=True,
            encoding="utf-8",
            errors="replace",
            timeout=_TIMEOUT,
            check=True,
        )
    except (OSError, ValueError, subprocess.SubprocessError):
        return {}
    return _commits_by_file(answer.stdout)


def commit_of(commits: CommitsByFile, names: Iterable[str], until: datetime) -> FileCommit | None:
    """Return the newest commit of some files up to an instant; None where there is none."""
    found = [each for name in names for each in commits.get(name, ()) if each.committed_at <= until]
    return max(found, key=lambda each: each.committed_at, default=None)


def _commits_by_file(output: str) -> CommitsByFile:
    by_file: dict[str, list[FileCommit]] = {}
    for record in output.split(_RECORD)[1:]:
        head, *names = record.splitlines()
        digits, author, instant, subject = head.split(_FIELD, 3)
        commit = FileCommit(digits, author, datetime.fromisoformat(instant), subject)
        for name in filter(None, names):
            by_file.setdefault(name, []).append(commit)
    return {name: tuple(found) for name, found in by_file.items()}
