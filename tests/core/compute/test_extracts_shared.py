"""Tables that several queries read beside files: copied for all, alone where that fails."""

from __future__ import annotations

from pathlib import Path

from core.kpi import File, Table
from tests.project import kpi_text, write_project
from tests.runs import run
from tests.warehouses import execute, stored

JOINED = "AS value FROM stg.forms AS o JOIN kinds ON kinds.day = o.day WHERE o.day <= :last_day"


def test_a_column_that_cannot_be_copied_fails_only_the_queries_that_read_it(
    tmp_path: Path, postgres_url: str
) -> None:
    execute(
        postgres_url,
        "CREATE SCHEMA stg",
        "CREATE TABLE stg.forms AS SELECT DATE '2026-11-09' AS day, 7 AS n, point(1, 2) AS place",
    )
    sources = [Table("stg.forms"), File("kinds.csv")]
    kpis = {
        f"success/kpi_{number:02}.py": kpi_text(
            f"SELECT {value} {JOINED}", name=value, sources=sources, unit="number"
        )
        for number, value in enumerate(("sum(n)", "count(o.place)", "max(n)"), 1)
    }
    write_project(tmp_path, kpis, files={"kinds.csv": "day\n2026-11-09\n"})

    run(tmp_path, postgres_url, "2026-W46")

    found = stored(postgres_url, "kpi_number, value, reason", "scorecard_success")
    assert [(number, value) for number, value, _ in found] == [(1, 7), (2, None), (3, 7)]
    assert "stg.forms.place is point, which DuckDB cannot hold" in found[1][2]
