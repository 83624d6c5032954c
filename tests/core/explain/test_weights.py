"""What each driver of the north star contributed, on a project that has run."""

from __future__ import annotations

from contextlib import closing
from datetime import date
from pathlib import Path

from core.catalog.loading import load_catalogue
from core.explain.weights import read_weights
from core.kpi import Values
from core.model import parse_span
from tests.project import kpi_text, settings_of, write_project
from tests.runs import run
from tests.warehouses import open_for

IN_46 = "SELECT CASE WHEN :first_day = DATE '2026-11-09' THEN {} ELSE {} END AS value"
KPIS = {
    "success/kpi_01.py": kpi_text(
        IN_46.format(24, 20),
        name="Orders",
        kind="north star",
        tree="clients * orders",
        drivers=[Values(2, name="clients"), Values(3, name="orders")],
    ),
    "success/kpi_02.py": kpi_text(IN_46.format(12, 10), name="Clients"),
    "success/kpi_03.py": kpi_text("SELECT 2 AS value", name="Orders per client"),
}
SPAN = parse_span("2026-W46", date(2026, 11, 16))


def test_drivers_weigh_what_they_contributed(tmp_path: Path, warehouse_url: str) -> None:
    root = write_project(tmp_path, KPIS)
    run(root, warehouse_url, "2026-W45..2026-W46")
    catalogue = load_catalogue(root)
    settings = settings_of(root, SCORECARD_WAREHOUSE=warehouse_url)

    with closing(open_for(settings, write=False)) as database:
        weights = read_weights(database, catalogue, "success", SPAN)
        later = read_weights(database, catalogue, "success", parse_span("2026-W47", SPAN.last))

    assert weights == {("success", 2): 4, ("success", 3): 0}
    assert later == {}


def test_without_a_north_star_there_are_none(tmp_path: Path, warehouse_url: str) -> None:
    root = write_project(tmp_path, {"success/kpi_02.py": KPIS["success/kpi_02.py"]})
    run(root, warehouse_url, "2026-W46")
    settings = settings_of(root, SCORECARD_WAREHOUSE=warehouse_url)

    with closing(open_for(settings, write=False)) as database:
        assert read_weights(database, load_catalogue(root), "success", SPAN) == {}
