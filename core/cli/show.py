"""`show`: one KPI, as it is declared and as it is stored."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import click

from core.cli.app import App, pass_app, require_sound
from core.cli.options import one_domain, one_kpi, single_period

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from core.catalog import Break, Catalogue, Entry, Task
    from core.engines import TableCopy
    from core.model import Cadence, Definition, Key, Period, RecordedBase, Row
    from core.query import SqlFacts


@click.command()
@one_domain
@one_kpi
@single_period
@click.option("--plan", is_flag=True, help="Show only how the query is asked, and why not faster.")
@pass_app
def show(app: App, kpi: int, period: str, plan: bool) -> None:
    """Show a KPI: definition, SQL with its parameters, last values."""
    from core.catalog import Task, check, load_catalogue
    from core.cli.text.catalog import entry_text
    from core.cli.text.plan import plan_text
    from core.query import remote_dialect

    settings = app.settings
    catalogue = load_catalogue(settings.root, app.domains)
    entry = catalogue.entry(app.domain, kpi)
    checked = check(catalogue, remote_dialect(settings.warehouse))
    # Errors in the files of other KPIs say nothing about this one.
    require_sound(checked.findings, entry.file, entry.query_file, f"runners/{app.domain}.py")
    runner = catalogue.runners[app.domain]
    today = settings.now.astimezone(runner.zone).date()
    shown = _period(period, entry.kpi.cadence, today)
    if plan:
        facts = checked.facts[entry.key]
        copies = _copies(app, catalogue, Task(entry, shown), facts)
        click.echo(plan_text(entry, facts, *_backfill_obstacles(app, entry), copies))
        return
    every_domain = load_catalogue(settings.root)
    click.echo(entry_text(catalogue, every_domain, checked, entry, shown, settings))
    _show_stored(app, catalogue, entry, None if period == "last" else shown)


def _show_stored(app: App, catalogue: Catalogue, entry: Entry, asked: Period | None) -> None:
    """Print what is stored of a KPI: its last values, one of them beside others, its series."""
    from core.catalog import definition_of, find_breaks
    from core.cli.settling import read_expected
    from core.cli.text.catalog import series_lines, values_text
    from core.errors import ScorecardError
    from core.run import read_series_state
    from core.status import with_totals
    from core.store import Definitions, RecordedLimits, seen_rows

    number, definition = entry.number, definition_of(catalogue, entry)
    try:
        with app.open_store(wait=0) as database:
            rows = seen_rows(database, app.domain, [number])
            rows = with_totals(rows, {number: definition}, explained=True)
            breaks = find_breaks(rows, lambda: Definitions(database).read_all(app.domains))
            bases = RecordedLimits(database).read(app.domain, [number])
            series = read_series_state(database, catalogue, app.domains)
            expected = read_expected(app, database, rows)
    except ScorecardError as error:
        click.echo(f"last values unavailable: {error}")
        return
    runner = catalogue.runners[app.domain]
    printed = runner.newest_printed(entry.kpi.cadence, app.settings.now)
    click.echo(values_text(entry, rows, printed, breaks.values()))
    for text in _comparisons(definition, rows, breaks, bases, asked, runner.year_begins):
        click.echo(f"\n{text}")
    for line in series_lines(series.continuity, entry):
        click.echo(line)
    if expected:
        click.echo("\nStill to come")
    for projection in expected.values():
        click.echo(f"  {projection.sentence}")


def _comparisons(
    definition: Definition,
    rows: list[Row],
    breaks: Mapping[Key, Break],
    bases: list[RecordedBase],
    asked: Period | None,
    year_begins: int,
) -> Iterator[str]:
    """Yield the values of a period beside others, by default of the newest that is over."""
    from core.cli.text.compared import compared_rows
    from core.cli.text.comparison import beside_text
    from core.cli.text.to_date import lines_to_date, own_to_date_text

    series = definition.field_name, definition.range_type
    own = [row for row in rows if (row.field_name, row.range_type) == series]
    over = [row.period for row in own if not row.partial]
    newest = asked or max(over, default=None)
    chosen = [row for row in own if row.period == newest]
    definitions = {definition.kpi_number: definition}
    if chosen:
        yield beside_text(compared_rows(chosen, own, breaks, definitions, bases))
        lines = lines_to_date(chosen, own, breaks, definitions, year_begins)
        if to_date := own_to_date_text(lines):
            yield to_date


def _backfill_obstacles(app: App, entry: Entry) -> tuple[str | None, str | None]:
    """Return why a backfill cannot leave the warehouse, and why not by a remote engine's cells.

    None if nothing would have to leave it, and if the warehouse is not remote.
    """
    from core.compute import find_cell_obstacle, server_obstacle
    from core.errors import ScorecardError
    from core.model import describe

    if not entry.in_warehouse or app.settings.warehouse.startswith("duckdb:"):
        return None, None
    tables = [describe(source).lower() for source in entry.kpi.sources]
    timeout = app.settings.query_timeout
    try:
        with app.open_warehouse(wait=0) as warehouse, warehouse.snapshot(timeout) as snapshot:
            types = snapshot.column_types(tables)
            is_remote = snapshot.cell_reader is not None
            return server_obstacle(entry, types), (
                find_cell_obstacle(entry, types) if is_remote else None
            )
    except ScorecardError as error:
        click.echo(f"column types unavailable, taken as ones that can be copied: {error}", err=True)
        return "", None


def _copies(
    app: App, catalogue: Catalogue, last: Task, facts: SqlFacts
) -> dict[int, dict[str, TableCopy]]:
    """Return what is copied of each table for one period and for a year, up to the last."""
    from core.catalog import parameters
    from core.cli.text.plan import periods_shown
    from core.compute import copies_of
    from core.errors import ScorecardError

    entry = last.entry
    tables = list(copies_of(entry, facts, []))
    if not tables or app.settings.warehouse.startswith("duckdb:"):
        return {}
    timeout = app.settings.query_timeout
    try:
        with app.open_warehouse(wait=0) as warehouse, warehouse.snapshot(timeout) as snapshot:
            types = snapshot.column_types(tables)
    except ScorecardError as error:
        click.echo(f"what is copied of tables is unknown: {error}", err=True)
        return {}
    copies = {}
    for count in periods_shown(entry.kpi.cadence):
        periods = [last.period.shift(-back) for back in range(count)]
        params = [parameters(entry, period, catalogue, app.settings.now) for period in periods]
        found = copies_of(entry, facts, params)
        copies[count] = {table: found[table].of_table(types[table]) for table in types}
    return copies


def _period(text: str, cadence: Cadence, today: date) -> Period:
    from core.model import last_ended, parse_period

    return last_ended(cadence, today) if text in ("", "last") else parse_period(text)
