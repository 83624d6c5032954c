"""`quality` and `release`: what checks found, and values that a person lets through."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from core.cli.app import App, announce, command_line, log_run, pass_app
from core.cli.arguments import require_note
from core.cli.options import form, one_domain, one_kpi, one_period, some_domains, wait
from core.cli.output import print_report

if TYPE_CHECKING:
    from core.run import Report
    from core.settings import Settings


@click.command()
@some_domains
@form("table", "json")
@pass_app
def quality(app: App, form: str) -> int:
    """Show what the newest runs found of the sources: each check, and whose values it keeps back.

    The exit code is 1 if a check keeps values back.
    """
    from core.cli.text.checks import checks_json, checks_text
    from core.store import Checks

    with app.open_store() as database:
        found = Checks(database).newest(app.domains)
    if form == "json":
        click.echo(checks_json(found))
    elif found:
        click.echo(checks_text(found))
    else:
        click.echo(f"{', '.join(app.domains)}: no run has checked a source yet")
    return int(any(each.outcome in ("blocked", "late") for each in found))


@click.command(name="release")
@one_domain
@one_kpi
@one_period
@click.option("--note", required=True, help="The reason, which readers will see.")
@click.option("--no-publish", is_flag=True, help="Compute and store only.")
@wait
@pass_app
def release_(app: App, kpi: int, period: str, note: str, no_publish: bool, wait: float) -> int:
    """Let a value through that a check withholds, or that is late.

    The value is computed again and stored with your name and the note. It stays released as long as
    no other check fails and this one finds nothing worse. Stored values derived from it are
    recomputed.
    """
    from core.cli.text.progress import progress
    from core.run import Options, ReleaseRequest, release, was_released

    request = ReleaseRequest(app.domain, kpi, period, require_note(note))
    options = Options(
        command_line(app.settings),
        publish=not no_publish,
        wait=wait,
        on_begin=log_run,
        on_wait=announce,
    )

    def attempt(settings: Settings) -> Report:
        with progress() as advance:
            return release(settings, request, options, advance)

    report = app.retry(attempt)
    print_report(report, "table", dry_run=False)
    if report.ok and not was_released(report, app.domain, kpi):
        click.echo("no check keeps the value back, so nothing was released", err=True)
    return 0 if report.ok else 1
