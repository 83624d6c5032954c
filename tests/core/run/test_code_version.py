"""The version of the code: the git commit, also without git, or else that of the package."""

from __future__ import annotations

import subprocess
from importlib.metadata import version
from pathlib import Path
from shutil import which

import pytest

from core.run.code_version import DISTRIBUTION, CodeVersion, code_version

COMMIT = "0123456789abcdef0123456789abcdef01234567"
GIT = ("git", "-c", "user.name=Anna", "-c", "user.email=anna@example.com")


@pytest.fixture
def without_git(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Let no command be found."""
    monkeypatch.setenv("PATH", str(tmp_path / "nowhere"))


def git(root: Path, *arguments: str) -> str:
    if which("git") is None:
        pytest.skip("git is not installed")
    command = [*GIT, "-C", str(root), *arguments]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()


def repository(root: Path) -> str:
    """Make a repository with one commit at `root`, and return the commit."""
    root.mkdir(exist_ok=True)
    git(root, "init", "--quiet")
    git(root, "commit", "--quiet", "--allow-empty", "--message", "first")
    return git(root, "rev-parse", "HEAD")


def test_the_version_is_the_commit_of_the_clone(tmp_path: Path) -> None:
    commit = repository(tmp_path / "clone")

    assert code_version(tmp_path / "clone").commit == commit[:12]


def test_a_worktree_has_its_own_commit(tmp_path: Path) -> None:
    first = repository(tmp_path / "clone")
    git(tmp_path / "clone", "worktree", "add", "--quiet", "../worktree")
    git(tmp_path / "worktree", "commit", "--quiet", "--allow-empty", "--message", "second")

    second = git(tmp_path / "worktree", "rev-parse", "HEAD")
    assert code_version(tmp_path / "worktree").commit == second[:12]
    assert code_version(tmp_path / "clone").commit == first[:12]


def test_packed_references_are_read_by_git_and_without_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    commit = repository(tmp_path / "clone")
    git(tmp_path / "clone", "pack-refs", "--all")

    assert code_version(tmp_path / "clone").commit == commit[:12]
    monkeypatch.setenv("PATH", str(tmp_path / "nowhere"))
    assert code_version(tmp_path / "clone").commit == commit[:12]


@pytest.mark.usefixtures("without_git")
@pytest.mark.parametrize(
    "files",
    [
        {"HEAD": f"{COMMIT}\n"},
        {"HEAD": "ref: refs/heads/main\n", "refs/heads/main": f"{COMMIT}\n"},
        {"HEAD": "ref: refs/heads/main\n", "packed-refs": f"# pack\n{COMMIT} refs/heads/main\n"},
    ],
)
def test_without_git_the_commit_is_read_from_its_files(
    tmp_path: Path, files: dict[str, str]
) -> None:
    for name, text in files.items():
        path = tmp_path / ".git" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)

    assert code_version(tmp_path).commit == COMMIT[:12]


def test_a_folder_within_another_repository_has_no_commit_of_its_own(tmp_path: Path) -> None:
    repository(tmp_path)
    (tmp_path / "project").mkdir()

    assert code_version(tmp_path / "project").commit == version(DISTRIBUTION)


def test_what_git_cannot_read_is_no_reason_to_fail(tmp_path: Path) -> None:
    assert code_version(tmp_path).commit == version(DISTRIBUTION)

    (tmp_path / ".git").write_text("gitdir: nowhere\n")
    assert code_version(tmp_path).commit == version(DISTRIBUTION)

    (tmp_path / ".git").unlink()
    (tmp_path / ".git").mkdir()
    (tmp_path / ".git" / "HEAD").write_bytes(b"\xff\xfe")
    assert code_version(tmp_path).commit == version(DISTRIBUTION)


def test_a_repository_without_a_commit_has_the_version_of_the_package(tmp_path: Path) -> None:
    git(tmp_path, "init", "--quiet")

    assert code_version(tmp_path).commit == version(DISTRIBUTION)


@pytest.mark.parametrize(
    ("file", "is_dirty"),
    [
        ("scorecards/success/kpi_01.py", True),
        ("sql/success/kpi_01.sql", True),
        ("runners/success.py", True),
        ("notes.txt", False),
    ],
)
def test_a_file_that_decides_values_and_is_not_in_the_commit_makes_the_project_dirty(
    tmp_path: Path, file: str, is_dirty: bool
) -> None:
    repository(tmp_path)
    path = tmp_path / file
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("first\n")

    assert code_version(tmp_path).is_dirty == is_dirty
    git(tmp_path, "add", file)
    git(tmp_path, "commit", "--quiet", "--message", "second")
    assert code_version(tmp_path).is_dirty is False
    path.write_text("changed\n")
    assert code_version(tmp_path).is_dirty == is_dirty


@pytest.mark.usefixtures("without_git")
def test_without_git_it_is_unknown_whether_the_project_is_dirty(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    (tmp_path / ".git" / "HEAD").write_text(f"{COMMIT}\n")

    assert code_version(tmp_path) == CodeVersion(COMMIT[:12], None, version(DISTRIBUTION))


def test_outside_of_a_checkout_the_commit_is_the_version_of_the_framework(tmp_path: Path) -> None:
    installed = version(DISTRIBUTION)

    assert code_version(tmp_path) == CodeVersion(installed, None, installed)
