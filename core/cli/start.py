"""`start`: a project of your own."""

from __future__ import annotations

from pathlib import Path

import click


@click.command()
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@click.option(
    "--domain",
    "first_domain",  # not "domain": `python -m runners.sales` would put its own there
    default="sales",
    show_default=True,
    help="Name of the first scorecard.",
)
@click.option("--timezone", default="", help="Time zone of the business; default this machine's.")
def start(folder: Path, first_domain: str, timezone: str) -> None:
    """Start a project in a new folder, with an example KPI that runs at once."""
    from core.operations import machine_zone, start_project
    from core.settings import current_time

    zone = timezone or machine_zone().key
    for path in start_project(folder, first_domain, zone, current_time()):
        click.echo(f"wrote {folder / path}")
    change = "" if folder.resolve() == Path.cwd() else f"cd {folder} && "
    click.echo(
        f"time zone {zone}; to change it, edit runners/{first_domain}.py\n"
        f"next: {change}scorecard check && scorecard run",
        err=True,
    )
