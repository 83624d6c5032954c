"""Questions to git, and its silence."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from core.git import ask_git


def test_git_answers_about_the_project_alone(tmp_path: Path) -> None:
    inner = tmp_path / "inner"
    inner.mkdir()
    subprocess.run(["git", "init", "-q", "-b", "main", str(tmp_path)], check=True)

    assert ask_git(tmp_path, ["symbolic-ref", "HEAD"], 10.0) == "refs/heads/main\n"
    assert ask_git(inner, ["symbolic-ref", "HEAD"], 10.0) is None


def test_a_command_that_fails_gives_no_answer(tmp_path: Path) -> None:
    subprocess.run(["git", "init", "-q", str(tmp_path)], check=True)

    assert ask_git(tmp_path, ["log"], 10.0) is None


def test_without_git_there_is_no_answer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / ".git").mkdir()
    monkeypatch.setenv("PATH", str(tmp_path))

    assert ask_git(tmp_path, ["status"], 10.0) is None
