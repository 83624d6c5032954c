"""Values that deviate from what their KPI says of them, on both engines."""

from __future__ import annotations

from pathlib import Path

from tests.core.run.gates import fill_orders
from tests.forms import COUNT, FORMS, fill_forms
from tests.project import kpi_text, write_project
from tests.runs import rows_of, run
from tests.warehouses import execute, stored


def write_forms(root: Path, checks: str) -> Path:
    text = kpi_text(COUNT, name="Forms", sources=[FORMS])
    text = text.replace("import Kpi", "import Kpi, value_between, zscore")
    text = text.replace("    query=", f"    checks=[{checks}],\n    query=")
    return write_project(root, {"success/kpi_06.py": text})


def test_a_value_out_of_its_limits_is_withheld(tmp_path: Path, warehouse_url: str) -> None:
    root = write_forms(tmp_path, "value_between(0, 6)")
    fill_forms(warehouse_url)

    run(root, warehouse_url, "2026-W45..2026-W46")

    outcomes = {row.period.label: (row.outcome, row.value) for row in rows_of(root, warehouse_url)}
    assert outcomes == {"2026-W45": ("value", 6.0), "2026-W46": ("withheld", None)}
    columns = "source, check_name, outcome, message, kpis"
    assert stored(warehouse_url, columns, "scorecard_source_check") == [
        (
            "success/kpi_06",
            "value_between(0, 6)",
            "blocked",
            "2026-W46: 7 is outside 0 to 6",
            "6",
        )
    ]


def test_an_unusual_value_warns_beside_stored_ones(tmp_path: Path, warehouse_url: str) -> None:
    root = write_forms(tmp_path, "zscore(2.5)")
    fill_orders(warehouse_url)
    execute(warehouse_url, "CREATE TABLE stg.forms (sent_on date)")
    weeks = "generate_series(0, 9) AS weeks(week), generate_series(0, 4) AS each(n)"
    days = "date '2026-11-10' - 7 * week::int"
    execute(
        warehouse_url,
        f"INSERT INTO stg.forms SELECT {days} FROM {weeks} WHERE n < 3 + week % 2",
        "INSERT INTO stg.forms SELECT date '2026-11-11' FROM generate_series(1, 90) AS each(n)",
    )
    first = run(root, warehouse_url, "2026-W37..2026-W45")

    report = run(root, warehouse_url, "2026-W46")

    assert first.notes == ()
    (note,) = report.notes
    assert note.startswith("warning: success/kpi_06 2026-W46: 93 is ")
    assert report.ok
