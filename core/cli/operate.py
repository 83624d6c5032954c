"""`init`, `doctor`, `crontab` and `overdue`: keep an installation running."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from core.cli.app import App, command_line, pass_app
from core.cli.options import form, some_domains

if TYPE_CHECKING:
    from collections.abc import Sequence

    from core.catalog import Catalogue
    from core.operations import Overdue
    from core.settings import Settings

_ALERT_WAIT = 60.0  # seconds
_MARKS = {True: "ok  ", False: "FAIL", None: "note"}


@click.command()
@pass_app
def init(app: App) -> None:
    """Create the store, or bring its schema up to date."""
    from core.engines import Access
    from core.model import counted
    from core.run import open_locked
    from core.store import migrate

    def attempt(settings: Settings) -> str:
        access = Access(command_line(app.settings), write=True)
        with open_locked(settings, access, app.domains) as database:
            applied = migrate(database, app.domains)
            done = f"{counted(len(applied), 'migration')} applied" if applied else "up to date"
            return f"{database.place}: {done}"

    click.echo(app.retry(attempt))


@click.command()
@form("text", "json")
@pass_app
def doctor(app: App, form: str) -> int:
    """Check the installation and say how to fix each problem."""
    from core.cli.text.records import json_text
    from core.operations import examine

    diagnoses = list(examine(app.settings))
    if form == "json":
        records = [asdict(diagnosis) for diagnosis in diagnoses]
        click.echo(json_text(records))
    else:
        for diagnosis in diagnoses:
            click.echo(f"{_MARKS[diagnosis.ok]}  {diagnosis.subject}: {diagnosis.text}")
    return 1 if any(diagnosis.ok is False for diagnosis in diagnoses) else 0


@click.command()
@click.option(
    "--install", "action", flag_value="install", help="Install the lines in this user's crontab."
)
@click.option(
    "--uninstall",
    "action",
    flag_value="uninstall",
    help="Remove the lines from this user's crontab.",
)
@pass_app
def crontab(app: App, action: str | None) -> None:
    """Print the crontab of all scorecards, or install it.

    The lines go between markers into the crontab of this user; all other lines stay as they are.
    """
    from core.catalog import load_valid_catalogue
    from core.operations import install, project_crontab, uninstall

    catalogue, _ = load_valid_catalogue(app.settings, None)
    if action == "install":
        click.echo(install(catalogue), err=True)
    elif action == "uninstall":
        click.echo(uninstall(), err=True)
    else:
        click.echo(project_crontab(catalogue), nl=False)


@click.command()
@some_domains
@click.option("--quiet", is_flag=True, help="Print nothing if every scorecard is on time.")
@form("text", "json")
@pass_app
def overdue(app: App, quiet: bool, form: str) -> int:
    """List scorecards past their deadline, with the reason. For cron and monitoring.

    Checks the newest period of each cadence whose deadline has passed, and names older periods
    that no scheduled run fills and values that are stale. Exit codes: 0 every scorecard is on time
    and complete, 1 one is not, 3 the catalogue or the warehouse is unusable, 4 another process has
    the warehouse to itself.
    """
    from core.catalog import load_valid_catalogue
    from core.cli.text.records import json_text
    from core.operations import all_overdue, log_hint, read_backlog
    from core.store import has_table

    catalogue, _ = load_valid_catalogue(app.settings, app.domains)
    with app.open_store() as database:
        late = all_overdue(app.settings, catalogue, database, app.domains)
        backlog = read_backlog(app.settings, database, catalogue, app.domains)
        if late and not has_table(database, "scorecard_schema"):
            click.echo(f"{database.place} has no store: nothing has run yet", err=True)
    _alert_late(app, catalogue, late)
    if quiet and not (late or backlog):
        return 0
    if form == "json":
        records = [*(scorecard.as_json() for scorecard in late), *backlog.as_json()]
        click.echo(json_text(records))
    elif late or backlog:
        root = app.settings.root
        lines = [f"{scorecard}{log_hint(root, scorecard.domain)}" for scorecard in late]
        click.echo("\n".join((*lines, *backlog.lines)))
    else:
        click.echo(f"{', '.join(app.domains)}: on time")
    return 1 if late or backlog else 0


def _alert_late(app: App, catalogue: Catalogue, late: Sequence[Overdue]) -> None:
    """Tell the channels of each domain which of its scorecards are late; say what failed."""
    from core.engines import Access
    from core.errors import ScorecardError
    from core.run import alert_late

    found = {(each.domain, each.period.cadence): (str(each.period), str(each)) for each in late}
    access = Access(command_line(app.settings), write=True, wait=_ALERT_WAIT)
    try:
        for sentence in alert_late(app.settings, catalogue, access, app.domains, found):
            click.echo(sentence, err=True)
    except ScorecardError as error:
        click.echo(f"channels were not told: {error}", err=True)
