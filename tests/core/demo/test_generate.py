"""The sample company as a whole: the same data on every machine, and a past that stays."""

from __future__ import annotations

import gzip
import time
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import openpyxl
import pytest

from core.demo.generate import generate
from core.demo.rhythm import last_sunday
from core.demo.tables import TABLES
from tests.core.demo.company import TODAY, Tables, read_tables, write_all


def test_the_same_day_gives_the_same_files(folder: Path, tables: Tables, tmp_path: Path) -> None:
    write_all(tmp_path, TODAY)
    for path in sorted(folder.rglob("*.*")):
        again = tmp_path / path.relative_to(folder)
        if path.suffix != ".xlsx":
            assert again.read_bytes() == path.read_bytes(), path.name
    assert list(cells(tmp_path)) == list(cells(folder))


def cells(folder: Path) -> Iterator[tuple[object, ...]]:
    for sheet in openpyxl.load_workbook(folder / "operations.xlsx"):
        yield from sheet.iter_rows(values_only=True)


def test_every_day_of_a_week_gives_the_same_files(tables: Tables, tmp_path: Path) -> None:
    assert last_sunday(date(2027, 1, 4)) == last_sunday(date(2027, 1, 10)) == date(2027, 1, 3)
    assert read_tables(generate(tmp_path, date(2027, 1, 10))) == tables


@pytest.mark.parametrize("back", [1, 2, 40])
def test_a_later_day_keeps_every_row_and_only_fills_what_was_empty(
    tables: Tables, tmp_path: Path, back: int
) -> None:
    earlier = read_tables(generate(tmp_path, TODAY - timedelta(weeks=back)))
    for table in TABLES:
        before, after = earlier[table.name], tables[table.name]
        assert 0 < len(before) <= len(after)
        # A stage change has no number of its own.
        keys = list(
            table.row._fields[:2] if table.name.endswith("stage_changes") else table.row._fields[:1]
        )
        now = {tuple(row[key] for key in keys): row for row in after}
        assert len(now) == len(after)
        for row in before:
            later_row = now[tuple(row[key] for key in keys)]
            changed = {name for name, value in row.items() if value != later_row[name]}
            assert all(row[name] == "" for name in changed), (table.name, row, later_row)


def test_a_later_day_keeps_the_exports_and_the_requests_in_the_workbook(
    folder: Path, tables: Tables, tmp_path: Path
) -> None:
    write_all(tmp_path, TODAY - timedelta(weeks=1))
    for name in ("exports/form_sessions.csv.gz", "exports/job_board_spend.csv"):
        assert text(folder / name).startswith(text(tmp_path / name))
    before, after = requests(tmp_path), requests(folder)
    assert len(before) > 250
    assert after[: len(before)] == before


def text(path: Path) -> str:
    return (
        gzip.decompress(path.read_bytes()).decode()
        if path.suffix == ".gz"
        else path.read_text(encoding="utf-8")
    )


def requests(folder: Path) -> list[tuple[object, ...]]:
    sheet = openpyxl.load_workbook(folder / "operations.xlsx")["Replacements"]
    return [row[:4] for row in sheet.iter_rows(min_row=5, values_only=True) if row[2] is not None]


def test_it_takes_less_than_two_seconds(tmp_path: Path) -> None:
    began = time.process_time()
    write_all(tmp_path, date(2026, 11, 20))
    assert time.process_time() - began < 2
