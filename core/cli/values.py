"""`values`, `history`, `diff` and `explain`."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import click

from core.cli.options import (
    chosen_domains,
    form,
    kpis,
    one_domain,
    one_kpi,
    period,
    reading,
    settings,
    some_domains,
    today,
)

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from core.engines import Warehouse
    from core.settings import Settings


@click.command()
@one_domain
@kpis
@period
@form("table", "csv", "json")
def values(domain: str, kpis: tuple[int, ...], period: str, form: str) -> None:
    """Print stored values."""
    from core.cli.text.values import rows_text
    from core.model import parse_span
    from core.store import Definitions, Store

    found = settings()
    chosen_domains([domain], found)
    span = parse_span(period, today(found, domain)) if period else None
    with reading(found) as warehouse:
        rows = [
            row
            for row in Store(warehouse).rows(domain, kpis or None)
            if span is None or span.holds(row.period)
        ]
        names = {
            (domain, number): definition.name
            for number, definition in Definitions(warehouse).read_newest(domain).items()
        }
    click.echo(rows_text(rows, form, names))
    if not rows:
        click.echo(
            f"nothing is stored for this; fill it with scorecard run {domain} --period"
            f" {period or 'last'}",
            err=True,
        )


@click.command()
@one_domain
@one_kpi
@period
def history(domain: str, kpi: int, period: str) -> None:
    """Tell the story of a KPI's values: each change with old, new, cause and run."""
    from core.cli.text.values import changes_text, rows_text
    from core.model import parse_span
    from core.store import Restatements, Store

    found = settings()
    chosen_domains([domain], found)
    span = parse_span(period, today(found, domain)) if period else None
    first, last = (span.first, span.last) if span else (None, None)
    with reading(found) as warehouse:
        changes = Restatements(warehouse).read(domain, kpi, first, last)
        rows = Store(warehouse).rows(domain, [kpi], first, last) if span else []
        units = _units(warehouse, [domain])
    names = {key: name for key, (name, _) in units.items()}
    if rows:
        click.echo(rows_text(rows, "table", names) + "\n")
    click.echo(changes_text(changes, units) if changes else "no value of this was ever changed")


@click.command()
@some_domains
@click.option(
    "--since", default="", metavar="DATE|RUN", help="A day, or a run's id; default last Monday."
)
def diff(domains: tuple[str, ...], since: str) -> None:
    """List the stored values that changed since a day or a run."""
    from core.cli.text.values import changes_text
    from core.store import Restatements

    found = settings()
    names = chosen_domains(domains, found)
    with reading(found) as warehouse:
        start = _start(warehouse, since, found)
        changes = Restatements(warehouse).read_since(names, start)
        units = _units(warehouse, names)
    text = (
        changes_text(changes, units)
        if changes
        else f"nothing has changed since {start:%Y-%m-%d %H:%M} UTC"
    )
    click.echo(text)


@click.command()
@one_domain
@one_kpi
@click.argument("period", metavar="PERIOD")
@click.option("--field", metavar="LABEL", help="Only this field of a breakdown.")
@form("text", "json")
def explain(domain: str, kpi: int, period: str, field: str | None, form: str) -> None:
    """Tell where a stored number comes from: definition, SQL, sources, run, publications."""
    from core.cli.text.explain import origin_text
    from core.cli.text.explain_json import origin_json
    from core.explain import origin_of, stored_rows
    from core.model import parse_period

    found = settings()
    chosen_domains([domain], found)
    asked = parse_period(period)
    zone, in_force = _runner_and_version(found, domain, kpi)
    with reading(found) as warehouse:
        origin = origin_of(warehouse, stored_rows(warehouse, domain, kpi, asked, field), zone)
    click.echo(origin_json(origin, in_force) if form == "json" else origin_text(origin, in_force))


def _runner_and_version(found: Settings, domain: str, kpi: int) -> tuple[ZoneInfo, str]:
    """Return where a domain does business, and the version that a KPI's file has; empty where it
    has none or faults.
    """
    from core.catalog import check, load_catalogue
    from core.errors import CatalogueError

    catalogue = load_catalogue(found.root, [domain])
    findings = check(catalogue).findings
    if of_runner := tuple(
        finding for finding in findings if finding.file == f"runners/{domain}.py"
    ):
        raise CatalogueError(of_runner)
    entry = catalogue.by_key.get((domain, kpi))
    faulty = {finding.file for finding in findings}
    return catalogue.runners[
        domain
    ].zone, entry.version if entry and entry.file not in faulty else ""


def _start(warehouse: Warehouse, since: str, found: Settings) -> datetime:
    from core.model import period_of
    from core.store import Runs

    if not since:
        return datetime.combine(
            period_of("weekly", found.now.date()).first_day, datetime.min.time(), UTC
        )
    try:
        return datetime.combine(date.fromisoformat(since), datetime.min.time(), UTC)
    except ValueError:
        return Runs(warehouse).start_time(since)


def _units(warehouse: Warehouse, domains: Sequence[str]) -> dict[tuple[str, int], tuple[str, str]]:
    from core.store import Definitions

    definitions = Definitions(warehouse)
    return {
        (domain, number): (definition.name, definition.unit)
        for domain in domains
        for number, definition in definitions.read_newest(domain).items()
    }
