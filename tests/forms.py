"""A small scorecard: forms received in a week (KPI 6), and their four-week average (KPI 5)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path

from core.kpi import Table, Values
from tests.project import kpi_text, write_project
from tests.warehouses import execute

FORMS = Table("stg.forms")
COUNT = "SELECT count(*) AS value FROM stg.forms WHERE sent_on BETWEEN :first_day AND :last_day"
AVERAGE = "SELECT avg(value) AS value FROM kpi_06"

KPI_06 = kpi_text(COUNT, name="Forms", sources=[FORMS])
KPI_05 = kpi_text(AVERAGE, name="Forms, average", unit="number", sources=[Values(6, last=4)])

# Sundays of the weeks W40 to W46 of 2026, and the number of forms received in each.
SUNDAYS = {
    f"2026-W{week}": date(2026, 10, 4) + timedelta(weeks=week - 40) for week in range(40, 47)
}
COUNTS = dict(zip(SUNDAYS, (1, 2, 3, 4, 5, 6, 7), strict=True))


def write_forms(root: Path, forms: str = KPI_06) -> Path:
    """Write the project, with the text `forms` as the file of KPI 6."""
    return write_project(root, {"success/kpi_05.py": KPI_05, "success/kpi_06.py": forms})


def fill_forms(url: str, counts: Mapping[str, int] = COUNTS) -> None:
    days = [SUNDAYS[week] for week, count in counts.items() for _ in range(count)]
    execute(
        url,
        "CREATE SCHEMA IF NOT EXISTS stg",
        "CREATE TABLE IF NOT EXISTS stg.forms (sent_on date)",
        "INSERT INTO stg.forms VALUES " + ", ".join(f"('{day}')" for day in days),
    )


def edit(root: Path, path: str, old: str, new: str) -> None:
    file = root / path
    text = file.read_text()
    assert old in text
    file.write_text(text.replace(old, new))
    # Python compares time stamps in whole seconds, so it might run the compiled old text.
    for cached in file.parent.glob("__pycache__/*"):
        cached.unlink()
