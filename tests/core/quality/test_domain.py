"""The scorecard of quality, as docs/quality.md shows it, over the store of real runs."""

from __future__ import annotations

import re
from pathlib import Path

from tests.core.run.gates import fill_orders, write_shop
from tests.project import runner_text
from tests.runs import rows_of, run

PAGE = Path(__file__).parents[3] / "docs/quality.md"
LOSE_CLIENTS = "UPDATE stg.orders SET client_id = NULL WHERE order_id <= 3"


def write_quality(root: Path) -> None:
    """Write the KPI files of the page, whose first line says the number of each."""
    page = PAGE.read_text(encoding="utf-8").partition("## A scorecard of quality")[2]
    for number, text in re.findall(r"`kpi_(\d\d)\.py`:\n\n```python\n(.*?)```", page, re.DOTALL):
        path = root / f"scorecards/quality/kpi_{number}.py"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    (root / "runners/quality.py").write_text(runner_text("quality"), encoding="utf-8")


def test_the_quality_of_sources_is_a_scorecard_of_its_own(
    tmp_path: Path, warehouse_url: str
) -> None:
    terms = 'loaded_at="_synced_at", fresh="30 hours", checks=[missing("client_id", 0.05)]'
    root = write_shop(tmp_path, terms)
    write_quality(root)
    fill_orders(warehouse_url, LOSE_CLIENTS, synced="2026-11-15 04:00+01:00")
    run(root, warehouse_url, "2026-W46", now="2026-11-15T10:00+01:00", partial=True)

    report = run(root, warehouse_url, "2026-W46", domains=["quality"])

    assert report.ok
    rows = rows_of(root, warehouse_url, domain="quality")
    assert {(row.kpi_number, row.field_details): row.value for row in rows} == {
        (1, "stg.orders"): 0.3,
        (2, "stg.orders"): 6.0,
        (3, ""): 0.0,
        (4, ""): 1.0,
        (5, ""): 0.0,
        (6, ""): 1.0,
    }
