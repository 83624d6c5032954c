"""`tables`: what the warehouse has for an author to query."""

from __future__ import annotations

from collections.abc import Sequence
from shutil import get_terminal_size
from typing import TYPE_CHECKING, Any

import click

from core.cli.app import App, pass_app
from core.cli.options import form

if TYPE_CHECKING:
    from core.engines import Warehouse, WarehouseTable

_SAMPLE = 5  # rows
_WITHOUT_TERMINAL = (120, 24)


@click.command()
@click.argument("name", metavar="[NAME]", default="")
@form("table", "json")
@pass_app
def tables(app: App, name: str, form: str) -> None:
    """List the warehouse's tables and views, or show one: columns, types and five rows.

    NAME is schema.name, or a name that only one schema has. Row counts are the database's own
    estimates.
    """
    from core.cli.text.relations import (
        relation_json,
        relation_text,
        relations_json,
        relations_text,
    )

    with app.open_warehouse() as warehouse:
        relations = warehouse.relations()
        place = warehouse.place
        if name:
            relation = _choose(relations, name, place)
            sample = _read_sample(warehouse, relation, app.settings.query_timeout)
    if name and form == "json":
        click.echo(relation_json(relation, sample))
    elif name:
        width = get_terminal_size(_WITHOUT_TERMINAL).columns
        click.echo(relation_text(relation, sample, width))
    elif form == "json":
        click.echo(relations_json(relations))
    elif relations:
        click.echo(relations_text(relations))
    else:
        click.echo(f"{place} has no tables")


def _choose(relations: Sequence[WarehouseTable], name: str, place: str) -> WarehouseTable:
    """Return the relation that a person names.

    Raises:
        UsageError: None has this name, or several schemas have one.
    """
    from core.engines import near_names
    from core.errors import UsageError

    matches = [relation for relation in relations if relation.full_name == name]
    if not matches:
        matches = [relation for relation in relations if _answers_to(relation, name)]
    if len(matches) == 1:
        return matches[0]
    if matches:
        names = " or ".join(relation.full_name for relation in matches)
        raise UsageError(f"{name!r} is the name of several tables; choose {names}")
    near = near_names(relations, name)
    remedy = f"did you mean {' or '.join(near)}?" if near else "see scorecard tables"
    raise UsageError(f"table {name!r} does not exist in {place.rstrip(',')}; {remedy}")


def _answers_to(relation: WarehouseTable, name: str) -> bool:
    return name.lower() in (relation.name.lower(), relation.full_name.lower())


def _read_sample(
    warehouse: Warehouse, relation: WarehouseTable, timeout: float
) -> Sequence[tuple[Any, ...]]:
    """Return a few rows, each value as the database writes it.

    Raises:
        QueryError: The view fails, or takes longer than the time limit.
    """
    if not relation.columns:
        return []
    with warehouse.snapshot(timeout) as snapshot:
        snapshot.set_timezone("UTC")
        return snapshot.sample(relation, _SAMPLE).rows
