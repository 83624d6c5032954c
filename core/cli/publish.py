"""`publish`: stored values to workbooks and spreadsheets."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import click

from core.cli.app import App, announce, command_line, pass_app
from core.cli.options import form, period, some_domains, wait
from core.cli.output import print_published

if TYPE_CHECKING:
    from core.catalog import Catalogue
    from core.errors import PublishError
    from core.publish import Order, Published
    from core.settings import Settings


@click.command()
@some_domains
@period
@click.option(
    "--plan", "plan_only", is_flag=True, help="Show every change that would be made; make none."
)
@click.option(
    "--overwrite",
    is_flag=True,
    help="Replace values that people typed over; what they typed is recorded.",
)
@click.option(
    "--restore", is_flag=True, help="Recreate rows, columns and tabs that people deleted."
)
@click.option(
    "--force",
    is_flag=True,
    help="Publish even from another store than before, or if most numbers shown would go.",
)
@wait
@form("text", "json")
@pass_app
def publish(
    app: App,
    period: str,
    plan_only: bool,
    overwrite: bool,
    restore: bool,
    force: bool,
    wait: float,
    form: str,
) -> int:
    """Publish scorecards from the stored values alone.

    The target is the spreadsheet or workbook that the runner's variable names. What people typed,
    added or deleted there stays so, unless --overwrite or --restore is given. P limits the values
    in a spreadsheet to periods that end within P; a workbook is always written whole.
    """
    from core.publish import Order, is_complete

    span = app.span(period)
    order = Order(
        command_line(app.settings),
        span,
        overwrite=overwrite,
        restore=restore,
        plan_only=plan_only,
        force=force,
    )
    published = _publish(app, order, wait)
    if form == "json":
        click.echo(_published_json(published))
    else:
        print_published(published, plan_only=plan_only)
    complete = all(is_complete(outcome) for outcome in published.values())
    return 0 if complete else 1


def _publish(app: App, order: Order, wait: float) -> dict[str, Published | PublishError]:
    from core.engines import Access
    from core.run import open_locked, publish_all
    from core.store import migrate

    catalogue = _catalogue(app.settings, app.domains)

    def attempt(settings: Settings) -> dict[str, Published | PublishError]:
        access = Access(order.command, write=True, wait=wait, on_wait=announce)
        with open_locked(settings, access, app.domains) as database:
            migrate(database, app.domains)
            return publish_all(settings, catalogue, database, app.domains, order)

    return app.retry(attempt)


def _catalogue(settings: Settings, domains: Sequence[str]) -> Catalogue:
    """Load the catalogue, in which a KPI file may have errors but each domain needs its runner.

    Raises:
        CatalogueError: A runner is missing or has errors.
    """
    from core.catalog import load_catalogue
    from core.errors import CatalogueError

    catalogue = load_catalogue(settings.root, domains)
    for domain in domains:
        if domain not in catalogue.runners:
            raise CatalogueError(
                tuple(finding for finding in catalogue.findings if domain in finding.file)
            )
    return catalogue


def _published_json(published: Mapping[str, Published | PublishError]) -> str:
    from core.cli.text.records import json_text

    records = {domain: _as_json(outcome) for domain, outcome in published.items()}
    return json_text(records)


def _as_json(outcome: Published | PublishError) -> dict[str, Any]:
    from core.errors import PublishError

    if isinstance(outcome, PublishError):
        return {"error": str(outcome)}
    record = {"place": outcome.place, "written": outcome.written, "faults": [*outcome.faults]}
    return {**record, **outcome.details}
