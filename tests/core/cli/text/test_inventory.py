"""KPIs found in the catalogue, as text and as JSON."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

from core.cli.text.inventory import inventory_text, retired_text
from tests.project import catalogue_of, kpi_text

TODAY = date(2026, 11, 16)
KPIS = {
    "success/kpi_01.py": kpi_text(reviewed="2026-08-16", review="quarterly", category="Retention"),
    "success/kpi_02.py": kpi_text(name="New", review="yearly", adds="sum"),
    "success/kpi_03.py": kpi_text(name="Other"),
}


def test_the_table_says_which_reviews_are_due(tmp_path: Path) -> None:
    entries = catalogue_of(tmp_path, KPIS).entries

    assert inventory_text(entries, TODAY, "table").splitlines() == [
        "domain   no  KPI    category   unit   owner                confirmed   next review",
        "-------  --  -----  ---------  -----  -------------------  ----------  --------------",
        "success  01  Forms  Retention  count  success@example.com  2026-08-16  2026-11-16 due",
        "success  02  New               count  success@example.com  never       due",
        "success  03  Other             count  success@example.com  never",
        "",
        "3 KPIs, 2 reviews due",
    ]


def test_the_records_have_what_the_file_tells_readers(tmp_path: Path) -> None:
    entries = catalogue_of(tmp_path, KPIS).entries
    first, second, _ = json.loads(inventory_text(entries, TODAY, "json"))

    assert (first["category"], first["review"], first["next_review"], first["review_is_due"]) == (
        "Retention",
        "quarterly",
        "2026-11-16",
        True,
    )
    assert (first["grain"], first["formula"]) == ("one value per week", "SELECT 1 AS value")
    assert (first["declared"], second["declared"]) == ({}, {"adds": "sum"})
    assert (second["category"], second["reviewed"], second["next_review"]) == (None, None, None)


def test_nothing_found_is_said() -> None:
    assert inventory_text([], TODAY, "table") == "no KPI has all that the options ask for"
    assert inventory_text([], TODAY, "json") == "[]"
    assert retired_text([], "table") == "no KPI is retired"
