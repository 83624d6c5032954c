"""`run` and `catch-up`: compute, store and publish."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from core.cli.app import App, announce, command_line, log_run, pass_app
from core.cli.options import form, kpis, period, some_domains, wait
from core.cli.output import print_remarks, print_report
from core.errors import UsageError

if TYPE_CHECKING:
    from core.run import Options, Report, RunRequest
    from core.settings import Settings

_dry_run = click.option(
    "--dry-run", is_flag=True, help="Show new values beside the stored ones; write nothing."
)
_no_publish = click.option("--no-publish", is_flag=True, help="Compute and store only.")


@click.command()
@some_domains
@kpis
@period
@click.option(
    "--cadence",
    "cadences",
    type=click.Choice(["daily", "weekly", "monthly", "quarterly"]),
    multiple=True,
    help="Only KPIs of this cadence.",
)
@click.option(
    "--only", is_flag=True, help="Do not recompute stored values derived from the replaced ones."
)
@click.option(
    "--partial",
    is_flag=True,
    help="Allow a period that has not ended; its values are marked partial.",
)
@click.option(
    "--today",
    is_flag=True,
    help="Daily KPIs for today so far, marked partial, and for earlier days that are due.",
)
@click.option(
    "--compute",
    type=click.Choice(["auto", "warehouse", "local"]),
    default="auto",
    show_default=True,
    help="Where PostgreSQL's KPIs run: in the server, or in DuckDB over one copy of its tables;"
    " auto takes the faster.",
)
@_dry_run
@_no_publish
@wait
@form("table", "json")
@pass_app
def run(
    app: App,
    kpis: tuple[int, ...],
    period: str,
    cadences: tuple[Any, ...],
    only: bool,
    partial: bool,
    today: bool,
    compute: Any,
    dry_run: bool,
    no_publish: bool,
    wait: float,
    form: str,
) -> int:
    """Compute KPIs, store their values and publish the scorecards.

    Without --period: the last ended period, and any of the four before it that is missing. With
    it, a KPI runs for each of its periods that ends within P, so a week also re-runs its seven
    days. Stored values derived from a replaced one are recomputed too, in every domain: later
    values whose range covers it, and values of KPIs that read it.
    """
    from core.model import CADENCES
    from core.run import Options, RunRequest

    if today and (period or set(cadences) - {"daily"}):
        raise UsageError(
            "--today runs daily KPIs for today so far; leave out --period and --cadence, or for"
            " another cadence name a period that has not ended, with --partial"
        )
    request = RunRequest(
        app.domains, kpis, cadences or CADENCES, period, partial, only, today=today
    )
    options = Options(
        command_line(app.settings),
        dry_run=dry_run,
        publish=not no_publish,
        wait=wait,
        compute=compute,
        on_begin=log_run,
        on_wait=announce,
    )
    report = _run(app, request, options)
    print_report(report, form, dry_run=dry_run)
    return 0 if report.ok else 1


@click.command(name="catch-up")
@some_domains
@_dry_run
@_no_publish
@wait
@form("table", "json")
@pass_app
def catch_up(app: App, dry_run: bool, no_publish: bool, wait: float, form: str) -> int:
    """Compute every missing, failed or partial period, then publish.

    The oldest period comes first. A KPI is filled from its first stored period on; if nothing is
    stored, only the last ended period is computed. Complete values stay as they are, except those
    derived from a replaced value. If nothing is missing, only a scorecard whose last publication is
    older than its values is published.
    """
    from core.run import Options, RunRequest

    options = Options(
        command_line(app.settings),
        dry_run=dry_run,
        publish=not no_publish,
        wait=wait,
        on_begin=log_run,
        on_wait=announce,
    )
    report = _run(app, RunRequest(app.domains, missing=True), options)
    if not report.results and form == "table":
        click.echo(f"{', '.join(app.domains)}: nothing is missing")
        print_remarks(report)
        return 0 if report.ok else 1
    print_report(report, form, dry_run=dry_run)
    return 0 if report.ok else 1


def _run(app: App, request: RunRequest, options: Options) -> Report:
    from core.cli.text.progress import progress
    from core.run import run as run_pipeline

    def attempt(settings: Settings) -> Report:
        with progress() as advance:
            return run_pipeline(settings, request, options, advance)

    return app.retry(attempt)
