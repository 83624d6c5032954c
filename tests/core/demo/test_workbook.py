"""The operations workbook: as untidy as real ones."""

from __future__ import annotations

import re
from collections import Counter
from datetime import datetime
from pathlib import Path

import openpyxl

from tests.core.demo.company import Tables


def test_the_workbook_is_as_untidy_as_real_ones(folder: Path, tables: Tables) -> None:
    workbook = openpyxl.load_workbook(folder / "operations.xlsx")
    rows = list(workbook["Replacements"].iter_rows(values_only=True))
    assert [row[0] for row in rows[:4]] == [
        "Replacements: please one line per request!",
        "Questions: operations desk",
        None,
        "Client ",
    ]
    assert rows[-1][0] == "Total"
    dates = [row[2] for row in rows[4:-1]]
    assert any(isinstance(value, datetime) for value in dates)
    written = " | ".join(value for value in dates if isinstance(value, str))
    for pattern in (r"\d\d\.\d\d\.2026", r"2026-\d\d-\d\d", r"\d Mar 2026", r"Mar \d+, 2026"):
        assert re.search(pattern, written), pattern
    days = [str(row[5]) for row in rows[4:-1]]
    assert {"tbd"} <= set(days)
    assert any(value.startswith("~") for value in days)
    assert any(value.endswith("(est.)") for value in days)
    people = Counter(row[1] for row in rows[4:-1] if row[1])
    assert max(people.values()) == 2
    assert {"done", "DONE ", "Cancelled"} <= {row[4] for row in rows}
    assert [cell.value for cell in workbook["Replacements 2024-25"][3]][:3] == [
        "Customer",
        "Who leaves",
        "Date of request",
    ]
