"""Files of the dictionary on disk."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.dictionary.output import MARK, write_file, write_folder
from core.errors import UsageError


def test_a_file_is_written_only_if_it_differs(tmp_path: Path) -> None:
    path = tmp_path / "new" / "kpis.html"

    assert write_file(path, "ä") is True
    assert write_file(path, "ä") is False
    assert write_file(path, "b") is True
    assert path.read_text() == "b"
    assert list(path.parent.iterdir()) == [path]


def test_pages_that_are_no_longer_ours_go_and_those_of_people_stay(tmp_path: Path) -> None:
    person = tmp_path / "notes.md"
    person.write_text("mine")

    assert write_folder(tmp_path, {"index.md": "a", "x/1.md": "b"}) == 2
    assert write_folder(tmp_path, {"index.md": "a", "x/1.md": "b"}) == 0
    assert write_folder(tmp_path, {"index.md": "a"}) == 1
    assert (tmp_path / "index.md").read_text() == f"{MARK}\na"
    assert not (tmp_path / "x/1.md").exists()
    assert person.read_text() == "mine"


def test_a_page_of_a_person_is_not_overwritten(tmp_path: Path) -> None:
    (tmp_path / "index.md").write_text("mine")

    with pytest.raises(UsageError, match="was written by a person; move it"):
        write_folder(tmp_path, {"index.md": "a"})
    assert (tmp_path / "index.md").read_text() == "mine"


def test_a_folder_and_a_file_are_not_mistaken(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")

    with pytest.raises(UsageError, match="is a folder; name a file in it"):
        write_file(tmp_path, "")
    with pytest.raises(UsageError, match="is a file; name a folder"):
        write_folder(tmp_path / "file", {})
