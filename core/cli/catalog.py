"""`list` and `catalog`: the catalogue for its readers."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from core.cli.app import App, pass_app
from core.cli.options import form, some_domains

if TYPE_CHECKING:
    from core.catalog import Catalogue, Entry
    from core.dictionary import MetricDictionary, RetiredKpi


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
