"""`values`, `history` and `diff`: stored values and their changes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, time
from typing import TYPE_CHECKING

import click

from core.cli.app import App, pass_app, pass_stored_app
from core.cli.options import as_of, form, kpis, one_domain, one_kpi, period, some_domains

if TYPE_CHECKING:
    from core.catalog import Break
    from core.engines import Database
    from core.model import Definition, Key, RecordedBase, Row
    from core.settings import Settings


@click.command()
@one_domain
@kpis
@period
@click.option(
    "--missing",
    "view",
    flag_value="missing",
    help="List the periods without a value instead, with the reason; default the last 8 periods.",
)
@click.option(
    "--compare",
    "view",
    flag_value="compare",
    help="Show each value beside the period before, the same a year ago, means, and limits.",
)
@click.option(
    "--to-date",
    "view",
    flag_value="to date",
    help="Show the month, quarter and year up to each KPI's newest period, and those a year ago.",
)
@as_of
@form("table", "csv", "json")
@pass_stored_app
def values(
    app: App, kpis: tuple[int, ...], period: str, view: str | None, as_of: str, form: str
) -> None:
    """Print stored values."""
    from core.catalog import find_breaks
    from core.cli.missing import print_missing
    from core.cli.settling import read_expected
    from core.cli.text.values import rows_text
    from core.model import absent_rows
    from core.status import with_totals
    from core.store import Definitions, StoreView

    span, instant = app.span(period), app.instant(as_of)
    if view == "missing":
        if instant:
            raise click.UsageError("--missing says what is missing now; leave out --as-of")
        print_missing(app, kpis, span, form)
        return
    with app.open_store() as database:
        app.require_stored(database)
        seen = StoreView(database, app.domain, instant)
        definitions = seen.definitions()
        rows = with_totals(seen.rows(kpis or None), definitions, explained=True)
        breaks = find_breaks(rows, lambda: Definitions(database).read_all(app.domains))
        comments = {} if view else seen.comments()
        bases = seen.limits(kpis or None) if view else []
        expected = {} if view or instant else read_expected(app, database, rows)
    stored = sorted((*rows, *absent_rows(rows)), key=_in_order)
    rows = [row for row in stored if span is None or span.holds(row.period)]
    if view:
        year_begins = app.year_begins() if view == "to date" else 1
        click.echo(_view_text(view, form, rows, stored, breaks, definitions, bases, year_begins))
    else:
        names = {(app.domain, number): each.name for number, each in definitions.items()}
        click.echo(rows_text(rows, form, names, breaks, stored, comments, expected))
    if not rows and instant:
        click.echo(f"no values were stored as of {as_of}", err=True)
    elif not rows:
        command = f"scorecard run {app.domain} --period {period or 'last'}"
        click.echo(f"no stored values found; compute them with {command}", err=True)


def _view_text(
    view: str,
    form: str,
    rows: Sequence[Row],
    stored: Sequence[Row],
    breaks: Mapping[Key, Break],
    definitions: Mapping[int, Definition],
    bases: Sequence[RecordedBase],
    year_begins: int,
) -> str:
    """Return rows beside earlier ones, or the values to date of each line."""
    from core.cli.text.compared import compared_rows
    from core.cli.text.comparison import compared_text
    from core.cli.text.to_date import lines_to_date, to_date_text

    names = {(each.domain, number): each.name for number, each in definitions.items()}
    if view == "compare":
        return compared_text(compared_rows(rows, stored, breaks, definitions, bases), form, names)
    lines = lines_to_date(rows, stored, breaks, definitions, year_begins)
    return to_date_text(lines, form, names)


def _in_order(row: Row) -> tuple[int, str, date, str]:
    return row.kpi_number, row.field_name, row.period.first_day, row.field_details


@click.command()
@one_domain
@one_kpi
@period
@form("table", "json")
@pass_stored_app
def history(app: App, kpi: int, period: str, form: str) -> None:
    """Show how a KPI's values changed: old and new value, cause and run."""
    from core.catalog import find_breaks
    from core.cli.text.changes import changes_json, changes_text
    from core.cli.text.values import rows_text
    from core.errors import UsageError
    from core.model import parse_period
    from core.store import Definitions, Restatements, seen_rows

    span = app.span(period)
    with app.open_store() as database:
        app.require_stored(database)
        changes = Restatements(database).read(app.domain, kpi)
        if span:
            changes = [each for each in changes if span.holds(parse_period(each.period))]
        if form == "json":
            click.echo(changes_json(changes))
            return
        rows = seen_rows(database, app.domain, [kpi]) if span else []
        breaks = find_breaks(rows, lambda: Definitions(database).read_all(app.domains))
        units = _names_and_units(database, app.domains)
    if not changes and (app.domain, kpi) not in units:
        remedy = f"see scorecard list {app.domain}"
        raise UsageError(f"nothing of {app.domain}/kpi_{kpi:02} is stored; {remedy}")
    shown = [row for row in rows if span and span.holds(row.period)]
    if shown:
        names = {key: name for key, (name, _) in units.items()}
        click.echo(rows_text(shown, "table", names, breaks) + "\n")
    click.echo(changes_text(changes, units) if changes else "no changes recorded")


@click.command()
@some_domains
@click.option(
    "--since",
    default="",
    metavar="DATE|RUN",
    help="A day, or a run's id; default the Monday of this week.",
)
@kpis
@click.option(
    "--cause",
    type=click.Choice(["definition", "data", "by hand"]),
    help="Only changes with this cause; default all.",
)
@form("table", "json")
@pass_app
def diff(app: App, since: str, kpis: tuple[int, ...], cause: str | None, form: str) -> None:
    """List the stored values that changed since a day or a run."""
    from core.cli.text.changes import changes_json, changes_text
    from core.store import Restatements

    with app.open_store() as database:
        start = _start(database, since, app.settings)
        changes = Restatements(database).read_since(app.domains, start)
        units = _names_and_units(database, app.domains)
    if kpis:
        changes = [change for change in changes if change.kpi_number in kpis]
    if cause:
        changes = [change for change in changes if change.cause == cause]
    if form == "json":
        click.echo(changes_json(changes))
    elif changes:
        click.echo(changes_text(changes, units))
    else:
        click.echo(f"nothing has changed since {start:%Y-%m-%d %H:%M} UTC")


def _start(database: Database, since: str, settings: Settings) -> datetime:
    """Return the instant from which on `diff` lists changes; days begin at midnight UTC."""
    from core.model import period_of
    from core.store import Runs

    if not since:
        monday = period_of("weekly", settings.now.date()).first_day
        return datetime.combine(monday, time.min, UTC)
    try:
        return datetime.combine(date.fromisoformat(since), time.min, UTC)
    except ValueError:
        return Runs(database).start_time(since)


def _names_and_units(
    database: Database, domains: Sequence[str]
) -> dict[tuple[str, int], tuple[str, str]]:
    from core.store import Definitions

    definitions = Definitions(database)
    units = {}
    for domain in domains:
        for number, definition in definitions.read_newest(domain).items():
            units[domain, number] = definition.name, definition.unit
    return units
