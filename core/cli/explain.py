"""`explain`: the origin of a stored value, and what it is compared with."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import click

from core.cli.app import App, pass_stored_app, require_sound
from core.cli.options import form, one_domain, one_kpi, one_period

if TYPE_CHECKING:
    from core.catalog import Catalogue
    from core.cli.text.compared import ComparedRow
    from core.engines import Database
    from core.errors import Finding
    from core.model import Definition, Row


@click.command()
@one_domain
@one_kpi
@one_period
@click.option("--field", metavar="LABEL", help="Only this field of a breakdown.")
@form("text", "json")
@pass_stored_app
def explain(app: App, kpi: int, period: str, field: str | None, form: str) -> None:
    """Show where a stored value comes from: definition, SQL, sources, run, publications."""
    from core.catalog import check, load_catalogue
    from core.cli.settling import read_expected
    from core.cli.text.explain import origin_text
    from core.cli.text.explain_json import origin_json
    from core.explain import find_stored_rows, origin_of
    from core.model import parse_period
    from core.query import remote_dialect
    from core.status import with_totals
    from core.store import Definitions, seen_rows

    asked = parse_period(period)
    catalogue = load_catalogue(app.settings.root, app.domains_with_files)
    findings = check(catalogue, remote_dialect(app.settings.warehouse)).findings
    # The runner knows the time zone.
    require_sound(findings, f"runners/{app.domain}.py")
    runner = catalogue.runners.get(app.domain)
    with app.open_store() as database:
        app.require_stored(database)
        chosen = {row.key for row in find_stored_rows(database, app.domain, kpi, asked, field)}
        stored = seen_rows(database, app.domain, [kpi])
        rows = [row for row in stored if row.key in chosen]
        origin = origin_of(database, rows, runner.zone if runner else ZoneInfo("UTC"))
        definitions = Definitions(database).read_newest(app.domain)
        totalled = with_totals(stored, definitions, explained=True)
        total = None if field is not None else _total_of(totalled, rows)
        compared = _compared(database, [total, *rows] if total else rows, totalled)
        expected = read_expected(app, database, rows) if form == "text" else {}
    today = _definition_in_file(catalogue, findings, app.domain, kpi)
    if form == "json":
        click.echo(origin_json(origin, today, compared, total))
    else:
        still = [expected[row.key].sentence for row in rows if row.key in expected]
        click.echo(origin_text(origin, today, compared, still, total))


def _total_of(totalled: Sequence[Row], rows: Sequence[Row]) -> Row | None:
    """Return the total above the rows of one KPI and period; None if it has none."""
    total = replace(rows[0], field_details="").key
    if any(row.key == total for row in rows):
        return None
    return next((row for row in totalled if row.key == total), None)


def _compared(database: Database, rows: Sequence[Row], stored: Sequence[Row]) -> list[ComparedRow]:
    """Return rows of one KPI with what they are compared with; `stored` are all of them."""
    from core.catalog import find_breaks
    from core.cli.text.compared import compared_rows
    from core.store import Definitions, RecordedLimits

    domain, kpi = rows[0].domain, rows[0].kpi_number
    definitions = Definitions(database)
    breaks = find_breaks(stored, lambda: definitions.read_all([domain]))
    bases = RecordedLimits(database).read(domain, [kpi])
    return compared_rows(rows, stored, breaks, definitions.read_newest(domain), bases)


def _definition_in_file(
    catalogue: Catalogue, findings: Sequence[Finding], domain: str, kpi: int
) -> Definition | None:
    """Return the definition in a KPI's file; None if the file is missing or has findings."""
    from core.catalog import definition_of

    entry = catalogue.by_key.get((domain, kpi))
    if entry is None or any(finding.file == entry.file for finding in findings):
        return None
    return definition_of(catalogue, entry)
