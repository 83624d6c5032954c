"""`publish`."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import click

from core.cli.options import (
    chosen_domains,
    command_line,
    form,
    period,
    settings,
    some_domains,
    wait,
    with_retries,
)
from core.cli.output import print_published

if TYPE_CHECKING:
    from core.errors import PublishError
    from core.publish import Published


@click.command()
@some_domains
@period
@click.option(
    "--plan", "plan_only", is_flag=True, help="Show every change that would be made, and make none."
)
@click.option(
    "--overwrite",
    is_flag=True,
    help="Take back cells that a person typed over; what was typed is recorded.",
)
@click.option(
    "--restore", is_flag=True, help="Make rows, columns and tabs again that a person deleted."
)
@wait
@form("text", "json")
def publish(
    domains: tuple[str, ...],
    period: str,
    plan_only: bool,
    overwrite: bool,
    restore: bool,
    wait: float,
    form: str,
) -> int:
    """Publish scorecards from the stored values alone.

    To the spreadsheet or the workbook that the runner's variable names. What a person typed, added
    or deleted stays so unless you say otherwise. P limits it to the periods that end within P.
    """
    from core.catalog import load_catalogue
    from core.engines import Access
    from core.errors import CatalogueError, PublishError
    from core.model import parse_span
    from core.publish import Order
    from core.run import open_locked, publish_all
    from core.store import migrate

    found = settings()
    names = chosen_domains(domains, found)
    catalogue = load_catalogue(found.root, names)
    if missing := [name for name in names if name not in catalogue.runners]:
        raise CatalogueError(
            tuple(finding for finding in catalogue.findings if missing[0] in finding.file)
        )
    today_there = found.now.astimezone(catalogue.runners[names[0]].zone).date()
    span = parse_span(period, today_there) if period else None
    order = Order(command_line(), span, overwrite=overwrite, restore=restore, plan_only=plan_only)

    def attempt() -> dict[str, Published | PublishError]:
        with open_locked(found, Access(command_line(), write=True, wait=wait), names) as warehouse:
            migrate(warehouse, names)
            return publish_all(found, catalogue, warehouse, names, order)

    published = with_retries(attempt)
    if form == "json":
        click.echo(
            json.dumps(
                {name: _record(each) for name, each in published.items()},
                indent=2,
                ensure_ascii=False,
            )
        )
    elif plan_only:
        _show_plans(published)
    else:
        print_published(published)
    return 1 if any(isinstance(each, PublishError) for each in published.values()) else 0


def _record(each: Published | PublishError) -> dict[str, Any]:
    from core.errors import PublishError

    if isinstance(each, PublishError):
        return {"error": str(each)}
    return {"place": each.place, "written": each.written, **each.details}


def _show_plans(published: Mapping[str, Published | PublishError]) -> None:
    from core.errors import PublishError

    for each in published.values():
        if isinstance(each, PublishError):
            click.echo(str(each), err=True)
            continue
        for line in each.lines:
            click.echo(line)
        click.echo(
            f"{each.place} would be written" if each.written else f"{each.place} shows this already"
        )
