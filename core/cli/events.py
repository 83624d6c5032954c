"""`event` and `events`: what happened in a period, beside the values."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from core.cli.app import App, announce, command_line, pass_app
from core.cli.options import form, one_period, some_domains, wait
from core.cli.options import period as period_option

if TYPE_CHECKING:
    from core.run import Options

_LONGEST = 500  # characters; an event is a line beside a chart


@click.command()
@one_period
@click.argument("text", metavar="TEXT")
@click.option("--domain", default="", metavar="DOMAIN", help="Only this domain; default all.")
@wait
@pass_app
def event(app: App, period: str, text: str, domain: str, wait: float) -> None:
    """Note what happened in a period, such as a new price list; charts and reviews show it."""
    from core.catalog import require_domain_name
    from core.model import clean_text
    from core.run import EventRequest, add_event

    told = " ".join(clean_text(text).split())
    if not told or len(told) > _LONGEST:
        fault = f"has {len(told)} characters; give from 1 to {_LONGEST}"
        raise click.BadParameter(fault, param_hint="TEXT")
    if domain:
        require_domain_name(domain)
    request = EventRequest(period, told, domain)
    options = _options(app, wait)
    stored = app.retry(lambda settings: add_event(settings, request, options))
    click.echo(f"event {stored.number} is stored for {stored.period}, by {stored.author}")


@click.command()
@some_domains
@period_option
@click.option(
    "--take-back", "number", type=int, default=None, metavar="NUMBER", help="Take an event back."
)
@form("table", "json")
@wait
@pass_app
def events(app: App, period: str, number: int | None, form: str, wait: float) -> None:
    """List the events noted for periods, oldest first, or take one back."""
    from core.cli.text.events import events_text
    from core.model import parse_period
    from core.run import take_back_event
    from core.store import Events, current_events

    if number is not None:
        options = _options(app, wait)
        event = app.retry(lambda settings: take_back_event(settings, number, options))
        click.echo(f"took event {number} back: {event.period}, {event.text}")
        return
    span = app.span(period)
    with app.open_store() as database:
        found = current_events(Events(database).read())
    shown = [each for each in found if each.domain in ("", *app.domains)]
    if span:
        shown = [each for each in shown if span.holds(parse_period(each.period))]
    click.echo(events_text(shown, form))


def _options(app: App, wait: float) -> Options:
    from core.run import Options

    return Options(command_line(app.settings), wait=wait, on_wait=announce)
