"""Whether a file or a tab changed, by size, time and checksum."""

from __future__ import annotations

import hashlib
import os
from datetime import UTC, datetime
from pathlib import Path

from core.compute.fingerprint import LARGEST_HASHED, state_of, text_checksum
from tests.core.compute.sources import (
    DEALS,
)


def test_a_file_beyond_256_mb_is_not_hashed(tmp_path: Path) -> None:
    with (tmp_path / "large").open("wb") as file:
        file.truncate(LARGEST_HASHED + 1)
    state = state_of([str(tmp_path / "large")])

    assert (state.size, state.checksum(), state.is_unchanged()) == (256 * 1024 * 1024 + 1, "", True)


def test_a_file_that_is_gone_has_changed(tmp_path: Path) -> None:
    (tmp_path / "deals.csv").write_text(DEALS)
    state = state_of([str(tmp_path / "deals.csv")])
    (tmp_path / "deals.csv").unlink()

    assert not state.is_unchanged()


def test_files_that_are_as_they_were_are_unchanged_until_one_is_written(tmp_path: Path) -> None:
    paths = [str(tmp_path / name) for name in ("a.csv", "b.csv")]
    for path in paths:
        Path(path).write_text(DEALS)
    state = state_of(paths)
    assert state.is_unchanged()
    assert state.size == 2 * len(DEALS)

    Path(paths[1]).write_text(DEALS + "3,2026-11-16\n")
    assert not state.is_unchanged()


def test_the_checksum_is_of_all_contents_in_order_of_name(tmp_path: Path) -> None:
    for name, text in (("a.csv", "one"), ("b.csv", "two")):
        (tmp_path / name).write_text(text)
    state = state_of([str(tmp_path / "a.csv"), str(tmp_path / "b.csv")])

    assert state.checksum() == hashlib.sha256(b"onetwo").hexdigest()[:16]


def test_the_newest_file_says_when_the_files_were_modified(tmp_path: Path) -> None:
    for name, second in (("a.csv", 1_794_000_000), ("b.csv", 1_700_000_000)):
        (tmp_path / name).write_text(DEALS)
        os.utime(tmp_path / name, (second, second))
    state = state_of([str(tmp_path / "a.csv"), str(tmp_path / "b.csv")])

    assert state.modified == datetime.fromtimestamp(1_794_000_000, UTC)


def test_a_checksum_of_texts_tells_empty_from_missing_and_rows_apart() -> None:
    variants = [[["a", None]], [["a", ""]], [["a"], [None]], [["ä", None]]]

    assert len({text_checksum(rows) for rows in variants}) == len(variants)
    assert text_checksum([["a", None]]) == hashlib.sha256(b'["a", null]\n').hexdigest()[:16]
