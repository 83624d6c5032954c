"""The commits of KPI files, read from git."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from core.git import ask_git

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
    arguments = ["-c", "core.quotePath=false", "log", "--no-merges", "--no-renames"]
    arguments += [f"--format={_RECORD}%h{_FIELD}%an{_FIELD}%cI{_FIELD}%s", "--name-only", "--"]
    return _commits_by_file(ask_git(root, [*arguments, *_FOLDERS], _TIMEOUT) or "")


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
