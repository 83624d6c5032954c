"""Tabs of charts in a workbook."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO
from typing import Any
from zipfile import ZipFile

from openpyxl import load_workbook

from core.publish.grid import Grid
from core.publish.xlsx.content import content_of
from core.publish.xlsx.render import render
from tests.core.publish.samples import CHURN, FORMS, grid_of, row

GRID = replace(
    grid_of(
        row(FORMS, "2025-W46", 7),
        row(FORMS, "2026-W45", 8),
        row(FORMS, "2026-W46", 9),
        row(CHURN, "2026-W46", 0.1),
    ),
    has_charts=True,
)


def book_of(grid: Grid) -> Any:
    return load_workbook(BytesIO(render(grid)))


def charts_xml(grid: Grid) -> list[str]:
    with ZipFile(BytesIO(render(grid))) as files:
        names = sorted(name for name in files.namelist() if name.startswith("xl/charts/chart"))
        return [files.read(name).decode() for name in names]


def test_the_newest_page_has_a_tab_with_a_chart_for_each_kpi() -> None:
    book = book_of(GRID)

    assert book.sheetnames == ["sc2026", "sc2025", "Charts sc2026"]
    sheet = book["Charts sc2026"]
    assert [sheet.cell(line, 2).value for line in (5, 6)] == ["Forms", "Overall churn rate"]
    assert len(charts_xml(GRID)) == 2


def test_a_chart_refers_to_the_numbers_beside_it() -> None:
    sheet = book_of(GRID)["Charts sc2026"]
    labels, values = (
        [cell.value for cell in cells] for cells in sheet.iter_rows(3, 5, 4) if cells[0].row != 4
    )
    by_label = dict(zip(labels, values, strict=True))

    assert (by_label["W45"], by_label["W46"], by_label["W46 2025"]) == (8, 9, 7)
    (forms, churn) = charts_xml(GRID)
    assert "'Charts sc2026'!$D$5:$BD$5" in forms  # 53 weeks from D on
    assert "'Charts sc2026'!$BE$5:$DE$5" in forms
    assert "$BE$6" not in churn  # nothing is stored of the year before
    assert "dispBlanksAs" not in forms  # a gap is the default


def test_the_same_grid_makes_the_same_bytes() -> None:
    assert render(GRID) == render(GRID)


def test_without_charts_there_is_no_tab_of_charts() -> None:
    plain = replace(GRID, has_charts=False)

    assert book_of(plain).sheetnames == ["sc2026", "sc2025"]
    assert charts_xml(plain) == []
    assert content_of(plain) != content_of(GRID)
