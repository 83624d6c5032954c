"""A definition as the store keeps it."""

from __future__ import annotations

from pathlib import Path

from core.catalog.definition import definition_of
from core.catalog.source_details import source_details
from core.kpi import File, Tab, Table, Values
from tests.project import catalogue_of, kpi_text


def test_a_definition_holds_what_explains_a_number_when_the_file_is_gone(tmp_path: Path) -> None:
    sources = [
        Table("stg.deals"),
        File("exports/a.csv"),
        Tab("OPS", "Notes", columns=("A",)),
        Values(1, last=4),
    ]
    catalogue = catalogue_of(
        tmp_path,
        {
            "success/kpi_02.py": kpi_text(
                "SELECT 1 AS value",
                name="Lost deals",
                sources=sources,
                target=5,
                better="lower",
                reviewed="2026-10-01",
            )
        },
    )

    found = definition_of(catalogue, catalogue.entry("success", 2))

    assert (found.domain, found.kpi_number, found.field_name) == ("success", 2, "lost_deals")
    assert (found.range_type, found.cadence, found.unit, found.better) == (
        "4 weeks",
        "weekly",
        "count",
        "lower",
    )
    assert (found.meaning, found.query) == ("What the test counts.", "SELECT 1 AS value")
    assert found.sources == "stg.deals, exports/a.csv, OPS › Notes, kpi_01"
    assert found.target == 5.0
    assert (found.since, found.settles, found.timezone) == ("", "", "Europe/Berlin")
    assert found.title == catalogue.runners["success"].title
    assert found.source_details == source_details(sources)
