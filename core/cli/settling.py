"""`settling`: how far a KPI's values move after their first publication, and where they end."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import click

from core.cli.app import App, pass_app, require_sound
from core.cli.options import form, one_domain, one_kpi

if TYPE_CHECKING:
    from core.analysis import Projection
    from core.engines import Database
    from core.model import Key, Row


@click.command()
@one_domain
@one_kpi
@form("text", "json")
@pass_app
def settling(app: App, kpi: int, form: str) -> None:
    """Show how far a KPI's values still move, and where the newest will end.

    It is learnt from what runs on schedule found at the values of the newest 13 weeks.
    """
    from core.catalog import check, load_catalogue
    from core.cli.text.records import json_text
    from core.cli.text.settling import settling_record, settling_report
    from core.query import remote_dialect
    from core.run import read_settlings

    catalogue = load_catalogue(app.settings.root, app.domains)
    entry = catalogue.entry(app.domain, kpi)
    findings = check(catalogue, remote_dialect(app.settings.warehouse)).findings
    require_sound(findings, f"runners/{app.domain}.py", entry.file)
    zone, now = catalogue.runners[app.domain].zone, app.settings.now
    with app.open_store() as database:
        cadences = {kpi: entry.kpi.cadence}
        found = read_settlings(database, app.domain, cadences, zone, now)[kpi]
    if form == "json":
        click.echo(json_text(settling_record(entry, found)))
    else:
        click.echo(settling_report(entry, found))


def read_expected(app: App, database: Database, rows: Sequence[Row]) -> Mapping[Key, Projection]:
    """Return where the provisional ones of a domain's rows are expected to end.

    Nothing is read if none is provisional.
    """
    from core.run import read_settlings

    cadences = {row.kpi_number: row.period.cadence for row in rows if row.provisional_until}
    if not cadences:
        return {}
    found = read_settlings(database, app.domain, cadences, app.zone(), app.settings.now)
    return {each.key: each for settling in found.values() for each in settling.projections}
