"""A small lender's scorecard: the share of its balance that is more than 90 days late (KPI 1)."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from core.model.alert_records import AlertEvent
from core.model.period import parse_period
from core.run.pipeline import Report
from tests.project import write_project
from tests.runs import run
from tests.warehouses import execute

RULES = 'above(0.05, "critical"), above(0.03, "warning", clear=0.025)'
WEEKS = {"2026-W44": 0.02, "2026-W45": 0.052, "2026-W46": 0.04, "2026-W47": 0.02}
MONDAYS = {week: f"{parse_period(week).day_after}T06:00+01:00" for week in WEEKS}


def kpi_file(rules: str = RULES, **attributes: object) -> str:
    """Return the KPI's file with these rules."""
    alerts = f"    alerts=[{rules}],\n" if rules else ""
    given = {"better": "lower", **attributes}
    lines = "".join(f"    {name}={value!r},\n" for name, value in given.items())
    return (
        '"""Balance more than 90 days late, as a share of the balance."""\n\n'
        "from core.kpi import Kpi, Table, above, below_target, unusual\n\n"
        'KPI = Kpi(\n    name="PAR90",\n    owner="risk@example.com",\n    unit="percent",\n'
        f'{lines}{alerts}    sources=[Table("stg.loans")],\n'
        '    query="""SELECT par90 AS value FROM stg.loans WHERE week = :first_day\n'
        '    """,\n)\n'
    )


def runner_file(**attributes: object) -> str:
    """Return the runner, in Berlin's time, Monday 06:00."""
    lines = "".join(f"    {name}={value!r},\n" for name, value in attributes.items())
    return (
        '"""Risk scorecard."""\n\nfrom core.runner import Runner\n\n'
        'RUNNER = Runner(\n    title="Risk scorecard",\n    timezone="Europe/Berlin",\n'
        f'    schedule={{"weekly": "0 6 * * MON"}},\n{lines})\n\n'
        'if __name__ == "__main__":\n    RUNNER.main()\n'
    )


def write_lending(root: Path, rules: str = RULES, **runner: object) -> Path:
    """Write the project, with attributes of the runner."""
    kpis = {"risk/kpi_01.py": kpi_file(rules)}
    return write_project(root, kpis, {"risk": runner_file(**runner)})


def fill_loans(url: str, weeks: Mapping[str, float] = WEEKS, part: str = "") -> None:
    """Add one value for each week, of the whole or of a part."""
    execute(
        url,
        "CREATE SCHEMA IF NOT EXISTS stg",
        "CREATE TABLE IF NOT EXISTS stg.loans (week date, part text, par90 float8)",
    )
    for week, value in weeks.items():
        monday = parse_period(week).first_day
        execute(url, f"INSERT INTO stg.loans VALUES ('{monday}', '{part}', {value})")


def correct(url: str, week: str, value: float) -> None:
    """Change the data of a week."""
    monday = parse_period(week).first_day
    execute(url, f"UPDATE stg.loans SET par90 = {value} WHERE week = '{monday}'")


def run_on(root: Path, url: str, week: str, **given: object) -> Report:
    """Run on the Monday after a week, as cron does."""
    options = {"now": MONDAYS[week], "domains": ("risk",), "publish": True, **given}
    return run(root, url, **options)  # type: ignore[arg-type]


def told(report: Report) -> list[str]:
    """Return level and sentence of each alert of a run."""
    return [f"{level_of(event)}: {event.sentence}" for event in report.alerted.events]


def level_of(event: AlertEvent) -> str:
    return event.level or "over"
