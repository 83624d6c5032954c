"""`runs`: the recorded runs of the scorecards."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import click

from core.cli.app import App, pass_app
from core.cli.options import form, period, some_domains

if TYPE_CHECKING:
    from datetime import datetime
    from zoneinfo import ZoneInfo

    from core.model import Span
    from core.store import PastRun, Runs

_DEFAULT_COUNT = 20


@click.command(name="runs")
@some_domains
@period
@click.option(
    "--last",
    "count",
    type=click.IntRange(min=1),
    metavar="N",
    help=f"Only the newest N; default {_DEFAULT_COUNT}, and with --period all.",
)
@form("table", "json")
@pass_app
def runs_(app: App, period: str, count: int | None, form: str) -> None:
    """List runs, newest first: who, when, which command, and how it ended.

    --period lists the runs that began on these days. Times are in each domain's time zone.
    """
    from core.cli.text.past_runs import past_runs_json, past_runs_text
    from core.store import Runs

    span = app.span(period)
    zones = app.zones()
    limit = count or (None if span else _DEFAULT_COUNT)
    past: list[PastRun] = []
    with app.open_store() as database:
        for domain in app.domains:
            past += _read(Runs(database), domain, span, zones[domain], limit)
    past.sort(key=lambda each: (each.run.started_at, each.run.run_id), reverse=True)
    shown = past[:limit]
    if form == "json":
        click.echo(past_runs_json(shown, zones))
    elif shown:
        click.echo(past_runs_text(shown, zones))
    else:
        click.echo(f"{', '.join(app.domains)}: no runs found")


def _read(
    runs: Runs, domain: str, span: Span | None, zone: ZoneInfo, limit: int | None
) -> list[PastRun]:
    from core.model import midnight

    first: datetime | None = None
    end: datetime | None = None
    if span:
        first = midnight(span.first, zone)
        end = midnight(span.last + timedelta(days=1), zone)
    return runs.read_newest(domain, first, end, limit)
