"""`list`, `show`, `check` and `new`: the catalogue for its readers and authors."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import date
from typing import TYPE_CHECKING

import click

from core.cli.app import App, pass_app
from core.cli.options import form, one_domain, one_kpi, single_period, some_domains

if TYPE_CHECKING:
    from core.catalog import Catalogue, Entry
    from core.model import Cadence, Period


@click.command(name="list")
@some_domains
@form("table", "json")
@pass_app
def list_(app: App, form: str) -> None:
    """List the KPIs in the catalogue."""
    from core.catalog import load_catalogue
    from core.cli.text.catalog import catalogue_text
    from core.errors import CatalogueError

    catalogue = load_catalogue(app.settings.root, app.domains)
    listed = [entry for entry in catalogue.entries if entry.domain in app.domains]
    click.echo(catalogue_text(listed, form))
    if catalogue.findings:
        raise CatalogueError(catalogue.findings)


@click.command()
@one_domain
@one_kpi
@single_period
@click.option("--plan", is_flag=True, help="Show only how the query is asked, and why not faster.")
@pass_app
def show(app: App, kpi: int, period: str, plan: bool) -> None:
    """Show a KPI: definition, SQL with its parameters, last values."""
    from core.catalog import load_catalogue, load_valid_catalogue
    from core.cli.text.catalog import entry_text, values_text
    from core.cli.text.plan import plan_text
    from core.errors import ScorecardError
    from core.store import Store

    settings = app.settings
    catalogue, checked = load_valid_catalogue(settings, app.domains)
    entry = catalogue.entry(app.domain, kpi)
    if plan:
        click.echo(plan_text(entry, checked.facts[entry.key], _backfill_obstacle(app, entry)))
        return
    today = settings.now.astimezone(catalogue.runners[app.domain].zone).date()
    shown = _period(period, entry.kpi.cadence, today)
    every_domain = load_catalogue(settings.root)
    click.echo(entry_text(catalogue, every_domain, checked, entry, shown, settings))
    try:
        with app.open_for_reading(wait=0) as warehouse:
            rows = Store(warehouse).rows(app.domain, [kpi])
    except ScorecardError as error:
        click.echo(f"last values unavailable: {error}")
        return
    click.echo(values_text(entry, rows))


def _backfill_obstacle(app: App, entry: Entry) -> str | None:
    """Return why a backfill cannot leave the warehouse; None if nothing would have to."""
    from core.compute import server_obstacle
    from core.errors import ScorecardError
    from core.model import describe

    if not entry.in_warehouse or app.settings.warehouse.startswith("duckdb:"):
        return None
    tables = [describe(source).lower() for source in entry.kpi.sources]
    timeout = app.settings.query_timeout
    try:
        with app.open_for_reading(wait=0) as warehouse, warehouse.snapshot(timeout) as snapshot:
            return server_obstacle(entry, snapshot.column_types(tables))
    except ScorecardError as error:
        click.echo(f"column types unavailable, taken as ones that can be copied: {error}", err=True)
        return ""


def _period(text: str, cadence: Cadence, today: date) -> Period:
    from core.model import last_ended, parse_period

    return last_ended(cadence, today) if text in ("", "last") else parse_period(text)


@click.command()
@some_domains
@form("text", "json")
@pass_app
def check(app: App, form: str) -> int:
    """Report every error in the catalogue, without running a query."""
    from core.catalog import load_valid_catalogue
    from core.errors import CatalogueError
    from core.model import counted

    try:
        catalogue, _ = load_valid_catalogue(app.settings, app.domains)
    except CatalogueError as error:
        if form == "text":
            raise
        records = [asdict(finding) for finding in error.findings]
        click.echo(json.dumps(records, indent=2, ensure_ascii=False))
        return error.exit_code
    _print_outdated(app, catalogue)
    if form == "json":
        click.echo("[]")
        return 0
    kpis, domains = counted(len(catalogue.entries), "KPI"), ", ".join(catalogue.runners)
    click.echo(f"{kpis} in {domains}: no problems found")
    return 0


def _print_outdated(app: App, catalogue: Catalogue) -> None:
    """Name stored values that an older definition computed, if the warehouse is free."""
    from core.cli.text.catalog import outdated_text
    from core.errors import ScorecardError
    from core.store import Store

    try:
        with app.open_for_reading(wait=0) as warehouse:
            for domain in catalogue.runners:
                outdated = Store(warehouse).outdated_values(domain, _versions(catalogue, domain))
                for number, count, first, last in outdated:
                    click.echo(outdated_text(domain, number, count, f"{first}..{last}"), err=True)
    except ScorecardError as error:
        click.echo(f"stored values were not checked: {error}", err=True)


def _versions(catalogue: Catalogue, domain: str) -> dict[tuple[int, str, str], str]:
    return {
        (entry.number, entry.kpi.field_name, str(entry.range)): entry.version
        for entry in catalogue.entries_of(domain)
    }


@click.command()
@click.argument("domain", metavar="DOMAIN")
@click.option(
    "--number", type=click.IntRange(min=0), help="The KPI's number; default the next free one."
)
@click.option("--name", prompt="Name", help="The name on the scorecard.")
@click.option(
    "--definition", prompt="Definition in words", help="The first sentence of the KPI file."
)
@click.option("--owner", prompt="Owner's e-mail address", help="The person responsible.")
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
    help="The direction that is good.",
)
@click.option(
    "--cadence",
    type=click.Choice(["daily", "weekly", "monthly"]),
    default="weekly",
    show_default=True,
    help="The length of a period.",
)
@click.option(
    "--source",
    default="",
    prompt="Table schema.name, or path of a CSV or Parquet file",
    help="The table or file that the query reads.",
)
@click.option("--title", default="", help="The scorecard's title, if the domain is new.")
@click.option(
    "--timezone",
    default="Europe/Berlin",
    show_default=True,
    help="The time zone, if the domain is new.",
)
@pass_app
def new(
    app: App,
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
    """Write a KPI file and its test, and a runner for a new domain."""
    from core.catalog import Draft, scaffold

    draft = Draft(
        domain, number, name, definition, owner, unit, better, cadence, source, title, timezone
    )
    for path in scaffold(app.settings.root, draft):
        click.echo(f"wrote {path}")
    click.echo(f"next: write the query, then scorecard run {domain} --dry-run", err=True)
