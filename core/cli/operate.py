"""`init`, `doctor`, `crontab` and `overdue`."""

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
    with_retries,
)


@click.command()
def init() -> None:
    """Set up the store, or bring its schema up to date."""
    from core.engines import Access
    from core.run import open_locked
    from core.store import migrate

    found = settings()
    domains = chosen_domains((), found)

    def attempt() -> str:
        with open_locked(found, Access(command_line(), write=True), domains) as warehouse:
            applied = migrate(warehouse, domains)
            return (
                f"{warehouse.place}: {len(applied)} migrations applied"
                if applied
                else f"{warehouse.place}: up to date"
            )

    click.echo(with_retries(attempt))


@click.command()
def doctor() -> int:
    """Examine the installation, and say what to do about each thing that is not well."""
    from core.operations import examine

    marks = {True: "ok  ", False: "FAIL", None: "note"}
    findings = list(examine(settings()))
    for finding in findings:
        click.echo(f"{marks[finding.ok]}  {finding.subject}: {finding.text}")
    return 1 if any(finding.ok is False for finding in findings) else 0


@click.command()
@click.option(
    "--install", "action", flag_value="install", help="Put the lines into this user's crontab."
)
@click.option(
    "--uninstall",
    "action",
    flag_value="uninstall",
    help="Take the lines out of this user's crontab.",
)
def crontab(action: str | None) -> None:
    """Print the crontab of all scorecards, or edit this user's own, inside markers."""
    from core.catalog import load_valid_catalogue
    from core.operations import install, project_crontab, uninstall

    catalogue, _ = load_valid_catalogue(settings(), None)
    if action is None:
        click.echo(project_crontab(catalogue), nl=False)
    elif action == "install":
        click.echo(install(catalogue), err=True)
    else:
        click.echo(uninstall(), err=True)


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
    from core.catalog import load_valid_catalogue
    from core.operations import all_overdue
    from core.store import has_table

    found = settings()
    names = chosen_domains(domains, found)
    catalogue, _ = load_valid_catalogue(found, names)
    with reading(found) as warehouse:
        late = all_overdue(found, catalogue, warehouse, names)
        if late and not has_table(warehouse, "scorecard_schema"):
            click.echo(f"{warehouse.place} holds no store: nothing was ever run", err=True)
    if form == "json" and (late or not quiet):
        click.echo(json.dumps([each.as_json() for each in late], indent=2, ensure_ascii=False))
    elif late:
        click.echo("\n".join(map(str, late)))
    elif not quiet:
        click.echo(f"{', '.join(names)}: in time")
    return 1 if late else 0
