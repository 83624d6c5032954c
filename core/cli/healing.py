"""`catch-up` and `overdue`: what a missed Monday left out, and the alarm that it was missed."""

from __future__ import annotations

import json

import click

from core.cli.options import (
    chosen_domains,
    command_line,
    form,
    reading,
    settings,
    some_domains,
    wait,
)
from core.cli.running import print_report, run_with_retries


@click.command(name="catch-up")
@some_domains
@click.option("--dry-run", is_flag=True, help="Show what would be computed and write nothing.")
@click.option("--no-publish", is_flag=True, help="Compute and store only.")
@wait
@form("table", "json")
def catch_up(
    domains: tuple[str, ...], dry_run: bool, no_publish: bool, wait: float, form: str
) -> int:
    """Compute every period that is missing, failed or partial, oldest first, and publish.

    Of each KPI from its first stored period on; where nothing is stored, the last ended period.
    What is stored and whole is left alone, but for what was made from a value that is replaced.
    Where nothing is missing, nothing is published.
    """
    from core.run import Options, RunRequest

    options = Options(command_line(), dry_run=dry_run, publish=not no_publish, wait=wait)
    report = run_with_retries(
        lambda found: RunRequest(chosen_domains(domains, found), missing=True), options
    )
    if report.results or form == "json":
        return print_report(report, form, dry_run=dry_run)
    click.echo(f"nothing of {', '.join(chosen_domains(domains, settings()))} is missing")
    return 0


@click.command()
@some_domains
@click.option("--quiet", is_flag=True, help="Print nothing where all is in time.")
@form("text", "json")
def overdue(domains: tuple[str, ...], quiet: bool, form: str) -> int:
    """Say which scorecards are past their deadline, and why; for cron and monitors.

    Looks at each cadence's newest period whose deadline is over. Exit codes: 0 all in time, 1
    something is overdue, 3 the catalogue or the warehouse cannot be used, 4 another process keeps
    the warehouse to itself.
    """
    from core.catalog import checked_catalogue
    from core.operations import all_overdue, record
    from core.store import has_table

    found = settings()
    names = chosen_domains(domains, found)
    catalogue, _ = checked_catalogue(found, names)
    with reading(found) as warehouse:
        late = all_overdue(found, catalogue, warehouse, names)
        if late and not has_table(warehouse, "scorecard_schema"):
            click.echo(f"{warehouse.place} holds no store: nothing was ever run", err=True)
    if form == "json" and (late or not quiet):
        click.echo(json.dumps([record(each) for each in late], indent=2, ensure_ascii=False))
    elif late:
        click.echo("\n".join(map(str, late)))
    elif not quiet:
        click.echo(f"{', '.join(names)}: in time")
    return 1 if late else 0
