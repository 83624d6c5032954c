"""`list`, `show`, `check` and `new`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from core.cli.options import (
    chosen_domains,
    form,
    one_domain,
    one_kpi,
    period,
    reading,
    settings,
    some_domains,
)

if TYPE_CHECKING:
    from core.catalog import Catalogue
    from core.settings import Settings


@click.command(name="list")
@some_domains
@form("table", "json")
def list_(domains: tuple[str, ...], form: str) -> None:
    """List the KPIs of the catalogue."""
    from core.catalog import load_catalogue
    from core.cli.text.catalog import catalogue_text
    from core.errors import CatalogueError

    found = settings()
    catalogue = load_catalogue(found.root, chosen_domains(domains, found))
    shown = [entry for entry in catalogue.entries if not domains or entry.domain in domains]
    click.echo(catalogue_text(shown, form))
    if catalogue.findings:
        raise CatalogueError(catalogue.findings)


@click.command()
@one_domain
@one_kpi
@period
def show(domain: str, kpi: int, period: str) -> None:
    """Show a KPI: definition, SQL with its parameters, last values."""
    from core.catalog import load_catalogue, load_valid_catalogue
    from core.cli.text.catalog import entry_text, values_text
    from core.errors import ScorecardError
    from core.model import last_ended, parse_period
    from core.store import Store

    found = settings()
    chosen_domains([domain], found)
    catalogue, checked = load_valid_catalogue(found, [domain])
    entry = catalogue.entry(domain, kpi)
    today = found.now.astimezone(catalogue.runners[domain].zone).date()
    chosen = (
        parse_period(period)
        if period and period != "last"
        else last_ended(entry.kpi.cadence, today)
    )
    click.echo(entry_text(catalogue, load_catalogue(found.root), checked, entry, chosen, found))
    try:
        opened = reading(found, wait=0)
    except ScorecardError as error:
        click.echo(f"last values: not to be had: {error}")
        return
    with opened as warehouse:
        click.echo(values_text(entry, Store(warehouse).rows(domain, [kpi])))


@click.command()
@some_domains
def check(domains: tuple[str, ...]) -> None:
    """Find everything that is wrong with the catalogue, without running a query."""
    from core.catalog import load_valid_catalogue

    found = settings()
    names = chosen_domains(domains, found)
    catalogue, _ = load_valid_catalogue(found, names)
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
                entries = catalogue.entries_of(domain)
                current = {
                    (each.number, each.kpi.field_name, str(each.range)): each.version
                    for each in entries
                }
                for number, count, first, last in Store(warehouse).outdated_values(domain, current):
                    name = f"{domain}/kpi_{number:02}: {count} stored values of {first}..{last}"
                    command = f"scorecard run {domain} --kpi {number} --period {first}..{last}"
                    click.echo(
                        f"{name} were computed by an older definition; restate them with {command}",
                        err=True,
                    )
    except ScorecardError as error:
        click.echo(f"stored values were not looked at: {error}", err=True)


@click.command()
@click.argument("domain", metavar="DOMAIN")
@click.option(
    "--number", type=click.IntRange(min=0), help="The KPI's number; default the next free one."
)
@click.option("--name", prompt="Name", help="What the scorecard shows.")
@click.option(
    "--definition", prompt="Definition in words", help="The first sentence of the KPI file."
)
@click.option("--owner", prompt="Owner's e-mail address", help="Who answers for the number.")
@click.option(
    "--unit",
    default="count",
    show_default=True,
    prompt="Unit",
    help="count, number, percent, hours, days or EUR, USD, ….",
)
@click.option(
    "--better",
    type=click.Choice(["higher", "lower", "neutral"]),
    default="neutral",
    show_default=True,
    prompt="Which direction is good",
    help="Which direction is good.",
)
@click.option(
    "--cadence",
    type=click.Choice(["daily", "weekly", "monthly"]),
    default="weekly",
    show_default=True,
    help="How long a period is.",
)
@click.option(
    "--source",
    default="",
    prompt="Table schema.name, or path of a CSV or Parquet file",
    help="What the query reads.",
)
@click.option("--title", default="", help="Title of the scorecard, where the domain is new.")
@click.option(
    "--timezone",
    default="Europe/Berlin",
    show_default=True,
    help="Time zone, where the domain is new.",
)
def new(
    domain: str,
    number: int | None,
    name: str,
    definition: str,
    owner: str,
    unit: str,
    better: str,
    cadence: str,
    source: str,
    title: str,
    timezone: str,
) -> None:
    """Write a new KPI file and its test, and for a new domain its runner."""
    from core.catalog import Draft, scaffold

    draft = Draft(
        domain, number, name, definition, owner, unit, better, cadence, source, title, timezone
    )
    for path in scaffold(settings().root, draft):
        click.echo(f"wrote {path}")
    click.echo(f"next: write the query, then scorecard run {domain} --dry-run", err=True)
