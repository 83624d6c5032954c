"""Which code is running."""

from __future__ import annotations

from pathlib import Path

DISTRIBUTION = "scorecard-framework"


def code_version(root: Path) -> str:
    """Return the project's git commit, twelve digits of it, or the installed version where it is no
    checkout.
    """
    head = _read(root / ".git" / "HEAD")
    if not head.startswith("ref: "):
        return head[:12] or _installed()
    name = head.removeprefix("ref: ")
    commit = _read(root / ".git" / name)
    packed = (line.split() for line in _read(root / ".git" / "packed-refs").splitlines())
    return (commit or next((parts[0] for parts in packed if parts[-1] == name), ""))[
        :12
    ] or _installed()


def _read(path: Path) -> str:
    try:
        return path.read_text().strip()
    except OSError:
        return ""


def _installed() -> str:
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version(DISTRIBUTION)
    except PackageNotFoundError:
        return "unknown"
