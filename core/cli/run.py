"""`run` and `catch-up`."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import click

from core.cli.options import (
    chosen_domains,
    command_line,
    form,
    kpis,
    period,
    settings,
    some_domains,
    wait,
    with_retries,
)
from core.cli.output import print_report

if TYPE_CHECKING:
    from core.run import Options, Report, RunRequest
    from core.settings import Settings


@click.command()
@some_domains
@kpis
@period
@click.option(
    "--cadence",
    "cadences",
    type=click.Choice(["daily", "weekly", "monthly"]),
    multiple=True,
    help="Only KPIs of this cadence.",
)
@click.option(
    "--only", is_flag=True, help="Leave alone what was made from the values that are replaced."
)
@click.option(
    "--partial",
    is_flag=True,
    help="Allow a period that has not ended; its values are marked partial.",
)
@click.option(
    "--compute",
    type=click.Choice(["auto", "warehouse", "local"]),
    default="auto",
    show_default=True,
    help=(
        "In PostgreSQL itself, or in DuckDB over one copy of what is read; auto takes what is"
        " faster."
    ),
)
@click.option(
    "--dry-run", is_flag=True, help="Show values beside the stored ones and write nothing."
)
@click.option("--no-publish", is_flag=True, help="Compute and store only.")
@wait
@form("table", "json")
def run(
    domains: tuple[str, ...],
    kpis: tuple[int, ...],
    period: str,
    cadences: tuple[Any, ...],
    only: bool,
    partial: bool,
    compute: Any,
    dry_run: bool,
    no_publish: bool,
    wait: float,
    form: str,
) -> int:
    """Compute KPIs, store their values and publish the scorecards.

    Without --period: the last ended period, and any of the four before it that is still missing. A
    KPI runs for those of its own periods that end within P, so a week re-runs its seven days too.
    Stored values that were made from what is replaced follow: later ones whose range covers it, and
    whatever reads it, in every domain.
    """
    from core.model import CADENCES
    from core.run import Options, RunRequest

    options = Options(
        command_line(), dry_run=dry_run, publish=not no_publish, wait=wait, compute=compute
    )

    def asked(found: Settings) -> RunRequest:
        return RunRequest(
            chosen_domains(domains, found), kpis, cadences or CADENCES, period, partial, only
        )

    return print_report(run_with_retries(asked, options), form, dry_run=dry_run)


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


def run_with_retries(asked: Callable[[Settings], RunRequest], options: Options) -> Report:
    """Run what is asked for, anew where the warehouse fails for a moment, each time by the clock as
    it is then.
    """
    from core.cli.text.progress import progress
    from core.run import run as run_pipeline

    def attempt() -> Report:
        found = settings()
        with progress() as advance:
            return run_pipeline(found, asked(found), options, advance)

    return with_retries(attempt)
