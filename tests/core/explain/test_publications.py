"""The workbooks and spreadsheets that show a value."""

from __future__ import annotations

import re
from contextlib import closing
from pathlib import Path

from core.explain.publications import Appearance, find_appearances
from core.publish import row_key, tab_key
from core.sheets.address import URL
from core.store.published_cells import PublishedCells, WrittenCell
from tests.core.explain.explanations import (
    explanation,
)
from tests.project import kpi_text, runner_text, settings_of, write_project
from tests.runs import row_of
from tests.spreadsheets import Office
from tests.warehouses import execute, open_for


def publication(
    root: Path, url: str, marker: str, target: str, at: str, outcome: str = "applied"
) -> None:
    execute(
        url,
        f"INSERT INTO vl_analytics.scorecard_publication VALUES ('{marker}', 'success', '{target}',"
        f" 'scorecard publish success', '', 'ann', 'desk', '{at}', '{outcome}', 9, 0, 0)",
    )


def test_a_workbook_is_shown_with_its_first_writing_since(root: Path, warehouse_url: str) -> None:
    publication(root, warehouse_url, "too early", "var/success.xlsx", "2026-11-16 05:00+01:00")
    publication(
        root, warehouse_url, "given up", "var/success.xlsx", "2026-11-16 06:30+01:00", "given up"
    )
    publication(root, warehouse_url, "first", "var/success.xlsx", "2026-11-16 07:00+01:00")
    publication(root, warehouse_url, "second", "var/success.xlsx", "2026-11-16 08:00+01:00")

    assert [
        re.split(r"  +", line)
        for line in explanation(root, warehouse_url, "1", "2026-W46")["Published"][2:]
    ] == [
        [
            "var/success.xlsx",
            "1",
            "2026-11-16 07:00 CET",
            "ann on desk",
            "scorecard publish success",
        ]
    ]


def test_a_spreadsheet_is_shown_with_the_value_of_its_cell(office: Office) -> None:
    kpi = {"success/kpi_01.py": kpi_text("SELECT 4 AS value", name="Four")}
    write_project(office.root, kpi, {"success": runner_text("success", sheet=office.variable)})
    code, _, stderr = office.run("run", "success", "--week", "2026-W46")
    assert code == 0, stderr

    published = explanation(office.root, office.url, "1", "2026-W46")["Published"]
    assert re.split(r"  +", published[2])[:3] == [
        URL.format(office.book),
        "4",
        "2026-11-16 06:00 CET",
    ]
    assert published[2].endswith("scorecard run success --week 2026-W46")


def test_a_cell_that_already_held_its_value_has_no_publication(
    root: Path, warehouse_url: str
) -> None:
    settings = settings_of(root, SCORECARD_WAREHOUSE=warehouse_url)
    row = row_of(root, warehouse_url, 1, "2026-W46")
    book = "1" * 44
    with closing(open_for(settings)) as warehouse:
        keys = tab_key("success", row.period), row_key(row), row.period.label
        cell = WrittenCell(keys, 1.0)
        PublishedCells(warehouse, "success", book).adopt([cell], "a mark of no publication")
        (appearance,) = find_appearances(warehouse, row)

    assert appearance == Appearance(book, None, None, None, None, number=1.0)
    assert appearance.is_spreadsheet
