"""`new`: the files of a new KPI."""

from __future__ import annotations

import click

from core.cli.app import App, pass_app


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
