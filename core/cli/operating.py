"""`check`, `crontab`, `doctor`, `init` and `demo`: for whoever keeps it running."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from core.cli.options import (
    chosen_domains,
    command_line,
    reading,
    settings,
    some_domains,
    with_retries,
)

if TYPE_CHECKING:
    from core.catalog import Catalogue
    from core.settings import Settings


@click.command()
@some_domains
def check(domains: tuple[str, ...]) -> None:
    """Find everything that is wrong with the catalogue, without running a query."""
    from core.catalog import checked_catalogue

    found = settings()
    names = chosen_domains(domains, found)
    catalogue, _ = checked_catalogue(found, names)
    _tell_outdated(found, catalogue)
    click.echo(f"{len(catalogue.entries)} KPIs of {', '.join(catalogue.runners)}: all well")


def _tell_outdated(found: Settings, catalogue: Catalogue) -> None:
    """Say which stored values an older definition computed, where the warehouse can be asked at
    once.
    """
    from core.errors import ScorecardError
    from core.store import Store

    try:
        with reading(found, wait=0) as warehouse:
            for domain in catalogue.runners:
                entries = catalogue.of(domain)
                current = {
                    (each.number, each.kpi.field_name, str(each.range)): each.version
                    for each in entries
                }
                for number, count, first, last in Store(warehouse).outdated(domain, current):
                    name = f"{domain}/kpi_{number:02}: {count} stored values of {first}..{last}"
                    command = f"scorecard run {domain} --kpi {number} --period {first}..{last}"
                    click.echo(
                        f"{name} were computed by an older definition; restate them with {command}",
                        err=True,
                    )
    except ScorecardError as error:
        click.echo(f"stored values were not looked at: {error}", err=True)


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
    from core.catalog import checked_catalogue
    from core.operations import crontab as cron

    catalogue, _ = checked_catalogue(settings(), None)
    if action is None:
        click.echo(cron.checked_in(catalogue), nl=False)
    elif action == "install":
        click.echo(cron.install(catalogue), err=True)
    else:
        click.echo(cron.uninstall(), err=True)


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
@click.option(
    "--weeks",
    type=click.IntRange(min=1),
    default=60,
    show_default=True,
    help="How many weeks to fill.",
)
def demo(weeks: int) -> int:
    """Make a sample warehouse, fill four scorecards from it and publish them."""
    from core.cli.demo import run_demo

    return run_demo(settings(), weeks, command_line())
