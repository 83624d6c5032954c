"""The version of the code that runs."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from core.git import ask_git

DISTRIBUTION = "scorecard-framework"

_DIGITS = 12
_TIMEOUT = 2.0  # seconds; git answers within milliseconds
_DECIDING = ("scorecards", "runners", "sql", "core")  # files that decide values
_OID = "# branch.oid "


@dataclass(frozen=True, slots=True)
class CodeVersion:
    """The code that runs.

    `commit` has the first twelve digits of the project's git commit; outside of a checkout it is
    the version of the framework's package, as `framework` is. `is_dirty` says whether files that
    decide values differ from the commit, or are not in it; None if git does not say.
    """

    commit: str
    is_dirty: bool | None
    framework: str


def code_version(root: Path) -> CodeVersion:
    """Return the version of the project at `root` and of the framework."""
    framework = _installed_version()
    git = root / ".git"
    if not git.exists():
        return CodeVersion(framework, None, framework)
    status = _status(root)
    if not status:
        return CodeVersion(_read_head(git) or framework, None, framework)
    commit, *changes = status
    return CodeVersion(commit, bool(changes), framework)


def _status(root: Path) -> list[str]:
    """Return the commit and the files that differ from it; nothing if git does not answer."""
    arguments = ["status", "--porcelain=v2", "--branch", "--untracked-files=all"]
    arguments += ["--ignore-submodules=all", "--", *_DECIDING]
    lines = (ask_git(root, arguments, _TIMEOUT) or "").splitlines()
    commits = [line.removeprefix(_OID)[:_DIGITS] for line in lines if line.startswith(_OID)]
    if not commits or commits[0].startswith("("):  # no commit yet
        return []
    return [commits[0], *(line for line in lines if not line.startswith("#"))]


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
