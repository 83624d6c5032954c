"""`verify`: stored values computed again from their records."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import click

from core.cli.app import App, command_line, pass_app
from core.cli.options import form, kpis, period, some_domains

if TYPE_CHECKING:
    from core.catalog import Catalogue
    from core.engines import Database
    from core.explain import VerifiedPlace
    from core.model import Row, Span


@click.command()
@some_domains
@kpis
@period
@click.option(
    "--published",
    is_flag=True,
    help="Also compare what workbooks and spreadsheets show now; default all periods.",
)
@form("table", "json")
@pass_app
def verify(app: App, kpis: tuple[int, ...], period: str, published: bool, form: str) -> int:
    """Compute stored values again from their records, and say which are no longer true.

    Default is the newest stored period of each KPI. Nothing is stored. The exit code is 1 if a
    value differs and nothing on record says why, or if a place cannot be read.
    """
    from core.catalog import load_catalogue
    from core.cli.text.progress import progress
    from core.cli.text.records import json_text
    from core.cli.text.verified import verified_record, verified_text
    from core.cli.text.verified_places import place_record, place_text
    from core.explain import StoredRecords, verify_rows
    from core.store import Definitions

    span = app.span(period)
    catalogue = load_catalogue(app.settings.root, app.domains)
    states = [entry.key for entry in catalogue.entries if entry.kpi.as_of == "run"]
    with app.open_store() as database:
        rows = [row for domain in app.domains for row in _rows(database, domain, kpis, span)]
        names = {
            key: stored.definition.name
            for key, stored in Definitions(database).read_newest_of(app.domains).items()
        }
        with app.open_sources(database) as warehouse, progress() as advance:
            records = StoredRecords(database)
            verified = verify_rows(app.settings, warehouse, records, rows, states, advance)
        places = _places(app, catalogue, database, span) if published else []
    records_of = [verified_record(each) for each in verified]
    if form == "json":
        with_places = {"values": records_of, "published": [place_record(each) for each in places]}
        click.echo(json_text(with_places if published else records_of))
    elif verified:
        click.echo(verified_text(verified, names))
    else:
        click.echo("no stored values found; see scorecard values", err=True)
    if form == "table":
        for place in places:
            click.echo(f"\n{place_text(place)}")
    is_true = not any(each.is_error for each in verified)
    return 0 if is_true and not any(each.is_error for each in places) else 1


def _rows(
    database: Database, domain: str, numbers: tuple[int, ...], span: Span | None
) -> list[Row]:
    """Return the stored rows of a domain that a person asks for."""
    from core.store import Store

    rows = Store(database).rows(domain, numbers or None)
    if span:
        return [row for row in rows if span.holds(row.period)]
    newest: dict[tuple[int, str, str], date] = {}
    for row in rows:
        series = row.kpi_number, row.field_name, row.range_type
        newest[series] = max(row.period.first_day, newest.get(series, row.period.first_day))
    return [
        row
        for row in rows
        if newest[row.kpi_number, row.field_name, row.range_type] == row.period.first_day
    ]


def _places(
    app: App, catalogue: Catalogue, database: Database, span: Span | None
) -> list[VerifiedPlace]:
    """Return what the places of the scorecards show now."""
    from core.catalog import file_numbers
    from core.explain import verify_place
    from core.publish import Order, Scorecard

    order = Order(command_line(app.settings), span)
    places = []
    for domain in app.domains:
        runner = catalogue.runners.get(domain)
        if runner:
            numbers = file_numbers(app.settings.root, domain)
            since = catalogue.first_periods(domain)
            scorecard = Scorecard(app.settings, runner, domain, numbers, database, since)
            places.append(verify_place(scorecard, order))
    return places
