"""Commits of KPI files in a real repository."""

from __future__ import annotations

import os
import subprocess
from datetime import datetime
from pathlib import Path

from core.dictionary.commits import commit_of, read_commits

FILE = "scorecards/success/kpi_06.py"


def commit(root: Path, text: str, day: str, subject: str) -> None:
    path = root / FILE
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    stamp = f"{day}T12:00:00+00:00"
    dates = {"GIT_AUTHOR_DATE": stamp, "GIT_COMMITTER_DATE": stamp}
    for command in (
        ["init", "-q"],
        ["add", "-A"],
        ["-c", "user.name=Ada Ä", "-c", "user.email=a@b.c", "commit", "-qm", subject],
    ):
        subprocess.run(["git", *command], cwd=root, check=True, env={**os.environ, **dates})


def test_each_file_has_its_commits_newest_first(tmp_path: Path) -> None:
    commit(tmp_path, "1", "2026-10-01", "First")
    commit(tmp_path, "2", "2026-11-01", "Second: as asked")
    commits = read_commits(tmp_path)

    assert [each.subject for each in commits[FILE]] == ["Second: as asked", "First"]
    assert str(commits[FILE][0]).startswith("Ada Ä, 2026-11-01: Second: as asked (")


def test_a_version_is_of_the_newest_commit_before_it(tmp_path: Path) -> None:
    commit(tmp_path, "1", "2026-10-01", "First")
    commit(tmp_path, "2", "2026-11-01", "Second")
    commits = read_commits(tmp_path)

    def subject(instant: str) -> str:
        found = commit_of(commits, ["sql/none.sql", FILE], datetime.fromisoformat(instant))
        return found.subject if found else ""

    assert subject("2026-10-15T00:00+00:00") == "First"
    assert subject("2026-11-01T12:00+00:00") == "Second"
    assert subject("2026-09-01T00:00+00:00") == ""


def test_a_project_without_git_has_none(tmp_path: Path) -> None:
    assert read_commits(tmp_path) == {}
    (tmp_path / ".git").mkdir()
    assert read_commits(tmp_path) == {}
