"""What rules would have told in the past."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

from core.alerts.backtest import backtest
from core.catalog.loading import load_catalogue
from tests.lending import WEEKS, fill_loans, kpi_file, run_on, runner_file, write_lending
from tests.project import settings_of, write_project
from tests.warehouses import open_for


def test_a_backtest_says_when_each_rule_began_and_how_long_it_held(
    tmp_path: Path, warehouse_url: str
) -> None:
    fill_loans(warehouse_url, {**WEEKS, "2026-W43": 0.04})
    root = write_lending(tmp_path)
    run_on(root, warehouse_url, "2026-W47", period="2026-W43..2026-W47")

    settings = settings_of(root, SCORECARD_WAREHOUSE=warehouse_url)
    with closing(open_for(settings, write=False)) as database:
        critical, warning = backtest(database, load_catalogue(root), "risk")
    assert (critical.begins, critical.held, critical.values) == (("2026-W45",), 1, 5)
    assert (warning.begins, warning.held, warning.values) == (("2026-W43", "2026-W45"), 3, 5)


def test_a_runners_rules_on_targets_are_for_kpis_that_have_one(
    tmp_path: Path, warehouse_url: str
) -> None:
    fill_loans(warehouse_url)
    runner = runner_file(alerts="RULES").replace("'RULES'", "[off_target(20), above(0.05)]")
    runner = runner.replace("import Runner", "import Runner, above, off_target")
    other = kpi_file("").replace('"PAR90"', '"PAR90 of all"')
    kpis = {"risk/kpi_01.py": kpi_file("", target=0.04), "risk/kpi_02.py": other}
    root = write_project(tmp_path, kpis, {"risk": runner})
    run_on(root, warehouse_url, "2026-W47", period="2026-W44..2026-W47")

    settings = settings_of(root, SCORECARD_WAREHOUSE=warehouse_url)
    with closing(open_for(settings, write=False)) as database:
        tested = backtest(database, load_catalogue(root), "risk")
    assert [(each.entry.number, str(each.rule), each.begins) for each in tested] == [
        (1, "off_target(20, 'warning')", ("2026-W45",)),
        (1, "above(0.05, 'warning')", ("2026-W45",)),
        (2, "above(0.05, 'warning')", ("2026-W45",)),
    ]
