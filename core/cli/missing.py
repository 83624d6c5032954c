"""The periods of KPIs without a value, which `values --missing` lists."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from core.cli.app import App

if TYPE_CHECKING:
    from core.model import Span


def print_missing(app: App, kpis: Sequence[int], span: Span | None, form: str) -> None:
    """Print the periods of a domain's KPIs without a value, with the reason."""
    from core.catalog import load_valid_catalogue
    from core.cli.text.missing import missing_text
    from core.explain import find_missing
    from core.model import State
    from core.store import SeriesLedger, Store

    catalogue, _ = load_valid_catalogue(app.settings, app.domains)
    entries = catalogue.entries_of(app.domain)
    if kpis:
        entries = tuple(catalogue.entry(app.domain, number) for number in kpis)
    with app.open_store() as database:
        rows = Store(database).rows(app.domain, kpis or None)
        retired = SeriesLedger(database).retired(app.domain)
    entries = tuple(entry for entry in entries if entry.series not in retired)
    today = catalogue.today(app.domain, app.settings.now)
    found = find_missing(entries, rows, span, today)
    if form == "table" and not found:
        click.echo(f"{app.domain}: every period has a value")
        return
    click.echo(missing_text(found, form))
    if any(each.state in (State.NOT_RUN, State.FAILED, State.LATE) for each in found):
        click.echo(
            f"compute what is missing or failed with scorecard catch-up {app.domain}, which begins"
            " at each KPI's first stored period",
            err=True,
        )
