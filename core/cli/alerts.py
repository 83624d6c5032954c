"""`alerts`: the log of alerts, silences, and what rules would have told in the past."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import click

from core.cli.app import App, command_line, pass_app
from core.cli.arguments import require_note
from core.cli.options import form, one_domain, some_domains, wait

if TYPE_CHECKING:
    from core.settings import Settings

_DEFAULT_COUNT = 20
_UNSENT_SINCE = timedelta(days=14)


@click.group(name="alerts")
def alerts() -> None:
    """Alerts on values: their log, silences, and a test of rules against the past."""


@alerts.command()
@some_domains
@click.option(
    "--last",
    "count",
    type=click.IntRange(min=1),
    default=_DEFAULT_COUNT,
    show_default=True,
    metavar="N",
    help="Only the newest N.",
)
@form("table", "json")
@pass_app
def log(app: App, count: int, form: str) -> None:
    """List alerts, newest first: when, how severe, and what was told.

    Also names the silences that have not ended, and the messages of the last two weeks that no
    channel took. Times are in each domain's time zone.
    """
    from core.cli.text.alerts import log_json, log_text, silence_lines, unsent_lines
    from core.store import Alerts, Messages

    zones = app.zones()
    with app.open_store() as database:
        events = Alerts(database).read_log(app.domains, limit=count)
        silences = Alerts(database).read_silences(app.domains, app.settings.now)
        unsent = Messages(database).read_unsent(app.domains, app.settings.now - _UNSENT_SINCE)
    if form == "json":
        click.echo(log_json(events, zones))
        return
    click.echo(log_text(events, zones) if events else f"{', '.join(app.domains)}: no alerts")
    for line in (*silence_lines(silences, zones), *unsent_lines(unsent, zones)):
        click.echo(line, err=True)


@alerts.command()
@one_domain
@click.argument("kpi", type=click.IntRange(min=0), required=False)
@click.option(
    "--until", required=True, metavar="DAY", help="The first day with alerts again: 2026-12-01."
)
@click.option("--note", required=True, help="The reason, which the log shows.")
@wait
@pass_app
def silence(app: App, kpi: int | None, until: str, note: str, wait: float) -> None:
    """Send no alerts on a KPI, or without KPI on the whole domain, until a day begins.

    A change of state that lasts until then is told on that day.
    """
    from core.engines import Access
    from core.run import silence as silence_domain

    reason = require_note(note)

    def attempt(settings: Settings) -> datetime:
        access = Access(command_line(settings), write=True, wait=wait)
        return silence_domain(settings, access, app.domain, kpi, until, reason)

    ends = app.retry(attempt)
    subject = app.domain if kpi is None else f"{app.domain}/kpi_{kpi:02}"
    click.echo(f"{subject} is silent until {ends:%Y-%m-%d %H:%M %Z}")


@alerts.command()
@one_domain
@form("table", "json")
@pass_app
def backtest(app: App, form: str) -> None:
    """Show when each rule of a domain would have spoken in the stored history, and how often."""
    from core.alerts import backtest as test_rules
    from core.catalog import load_valid_catalogue
    from core.cli.text.alerts import backtest_json, backtest_text

    catalogue, _ = load_valid_catalogue(app.settings, app.domains)
    with app.open_store() as database:
        tested = test_rules(database, catalogue, app.domain)
    if form == "json":
        click.echo(backtest_json(tested))
    elif tested:
        click.echo(backtest_text(tested))
    else:
        click.echo(f"{app.domain}: no rule has a stored value to judge")


@alerts.command()
@click.argument("channel")
@pass_app
def test(app: App, channel: str) -> None:
    """Send a test message to a channel: an environment variable's name, or an e-mail address."""
    from core.alerts import Channels, trial_message

    settings = app.settings
    message = trial_message(channel, settings.now)
    Channels(settings.environment, settings.secrets).send(message)
    click.echo(f"{channel} took the message {message.subject!r}")
