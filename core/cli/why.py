"""`why`: the change of a stored value, taken apart."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

import click

from core.cli.app import App, pass_app, require_sound
from core.cli.options import as_of, form, one_domain, one_kpi

if TYPE_CHECKING:
    from core.analysis import Against, StoredLines
    from core.catalog import Catalogue, Entry
    from core.model import Period


@click.command()
@one_domain
@one_kpi
@click.option(
    "--period",
    "--week",
    "period",
    default="last",
    metavar="P",
    help="The period whose value changed, as 2026-W46; default the newest that has one.",
)
@click.option(
    "--against",
    type=click.Choice(["previous", "year-ago", "target"]),
    default="previous",
    show_default=True,
    help="What to compare with: the period before, the same a year ago, or the target.",
)
@as_of
@form("text", "json")
@pass_app
def why(app: App, kpi: int, period: str, against: str, as_of: str, form: str) -> None:
    """Say why a value changed: by the drivers of its tree, or by its segments."""
    from core.analysis import entries_to_read, explain_value
    from core.cli.text.why import why_text
    from core.cli.text.why_json import why_json
    from core.run import read_lines

    catalogue, entry = _entry(app, kpi)
    instant = app.instant(as_of)
    with app.open_store() as database:
        app.require_stored(database)
        lines = read_lines(database, entries_to_read(catalogue, entry), instant)
    asked = _period(lines, entry, period)
    found = explain_value(catalogue, entry, lines, asked, cast("Against", against))
    click.echo(why_json(found) if form == "json" else why_text(found))


def _entry(app: App, kpi: int) -> tuple[Catalogue, Entry]:
    """Return the catalogue of all domains, since drivers may be in another, and the KPI."""
    from core.catalog import check, load_catalogue, require_domains
    from core.query import remote_dialect

    require_domains(app.settings.root, app.domains)
    catalogue = load_catalogue(app.settings.root)
    entry = catalogue.entry(app.domain, kpi)
    findings = check(catalogue, remote_dialect(app.settings.warehouse)).findings
    require_sound(findings, f"runners/{app.domain}.py", entry.file)
    return catalogue, entry


def _period(lines: StoredLines, entry: Entry, text: str) -> Period:
    from core.errors import UsageError
    from core.model import parse_period

    if text != "last":
        period = parse_period(text)
        if period.cadence != entry.kpi.cadence:
            raise UsageError(f"{entry.id} is {entry.kpi.cadence}; {text} is not such a period")
        return period
    newest = lines.newest(entry)
    if newest is None:
        remedy = f"compute one with scorecard run {entry.domain} --kpi {entry.number}"
        raise UsageError(f"no value of {entry.id} is stored; {remedy}")
    return newest
