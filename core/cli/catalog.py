"""`list`, `catalog` and `show`: the catalogue for its readers."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from core.cli.app import App, pass_app, require_sound
from core.cli.options import form, one_domain, one_kpi, single_period, some_domains

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from core.catalog import Break, Catalogue, Entry
    from core.dictionary import MetricDictionary, RetiredKpi
    from core.model import Cadence, Definition, Key, Period, RecordedBase, Row


@click.command(name="list")
@some_domains
@form("table", "json")
@pass_app
def list_(app: App, form: str) -> None:
    """List the KPIs in the catalogue."""
    from core.catalog import load_catalogue
    from core.cli.text.catalog import catalogue_text
    from core.errors import CatalogueError

    catalogue = load_catalogue(app.settings.root, app.domains)
    listed = [entry for entry in catalogue.entries if entry.domain in app.domains]
    click.echo(catalogue_text(listed, form))
    if catalogue.findings:
        raise CatalogueError(catalogue.findings)


@click.command()
@some_domains
@click.option("--owner", default="", help="Only KPIs whose owner contains this text.")
@click.option("--category", default="", help="Only KPIs whose category contains this text.")
@click.option("--source", default="", help="Only KPIs that read a source with this in its name.")
@click.option("--unit", default="", help="Only KPIs in this unit, such as percent or EUR.")
@click.option("--stale", is_flag=True, help="Only KPIs whose definition is due for a review.")
@click.option("--retired", is_flag=True, help="Instead list the KPIs that are retired.")
@click.option("--html", default="", metavar="FILE", help="Write a metric dictionary as one file.")
@click.option(
    "--markdown", default="", metavar="FOLDER", help="Write it as Markdown, a page per KPI."
)
@form("table", "json")
@pass_app
def catalog(
    app: App,
    owner: str,
    category: str,
    source: str,
    unit: str,
    stale: bool,
    retired: bool,
    html: str,
    markdown: str,
    form: str,
) -> None:
    """Search the catalogue, or write it as a metric dictionary.

    The dictionary has the KPIs that the filters select, each with definition, owner, formula,
    lineage, versions and, if the store can be read, its last values.
    """
    from core.catalog import Selection, load_catalogue
    from core.cli.text.inventory import inventory_text, retired_text
    from core.errors import CatalogueError, UsageError

    if retired:
        if owner or category or source or unit or stale or html or markdown:
            raise UsageError("--retired lists retired KPIs of domains; give it no other filter")
        click.echo(retired_text(_find_retired(app), form))
        return
    catalogue = load_catalogue(app.settings.root, app.domains)
    entries = [entry for entry in catalogue.entries if entry.domain in app.domains]
    today = app.settings.now.date()
    selected = Selection(owner, category, source, unit, stale).select(entries, today)
    if html or markdown:
        _write_dictionary(app, catalogue, selected, html, markdown)
    else:
        click.echo(inventory_text(selected, today, form))
    if catalogue.findings:
        raise CatalogueError(catalogue.findings)


def _write_dictionary(
    app: App, catalogue: Catalogue, entries: Sequence[Entry], html: str, markdown: str
) -> None:
    from core.dictionary import dictionary_html, dictionary_markdown, write_file, write_folder
    from core.model import counted

    found = _gather(app, catalogue, entries)
    if found.gap:
        click.echo(found.gap, err=True)
    kpis = counted(len(found.pages), "KPI")
    if html:
        is_new = write_file(Path(html), app.settings.scrub(dictionary_html(found)))
        click.echo(f"{'wrote' if is_new else 'unchanged:'} {html}, {kpis}")
    if markdown:
        texts = dictionary_markdown(found).items()
        scrubbed = {name: app.settings.scrub(text) for name, text in texts}
        count = write_folder(Path(markdown), scrubbed)
        click.echo(f"{markdown}/index.md, {kpis}: {counted(count, 'file')} changed")


def _gather(app: App, catalogue: Catalogue, entries: Sequence[Entry]) -> MetricDictionary:
    """Return the dictionary, without values and versions if the store cannot be read."""
    from core.catalog import domain_names, load_catalogue
    from core.dictionary import gather_dictionary
    from core.errors import ScorecardError

    if set(app.domains) != set(domain_names(app.settings.root)):
        # Every domain may read those that were asked for.
        catalogue = load_catalogue(app.settings.root)
    try:
        with app.open_store(wait=0) as database:
            return gather_dictionary(app.settings, catalogue, entries, database)
    except ScorecardError as error:
        gap = f"without values and versions, for the store cannot be read: {error}"
        return gather_dictionary(app.settings, catalogue, entries, None, gap)


def _find_retired(app: App) -> list[RetiredKpi]:
    from core.catalog import domain_names
    from core.dictionary import find_retired

    root = app.settings.root
    domains = None if app.domains == domain_names(root) else app.domains
    with app.open_store() as database:
        return find_retired(database, root, domains)


@click.command()
@one_domain
@one_kpi
@single_period
@click.option("--plan", is_flag=True, help="Show only how the query is asked, and why not faster.")
@pass_app
def show(app: App, kpi: int, period: str, plan: bool) -> None:
    """Show a KPI: definition, SQL with its parameters, last values."""
    from core.catalog import check, definition_of, find_breaks, load_catalogue
    from core.cli.settling import read_expected
    from core.cli.text.catalog import entry_text, series_lines, values_text
    from core.cli.text.plan import plan_text
    from core.errors import ScorecardError
    from core.run import read_series_state
    from core.status import with_totals
    from core.store import Definitions, RecordedLimits, seen_rows

    settings = app.settings
    catalogue = load_catalogue(settings.root, app.domains)
    entry = catalogue.entry(app.domain, kpi)
    checked = check(catalogue)
    # Errors in the files of other KPIs say nothing about this one.
    require_sound(checked.findings, entry.file, entry.query_file, f"runners/{app.domain}.py")
    if plan:
        click.echo(plan_text(entry, checked.facts[entry.key], *_backfill_obstacles(app, entry)))
        return
    runner = catalogue.runners[app.domain]
    today = settings.now.astimezone(runner.zone).date()
    shown = _period(period, entry.kpi.cadence, today)
    every_domain = load_catalogue(settings.root)
    definition = definition_of(catalogue, entry)
    click.echo(entry_text(catalogue, every_domain, checked, entry, shown, settings))
    try:
        with app.open_store(wait=0) as database:
            rows = seen_rows(database, app.domain, [kpi])
            rows = with_totals(rows, {kpi: definition}, explained=True)
            breaks = find_breaks(rows, lambda: Definitions(database).read_all(app.domains))
            bases = RecordedLimits(database).read(app.domain, [kpi])
            series = read_series_state(database, catalogue, app.domains)
            expected = read_expected(app, database, rows)
    except ScorecardError as error:
        click.echo(f"last values unavailable: {error}")
        return
    printed = runner.newest_printed(entry.kpi.cadence, settings.now)
    click.echo(values_text(entry, rows, printed, breaks.values()))
    asked = None if period == "last" else shown
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


def _period(text: str, cadence: Cadence, today: date) -> Period:
    from core.model import last_ended, parse_period

    return last_ended(cadence, today) if text in ("", "last") else parse_period(text)
