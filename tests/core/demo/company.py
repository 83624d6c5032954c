"""The sample company's files, written and read back for tests."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from datetime import date
from pathlib import Path

from core.demo.generate import generate, write_exports, write_operations

TODAY = date(2027, 1, 6)
"""A Wednesday; the last full week is 2026-W53, which crosses the year."""

LAST_DAY = date(2027, 1, 3)

Tables = dict[str, list[dict[str, str]]]


def write_all(folder: Path, today: date) -> dict[str, Path]:
    """Write tables, exports and the workbook; return the files of the tables by their names."""
    tables = generate(folder, today)
    write_exports(folder, today)
    write_operations(folder, today)
    return tables


def read_tables(paths: Mapping[str, Path]) -> Tables:
    """Return the rows of CSV files, every field as text."""
    return {
        name: list(csv.DictReader(path.read_text(encoding="utf-8").splitlines()))
        for name, path in paths.items()
    }
