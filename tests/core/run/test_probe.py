"""Checks of files, which are measured where they were loaded."""

from __future__ import annotations

from pathlib import Path

from core.kpi import File
from tests.project import kpi_text, write_project
from tests.runs import rows_of, run
from tests.warehouses import stored

SHARED = '''"""Sources that all KPIs share."""

from core.kpi import File, columns, missing

SOURCES = [
    File(
        "deals.csv",
        loaded_at="closed_at",
        fresh="2 days",
        checks=[missing("owner", 0.1), columns({"owner": "text"})],
    )
]
'''


def test_a_file_is_judged_as_it_was_loaded(tmp_path: Path, warehouse_url: str) -> None:
    deals = "closed_at,owner,amount\n2026-11-15 10:00,ann,5\n2026-11-15 11:00,,6\n"
    query = "SELECT sum({}) AS value FROM deals"
    kpis = {
        "success/kpi_01.py": kpi_text(query.format("amount"), sources=[File("deals.csv")]),
        "success/kpi_02.py": kpi_text(
            "SELECT count(owner) AS value FROM deals", name="Owners", sources=[File("deals.csv")]
        ),
    }
    files = {"scorecards/sources.py": SHARED, "deals.csv": deals}
    root = write_project(tmp_path, kpis, files=files)

    run(root, warehouse_url, "2026-W46")

    assert {row.kpi_number: row.state.value for row in rows_of(root, warehouse_url)} == {
        1: "value",
        2: "withheld",
    }
    assert stored(warehouse_url, "check_name, outcome", "scorecard_source_check") == [
        ("columns('owner')", "passed"),
        ("fresh('2 days')", "passed"),
        ("missing('owner', 0.1)", "blocked"),
    ]
