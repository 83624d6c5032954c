"""KPIs selected by what their files say."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from core.catalog.selection import Selection
from core.kpi import File, Table
from tests.project import catalogue_of, kpi_text

TODAY = date(2026, 11, 16)
KPIS = {
    "success/kpi_01.py": kpi_text(
        "SELECT count(*) AS value FROM stg.clients",
        category="Retention",
        sources=[Table("stg.clients")],
        review="monthly",
        reviewed="2026-10-16",
    ),
    "success/kpi_02.py": kpi_text(
        "SELECT count(*) AS value FROM deals",
        name="Deals",
        owner="sales@example.com",
        unit="EUR",
        sources=[File("exports/deals.csv")],
        review="yearly",
        reviewed="2026-10-16",
    ),
    "success/kpi_03.py": kpi_text(name="Constant"),
}


@pytest.mark.parametrize(
    ("selection", "numbers"),
    [
        (Selection(), [1, 2, 3]),
        (Selection(owner="SALES"), [2]),
        (Selection(category="retent"), [1]),
        (Selection(source="STG.Clients"), [1]),
        (Selection(source="clients"), [1]),
        (Selection(source="deals.csv"), [2]),
        (Selection(unit="eur"), [2]),
        (Selection(unit="EU"), []),
        (Selection(due_only=True), [1]),
        (Selection(owner="sales", due_only=True), []),
        (Selection(owner="example.com", unit="count"), [1, 3]),
    ],
)
def test_conditions_hold_together(tmp_path: Path, selection: Selection, numbers: list[int]) -> None:
    entries = catalogue_of(tmp_path, KPIS).entries

    assert [entry.number for entry in selection.select(entries, TODAY)] == numbers
