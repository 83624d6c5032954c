"""The files of sources, found once per run."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.compute.files import ProjectFiles
from core.errors import SourceError
from core.model import File, Table


def test_a_path_or_glob_names_files_below_the_root_or_anywhere(tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    for folder, name in [(tmp_path / "root", "b.csv"), (tmp_path / "root", "a.csv")]:
        folder.mkdir(exist_ok=True)
        (folder / name).write_text("n\n1\n")
    elsewhere.mkdir()
    (elsewhere / "c.csv").write_text("n\n1\n")
    files = ProjectFiles(tmp_path / "root")
    absolute = File(str(elsewhere / "*.csv"), name="c")

    assert files.find(File("*.csv", name="all")) == [
        str(tmp_path / "root" / "a.csv"),
        str(tmp_path / "root" / "b.csv"),
    ]
    assert files.find(absolute) == [str(elsewhere / "c.csv")]
    assert files.find_all([Table("stg.t"), absolute, File("gone.csv")]) == [
        str(elsewhere / "c.csv")
    ]


def test_a_file_that_comes_during_a_run_waits_for_the_next_one(tmp_path: Path) -> None:
    files = ProjectFiles(tmp_path)
    with pytest.raises(SourceError, match=r"late\.csv does not exist below .*; put the file there"):
        files.find(File("late.csv"))
    (tmp_path / "late.csv").write_text("n\n1\n")

    with pytest.raises(SourceError):
        files.find(File("late.csv"))
    assert ProjectFiles(tmp_path).find(File("late.csv")) == [str(tmp_path / "late.csv")]


def test_a_missing_file_has_near_names_of_its_folder(tmp_path: Path) -> None:
    (tmp_path / "exports").mkdir()
    (tmp_path / "exports" / "deals.csv").write_text("n\n1\n")

    with pytest.raises(SourceError) as caught:
        ProjectFiles(tmp_path).find(File("exports/deal.csv"))
    assert str(caught.value) == (
        f"exports/deal.csv does not exist below {tmp_path}; did you mean exports/deals.csv?"
    )
