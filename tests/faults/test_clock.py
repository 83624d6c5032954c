"""The clock is set back between two runs: the newest definition is still the one run last."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest

from core.store.definitions import Definitions
from tests.processes import ended, start
from tests.project import kpi_text, settings_of, write_project
from tests.runs import run, values_of, workbook_at
from tests.warehouses import open_for

WEEK = "2026-W46"
MONDAY, AN_HOUR_EARLIER = "2026-11-16T06:00+01:00", "2026-11-16T05:00+01:00"


def write(root: Path, value: int, owner: str) -> None:
    write_project(root, {"success/kpi_01.py": kpi_text(f"SELECT {value} AS value", owner=owner)})


def shown(root: Path) -> set[object]:
    book = workbook_at(root / "var" / "success.xlsx")
    return {cell.value for sheet in book.worksheets for row in sheet.iter_rows() for cell in row}


@pytest.mark.parametrize("then", [MONDAY, AN_HOUR_EARLIER])
def test_the_definition_that_ran_last_is_in_force_even_if_the_clock_was_set_back(
    tmp_path: Path, warehouse_url: str, then: str
) -> None:
    write(tmp_path, 1, "first@example.com")
    run(tmp_path, warehouse_url, WEEK, publish=True, now=MONDAY)
    write(tmp_path, 2, "second@example.com")
    run(tmp_path, warehouse_url, WEEK, publish=True, now=then)

    assert newest_owner(tmp_path, warehouse_url) == "second@example.com"
    assert values_of(tmp_path, warehouse_url, 1) == {WEEK: 2}
    assert "second" in shown(tmp_path)
    found = ended(start(tmp_path, "check", SCORECARD_WAREHOUSE=warehouse_url, SCORECARD_NOW=then))
    assert (found.code, found.err) == (0, "")


def test_a_definition_that_comes_back_is_in_force_even_if_the_clock_was_set_back(
    tmp_path: Path, warehouse_url: str
) -> None:
    for value, owner, now in (
        (1, "first", MONDAY),
        (2, "second", MONDAY),
        (1, "first", AN_HOUR_EARLIER),
    ):
        write(tmp_path, value, f"{owner}@example.com")
        run(tmp_path, warehouse_url, WEEK, publish=True, now=now)

    assert newest_owner(tmp_path, warehouse_url) == "first@example.com"
    assert "first" in shown(tmp_path)


def newest_owner(root: Path, url: str) -> str:
    with closing(open_for(settings_of(root, SCORECARD_WAREHOUSE=url), write=False)) as warehouse:
        return Definitions(warehouse).read_newest("success")[1].owner
