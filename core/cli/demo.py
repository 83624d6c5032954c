"""The sample company: its warehouse and files made, its scorecards filled and published."""

from __future__ import annotations

import shutil
from pathlib import Path

import click

from core.catalog import domain_names
from core.cli.text.progress import progress
from core.cli.text.values import label, table, value_text
from core.engines import Access, Warehouse, open_warehouse
from core.errors import UsageError
from core.model import last_ended
from core.publish import Published
from core.run import Options, Report, RunRequest
from core.run import run as run_pipeline
from core.settings import Settings, load_settings

_DDL = Path(__file__).parents[2] / "sql" / "sample" / "warehouse.sql"
_MARK = "vl_sample"


def run_demo(settings: Settings, weeks: int, command: str) -> int:
    """Make the sample, run `weeks` weeks of all domains, publish, and say what to try next; return
    the exit code.
    """
    settings = _with_dotenv(settings)
    _fill(settings, command)
    domains = domain_names(settings.root)
    last = last_ended("weekly", settings.now.date())
    span = f"{last.shift(1 - weeks)}..{last}"
    click.echo(f"computing {span} of {', '.join(domains)}", err=True)
    with progress() as advance:
        report = run_pipeline(settings, RunRequest(domains, period=span), Options(command), advance)
    click.echo(_newest(report))
    click.echo()
    for domain, each in report.published.items():
        click.echo(f"{domain:13} {each.place if isinstance(each, Published) else each}")
    activate = (
        ""
        if shutil.which("scorecard")
        else "\n  . .venv/bin/activate                      once, for the commands below"
    )
    click.echo(_NEXT.format(week=last, activate=activate))
    return 0 if report.ok else 1


_NEXT = """
Open a workbook, then try:{activate}
  scorecard show success 32                 where a number comes from
  scorecard run success --week {week}     run a week again: nothing changes
  scorecard new success                     write a KPI of your own
  scorecard doctor                          see what a real installation still needs"""


def _with_dotenv(settings: Settings) -> Settings:
    """Give the project a `.env` from its example where it has none, for the sample's workbook is
    named there.
    """
    target, example = settings.root / ".env", settings.root / ".env.example"
    if target.exists() or not example.exists():
        return settings
    shutil.copyfile(example, target)
    click.echo("wrote .env from .env.example", err=True)
    return load_settings(start=settings.root)


def _fill(settings: Settings, command: str) -> None:
    from core.demo import generate, write_exports, write_operations

    folder, today = settings.var / "sample", settings.now.date()
    click.echo(f"making the sample company's data in {folder.relative_to(settings.root)}", err=True)
    write_exports(folder, today)
    write_operations(folder, today)
    tables = generate(folder, today)
    access = Access(command, write=True, wait=60)
    warehouse = open_warehouse(settings, access)
    try:
        with warehouse.lock([_MARK], access):
            _load(warehouse, tables)
    finally:
        warehouse.close()


def _load(warehouse: Warehouse, tables: dict[str, Path]) -> None:
    """Replace the sample's tables; tables of the same names that are not the sample's are left
    alone.

    Raises:
        UsageError: Such tables are there.
    """
    schemas = sorted({name.split(".")[0] for name in tables})
    known = (
        "SELECT table_schema FROM information_schema.tables WHERE table_schema ="
        " ANY(:schemas::text[])"
    )
    if not warehouse.execute(known, {"schemas": [_MARK]}).rows and (
        found := warehouse.execute(known, {"schemas": schemas}).rows
    ):
        raise UsageError(
            f"{warehouse.place} already has a schema {found[0][0]} that is not the sample's; "
            "give the demo a warehouse of its own"
        )
    with warehouse.transaction():
        warehouse.script(
            f"CREATE SCHEMA IF NOT EXISTS {_MARK}; CREATE TABLE IF NOT EXISTS {_MARK}.made (made_at"
            " timestamptz)"
        )
        warehouse.script(_DDL.read_text())
        for name, path in tables.items():
            warehouse.execute(f"DELETE FROM {name}")
            warehouse.load_csv(name, path)


def _newest(report: Report) -> str:
    """Return the newest value of every series as a table, with what it was a period before."""
    series: dict[tuple[str, int, str], list[tuple[str, ...]]] = {}
    for result in report.results:
        entry = result.task.entry
        for row in result.rows:
            name = label(row, {(entry.domain, entry.number): entry.kpi.name})
            line = (entry.domain, f"{entry.number:02}", name, row.period.label, value_text(row))
            series.setdefault((entry.domain, entry.number, row.field_details), []).append(line)
    lines = [
        (*found[-1], found[-2][-1] if len(found) > 1 else "") for _, found in sorted(series.items())
    ]
    return table(lines, ("domain", "no", "KPI", "period", "value", "before"), right=(1, 4, 5))
